// Package given holds the problems of siting and their solutions, which the search
// and the independent check share.
package given
