// Package residentview is what residents see of several features at once: their first page,
// the people they may act for, services with a verdict and a price of their own. It also shows
// the register, the directory and accounts to family and inbox, which import none of them.
package residentview
