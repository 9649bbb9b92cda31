// Package role names the posts that people hold. A role says what one does;
// where one does it is the region of the post; what it permits is said by each
// feature beside its use cases.
package role
