// Package proof checks solutions of siting and their certificates from the problem
// alone. It shares no code with the search.
package proof
