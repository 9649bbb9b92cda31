package hsds

import (
	"archive/zip"
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"linli/internal/connect/hsds/packages"
	"linli/internal/directory"
)

// Export writes the whole directory as an HSDS 3.0 data package, a CSV a table
// and datapackage.json, into a zip. It tells how many rows each table has. What
// it writes can be imported again.
func (s *Service) Export(ctx context.Context, out io.Writer) (map[string]int, error) {
	dir, err := os.MkdirTemp("", "linli-export-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder
	if err := s.collect(ctx, dir); err != nil {
		return nil, err
	}
	src, err := packages.Read(dir)
	if err != nil {
		return nil, err
	}
	all, _ := packages.Check(src, "linli")
	return write(out, all, s.DB.Now())
}

// collect writes everything as JSON lists, page by page.
func (s *Service) collect(ctx context.Context, dir string) error {
	services, err := s.Directory.ServiceIDs(ctx, read, directory.ServiceFilter{States: served}, time.Time{})
	if err != nil {
		return err
	}
	orgs, err := s.Directory.OrganisationIDs(ctx, read, directory.OrganisationFilter{})
	if err != nil {
		return err
	}
	terms, err := s.terms(ctx)
	if err != nil {
		return err
	}
	schemes, err := s.taxonomies(ctx)
	if err != nil {
		return err
	}
	var list []Object
	for _, t := range terms {
		list = append(list, t)
	}
	if err := save(dir, "taxonomy_term.json", list); err != nil {
		return err
	}
	if err := save(dir, "taxonomy.json", schemes); err != nil {
		return err
	}
	for _, part := range []struct {
		name string
		ids  []string
		make func([]string) ([]Object, error)
	}{
		{"service", services, func(ids []string) ([]Object, error) {
			h, err := s.shelve(ctx, ids, nil, nil, true)
			var out []Object
			for _, id := range ids {
				if err == nil {
					out = append(out, h.wholeService(h.services[id]))
				}
			}
			return out, err
		}},
		{"organization", orgs, func(ids []string) ([]Object, error) {
			h, err := s.shelve(ctx, nil, ids, nil, true)
			var out []Object
			for _, id := range ids {
				if err == nil {
					out = append(out, h.wholeOrganization(h.orgs[id]))
				}
			}
			return out, err
		}},
	} {
		for n := 0; n*200 < len(part.ids); n++ {
			some, err := part.make(part.ids[n*200 : min(len(part.ids), n*200+200)])
			if err != nil {
				return err
			}
			if err := save(dir, part.name+"_"+time.Unix(int64(n), 0).UTC().Format("150405")+".json", some); err != nil {
				return err
			}
		}
	}
	return nil
}

func save(dir, name string, v any) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, name), raw, 0o600)
}

type resource struct {
	Name    string         `json:"name"`
	Path    string         `json:"path"`
	Profile string         `json:"profile"`
	Schema  map[string]any `json:"schema"`
}

func write(out io.Writer, all *packages.Directory, now time.Time) (map[string]int, error) {
	z := zip.NewWriter(out)
	counts := map[string]int{}
	var resources []resource
	for _, t := range packages.Tables {
		rows := all.Entries[t.Name]
		if len(rows) == 0 {
			continue
		}
		f, err := z.CreateHeader(&zip.FileHeader{Name: t.Plural + ".csv", Method: zip.Deflate, Modified: now})
		if err != nil {
			return nil, err
		}
		w := csv.NewWriter(f)
		var head []string
		var fields []map[string]string
		for _, c := range t.Fields {
			head = append(head, c.Name)
			kind := "string"
			if c.Kind == packages.Number {
				kind = "number"
			}
			fields = append(fields, map[string]string{"name": c.Name, "type": kind})
		}
		if err := w.Write(head); err != nil {
			return nil, err
		}
		for _, e := range rows {
			cells := make([]string, len(head))
			for i, h := range head {
				cells[i] = e.Cells[h]
			}
			if err := w.Write(cells); err != nil {
				return nil, err
			}
		}
		w.Flush()
		if err := w.Error(); err != nil {
			return nil, err
		}
		counts[t.Plural] = len(rows)
		resources = append(resources, resource{t.Name, t.Plural + ".csv", "tabular-data-resource", map[string]any{"primaryKey": "id", "fields": fields}})
	}
	f, err := z.CreateHeader(&zip.FileHeader{Name: "datapackage.json", Method: zip.Deflate, Modified: now})
	if err != nil {
		return nil, err
	}
	e := json.NewEncoder(f)
	e.SetIndent("", " ")
	if err := e.Encode(map[string]any{"name": "linli-directory", "profile": "tabular-data-package", "hsds_version": "3.0", "resources": resources}); err != nil {
		return nil, err
	}
	return counts, z.Close()
}

// SourceName is the default name of a source: the last part of its path.
func SourceName(where string) string {
	base := filepath.Base(filepath.Clean(where))
	switch ext := strings.ToLower(filepath.Ext(base)); ext {
	case ".zip", ".json", ".csv":
		return base[:len(base)-len(ext)]
	}
	return base
}
