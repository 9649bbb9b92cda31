// Package density TODO
package density
