package api

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"linli/internal/platform/sheet"
)

// Table answers with a file of rows, XLSX or CSV by the ending of its name. It is
// written whole before the answer begins: an error of fill is still a problem, not
// half a file.
func Table(name string, fill func(row func([]string) error) error) (_ *huma.StreamResponse, err error) {
	dir, err := os.MkdirTemp("", "linli-table-*")
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = os.RemoveAll(dir) // the first error is the one to tell
		}
	}()
	path := filepath.Join(dir, name)
	w, err := sheet.Create(path)
	if err != nil {
		return nil, err
	}
	if err = fill(w.Row); err != nil {
		_ = w.Close()
		return nil, err
	}
	if err = w.Close(); err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder
		in, err := os.Open(path)
		if err != nil {
			hc.SetStatus(http.StatusInternalServerError)
			return
		}
		defer in.Close() //nolint:errcheck // read only
		hc.SetHeader("Content-Type", map[bool]string{true: "text/csv; charset=utf-8", false: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}[strings.HasSuffix(name, ".csv")])
		hc.SetHeader("Content-Disposition", `attachment; filename="`+name+`"`)
		_, _ = io.Copy(hc.BodyWriter(), in) // the client may have gone
	}}, nil
}
