// Package settings remembers how residents want their screens: large type and fewer choices
// (care mode), the language. It goes with the account from phone to phone.
package settings
