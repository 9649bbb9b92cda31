// Package ground makes the ground of a fictional district and divides it into
// places whose boundaries tile it without gaps.
package ground
