// Package demostory lets the weeks before the demo happen: meals ordered, cooked,
// brought, rated, complained of, through the features' own use cases with the
// clock set back, so that screens show a town that is lived in.
package demostory
