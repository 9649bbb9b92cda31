// Package web serves the front ends that the binary carries.
package web

import "net/http"

// Handler says that this binary was built without screens.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = w.Write([]byte("Linli: this binary was built without its screens; run make build.\n"))
	})
}
