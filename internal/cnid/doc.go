// Package cnid is the numbers by which China knows people and organisations:
// resident ID numbers (GB 11643-1999), unified social credit codes (GB
// 32100-2015) and mobile numbers. It checks, derives and masks; it keeps nothing.
package cnid
