// Package files keeps uploads and reports outside the database: a folder by
// default, an S3-compatible store where several servers share it.
package files
