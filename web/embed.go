//go:build !no_ui

package web

import (
	"bytes"
	"compress/gzip"
	"embed"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

// The built screens lie in ui/; make build puts them there. A folder that holds
// only its placeholder makes a binary without screens, so that Go work needs no
// Node.
//
//go:embed all:ui
var ui embed.FS

type asset struct {
	raw, packed []byte
	kind        string
}

// policy lets the page load from its own origin only. MapLibre's worker may
// come as a blob; Ant Design writes style elements.
const policy = "default-src 'self'; worker-src 'self' blob:; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'"

// Handler serves the staff web: hashed assets are immutable, index.html is
// always asked for anew, an unknown path without an ending is a page of the app.
func Handler() http.Handler {
	files := load()
	if _, built := files["index.html"]; !built {
		return empty()
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
		a, ok := files[name]
		if !ok {
			if path.Ext(name) != "" || strings.HasPrefix(name, "api/") {
				http.NotFound(w, r)
				return
			}
			name, a = "index.html", files["index.html"]
		}
		h := w.Header()
		h.Set("Content-Type", a.kind)
		h.Set("Content-Security-Policy", policy)
		h.Set("Vary", "Accept-Encoding")
		if strings.HasPrefix(name, "assets/") {
			h.Set("Cache-Control", "public, max-age=31536000, immutable")
		} else {
			h.Set("Cache-Control", "no-cache")
		}
		if a.packed != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			h.Set("Content-Encoding", "gzip")
			_, _ = w.Write(a.packed) // the client may have gone
			return
		}
		_, _ = w.Write(a.raw) // the client may have gone
	})
}

func load() map[string]asset {
	out := map[string]asset{}
	err := fs.WalkDir(ui, "ui", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), ".") {
			return err
		}
		b, err := ui.ReadFile(p)
		if err != nil {
			return err
		}
		a := asset{raw: b, kind: mime.TypeByExtension(path.Ext(p))}
		switch path.Ext(p) {
		case ".js", ".mjs":
			a.kind = "text/javascript; charset=utf-8"
		case "":
			a.kind = "application/octet-stream"
		}
		if strings.HasPrefix(a.kind, "text/") || strings.Contains(a.kind, "svg") || strings.Contains(a.kind, "json") {
			var z bytes.Buffer
			w, _ := gzip.NewWriterLevel(&z, gzip.BestCompression)
			if _, err := w.Write(b); err != nil {
				return err
			}
			if err := w.Close(); err != nil {
				return err
			}
			a.packed = z.Bytes()
		}
		out[strings.TrimPrefix(p, "ui/")] = a
		return nil
	})
	if err != nil {
		panic(err) // the files are in the binary
	}
	return out
}
