// Package web carries the built screens inside the binary and serves them.
package web

import "net/http"

func empty() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = w.Write([]byte("Linli: this binary was built without its screens; run make build.\n")) // the client may have gone
	})
}
