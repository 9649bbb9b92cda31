// Package exchangeview shows people and the directory to the exchange, which imports
// neither.
package exchangeview
