package hsds

import (
	"context"
	"strings"

	"linli/internal/directory"
	"linli/internal/platform/store"
)

// home is the id of the taxonomy of our own categories.
var home = made("taxonomy", "linli")

// terms are all taxonomy terms by id: those of sources, and our own categories.
func (s *Service) terms(ctx context.Context) (map[string]Object, error) {
	cats, err := s.Directory.Categories(ctx, read)
	if err != nil {
		return nil, err
	}
	out := map[string]Object{}
	for _, c := range cats {
		if c.SourceID != "" {
			continue
		}
		o := Object{"id": made("term", c.Key), "code": c.Key, "name": c.NameZh, "description": c.About, "taxonomy": "linli", "taxonomy_id": home, "language": "zh"}
		if c.NameEn != "" {
			o["description"] = strings.TrimSpace(c.NameEn + " " + c.About)
		}
		if c.Parent != "" {
			o["parent_id"] = made("term", c.Parent)
		}
		out[made("term", c.Key)] = o
	}
	rows, err := store.View(ctx, s.DB, read, func(tx *store.Tx) ([]row, error) { return allOf(ctx, tx, "taxonomy_term") })
	if err != nil {
		return nil, err
	}
	schemes, err := s.taxonomies(ctx)
	for _, r := range rows {
		o := r.Object()
		for _, t := range schemes {
			if t["id"] == r.Cells["taxonomy_id"] {
				o["taxonomy_detail"] = t
			}
		}
		out[r.ID] = o
	}
	return out, err
}

// taxonomies are the schemes of the sources, and ours.
func (s *Service) taxonomies(ctx context.Context) ([]Object, error) {
	rows, err := store.View(ctx, s.DB, read, func(tx *store.Tx) ([]row, error) { return allOf(ctx, tx, "taxonomy") })
	out := []Object{{"id": home, "name": "邻里服务类别 / Linli categories", "description": "Two levels; needs and offers meet in a category.", "version": "1"}}
	for _, r := range rows {
		out = append(out, r.Object())
	}
	return out, err
}

// pair finds the service and the point of an id: one that a source gave, or one
// that was made here.
func (s *Service) pair(ctx context.Context, id string) (directory.Given, error) {
	rows, err := store.View(ctx, s.DB, read, func(tx *store.Tx) (map[string]row, error) {
		return byIDs(ctx, tx, "service_at_location", []string{id})
	})
	if r, ok := rows[id]; ok || err != nil {
		return directory.Given{Service: r.Cells["service_id"], Point: r.Cells["location_id"]}, err
	}
	all, err := s.Directory.Givens(ctx, read, directory.ServiceFilter{States: served})
	for _, g := range all {
		if made("sal", g.Service, g.Point) == id {
			return g, nil
		}
	}
	return directory.Given{}, first(err, ErrNone)
}
