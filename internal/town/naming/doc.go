// Package naming draws names of people who do not exist: surnames as often as
// they really are, given names as their year of birth would have it.
package naming
