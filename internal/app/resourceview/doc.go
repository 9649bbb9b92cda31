// Package resourceview shows the directory and the demand map to the resource map.
package resourceview
