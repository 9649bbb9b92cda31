//go:build !no_ui

package web

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

func ask(h http.Handler, path string, more ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i < len(more); i += 2 {
		r.Header.Set(more[i], more[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func made() site {
	files := fstest.MapFS{
		"ui-resident/.placeholder":       {Data: []byte{}},
		"ui-resident/index.html":         {Data: []byte("<!doctype html><title>x</title>")},
		"ui-resident/js/app.01234567.js": {Data: []byte("export const a = 1")},
		"ui-resident/mark.png":           {Data: []byte{0x89, 'P', 'N', 'G'}},
	}
	return site{files: load(files, "ui-resident"), hashed: []string{"js/", "css/"}, policy: strict}
}

func TestAHashedFileIsImmutableAndThePageIsAskedForAnew(t *testing.T) {
	s := made()
	for path, want := range map[string]struct{ cache, kind string }{
		"/js/app.01234567.js": {"public, max-age=31536000, immutable", "text/javascript; charset=utf-8"},
		"/mark.png":           {"no-cache", "image/png"},
		"/":                   {"no-cache", "text/html; charset=utf-8"},
		"/index.html":         {"no-cache", "text/html; charset=utf-8"},
		"/sub/order/place":    {"no-cache", "text/html; charset=utf-8"},
	} {
		r := ask(s, path)
		if got := r.Header().Get("Cache-Control"); r.Code != http.StatusOK || got != want.cache {
			t.Errorf("%s answers %d, kept as %q; want %q", path, r.Code, got, want.cache)
		}
		if got := r.Header().Get("Content-Type"); got != want.kind {
			t.Errorf("%s is %q; want %q", path, got, want.kind)
		}
		if got := r.Header().Get("Content-Security-Policy"); !strings.Contains(got, "default-src 'self'") || strings.Contains(got, "script-src") {
			t.Errorf("%s has the policy %q", path, got)
		}
	}
	for _, path := range []string{"/js/gone.js", "/.placeholder", "/../embed.go", "/api/v1/nothing"} {
		if r := ask(s, path); r.Code != http.StatusNotFound {
			t.Errorf("%s answers %d; want 404", path, r.Code)
		}
	}
}

func TestTextIsSentPackedToWhoeverUnpacksIt(t *testing.T) {
	s := made()
	r := ask(s, "/js/app.01234567.js", "Accept-Encoding", "gzip, br")
	if r.Header().Get("Content-Encoding") != "gzip" {
		t.Fatalf("sent as %q", r.Header().Get("Content-Encoding"))
	}
	z, err := gzip.NewReader(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(z); err != nil || string(b) != "export const a = 1" {
		t.Errorf("unpacks to %q, %v", b, err)
	}
	if r := ask(s, "/mark.png", "Accept-Encoding", "gzip"); r.Header().Get("Content-Encoding") != "" {
		t.Error("a picture was packed again")
	}
}

func TestABinaryWithoutScreensSaysSo(t *testing.T) {
	s := site{files: load(fstest.MapFS{"ui/.placeholder": {Data: []byte{}}}, "ui")}
	r := ask(s, "/")
	b, err := io.ReadAll(r.Body)
	if err != nil || !strings.Contains(string(b), "make build") {
		t.Errorf("says %q, %v", b, err)
	}
}

// The policy lets no inline script run: what was built must have none.
func TestTheBuiltPagesHaveNoInlineScript(t *testing.T) {
	h := Handler()
	inline := regexp.MustCompile(`<script(?:\s+[a-z-]+(?:="[^"]*")?)*\s*>`)
	for _, path := range []string{"/", "/app/"} {
		r := ask(h, path)
		b, err := io.ReadAll(r.Body)
		if err != nil || r.Code != http.StatusOK {
			t.Fatalf("%s answers %d, %v", path, r.Code, err)
		}
		for _, tag := range inline.FindAllString(string(b), -1) {
			if !strings.Contains(tag, " src=") {
				t.Errorf("%s has the inline script %s", path, tag)
			}
		}
	}
	if r := ask(h, "/app"); r.Code/100 != 3 || r.Header().Get("Location") != "/app/" {
		t.Errorf("/app answers %d to %q", r.Code, r.Header().Get("Location"))
	}
}
