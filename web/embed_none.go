//go:build no_ui

package web

import "net/http"

// Handler says that this binary was built without screens.
func Handler() http.Handler { return empty() }
