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

// The built screens lie in ui (staff) and ui-resident (residents); make build
// puts them there. A folder that holds only its placeholder makes a binary
// without these screens, so that Go work needs no Node.
//
//go:embed all:ui all:ui-resident
var built embed.FS

// strict lets a page load from its own origin only, and run no script that is
// written into the page. Both builds write style elements.
const strict = "default-src 'self'; object-src 'none'; style-src 'self' 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'; "

// site is one front end.
type site struct {
	files  map[string]asset
	policy string
	// hashed are the folders whose names change with their content.
	hashed []string
}

type asset struct {
	raw, packed []byte
	kind        string
}

// Handler serves the staff web at / and the residents' pages at /app/.
func Handler() http.Handler {
	staff := site{files: load(built, "ui"), hashed: []string{"assets/"},
		policy: strict + "worker-src 'self' blob:; img-src 'self' data: blob:"} // MapLibre's worker may come as a blob
	resident := site{files: load(built, "ui-resident"), hashed: []string{"js/", "css/"},
		policy: strict + "img-src 'self' data:; font-src 'self' data:"} // icons are drawn in the style sheet; Taro's short notes bring a font
	mux := http.NewServeMux()
	mux.Handle("/", staff)
	mux.Handle("/app/", http.StripPrefix("/app", resident))
	return mux
}

// ServeHTTP: hashed files are immutable, index.html is always asked for anew, an
// unknown path without an ending is a page of the front end.
func (s site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	index, whole := s.files["index.html"]
	if !whole {
		empty().ServeHTTP(w, r)
		return
	}
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	a, ok := s.files[name]
	if !ok {
		if path.Ext(name) != "" || strings.HasPrefix(name, "api/") {
			http.NotFound(w, r)
			return
		}
		name, a = "index.html", index
	}
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("Content-Security-Policy", s.policy)
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "no-cache")
	for _, dir := range s.hashed {
		if strings.HasPrefix(name, dir) {
			h.Set("Cache-Control", "public, max-age=31536000, immutable")
		}
	}
	if a.packed != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		_, _ = w.Write(a.packed) // the client may have gone
		return
	}
	_, _ = w.Write(a.raw) // the client may have gone
}

// load reads the files below dir and packs the text among them.
func load(from fs.FS, dir string) map[string]asset {
	out := map[string]asset{}
	err := fs.WalkDir(from, dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), ".") {
			return err
		}
		b, err := fs.ReadFile(from, p)
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
		out[strings.TrimPrefix(p, dir+"/")] = a
		return nil
	})
	if err != nil {
		panic(err) // the files are in the binary
	}
	return out
}
