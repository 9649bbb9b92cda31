package regions

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"sync"

	"linli/internal/fault"
	"linli/internal/platform/store"
	"linli/internal/region"
)

// Schema of the register.
//
//go:embed schema/*.sql
var Schema embed.FS

// Region is one place. Boundary is a GeoJSON Polygon or MultiPolygon in WGS 84
// degrees, or empty where nobody has drawn one yet.
type Region struct {
	Code     region.Code     `json:"code"`
	Level    region.Level    `json:"level"`
	Parent   region.Code     `json:"parent,omitempty"`
	Name     string          `json:"name"`
	NameEn   string          `json:"name_en,omitempty"`
	Lon      float64         `json:"lon"`
	Lat      float64         `json:"lat"`
	Boundary json.RawMessage `json:"-"`
}

// ErrNone is for a code that is not in the register.
var ErrNone = fault.New(fault.NotFound, "regions.none", "找不到这个区域。", "There is no such region.")

const reason = "the names and boundaries of places are public"

// Register is the places of one installation, kept in memory: a district has
// thousands of them, and they change a few times a year.
type Register struct {
	DB *store.DB

	mu  sync.RWMutex
	all map[region.Code]*Region
	sub map[region.Code][]*Region
	geo map[region.Code]*shape
}

// Save adds or changes places, parents first.
func Save(ctx context.Context, tx *store.Tx, all []Region) error {
	rows := make([][]any, 0, len(all))
	for _, r := range all {
		if r.Code.Level() == "" {
			return region.ErrCode.On("code")
		}
		if len(r.Boundary) > 0 {
			if _, err := parseShape(r.Boundary); err != nil {
				return err
			}
		}
		rows = append(rows, []any{r.Code, r.Code.Level(), r.Code.Parent(), r.Name, r.NameEn, r.Lon, r.Lat, string(r.Boundary), 1})
	}
	for _, r := range all {
		if !tx.Pass().Covers(r.Code) {
			return ErrNone.On("code")
		}
	}
	if len(all) == 0 {
		return nil
	}
	return tx.InsertMany(ctx, all[0].Code.District(), `
		INSERT INTO regions (code, level, parent, name, name_en, lon, lat, boundary, version) @rows
		ON CONFLICT (code) DO UPDATE SET name = excluded.name, name_en = excluded.name_en,
			lon = excluded.lon, lat = excluded.lat, boundary = excluded.boundary, version = regions.version + 1`, rows)
}

// Load reads the register into memory; call it again after Save.
func (g *Register) Load(ctx context.Context) error {
	all, err := store.View(ctx, g.DB, nobody, func(tx *store.Tx) ([]*Region, error) {
		rows, err := tx.Unscoped(ctx, reason,
			`SELECT code, level, parent, name, name_en, lon, lat, boundary FROM regions ORDER BY code`)
		return store.All(rows, err, scan)
	})
	if err != nil {
		return err
	}
	byCode, sub, geo := map[region.Code]*Region{}, map[region.Code][]*Region{}, map[region.Code]*shape{}
	for _, r := range all {
		byCode[r.Code] = r
		sub[r.Parent] = append(sub[r.Parent], r)
		if len(r.Boundary) > 0 {
			if geo[r.Code], err = parseShape(r.Boundary); err != nil {
				return err
			}
		}
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.all, g.sub, g.geo = byCode, sub, geo
	return nil
}

func scan(r *sql.Rows) (*Region, error) {
	var v Region
	var boundary string
	err := r.Scan(&v.Code, &v.Level, &v.Parent, &v.Name, &v.NameEn, &v.Lon, &v.Lat, &boundary)
	v.Boundary = json.RawMessage(boundary)
	return &v, err
}

// Get is the place with a code, or ErrNone.
func (g *Register) Get(c region.Code) (Region, error) {
	g.mu.RLock()
	defer g.mu.RUnlock()
	if r := g.all[c]; r != nil {
		return *r, nil
	}
	return Region{}, ErrNone
}

// Has reports whether a code is in the register.
func (g *Register) Has(c region.Code) bool {
	_, err := g.Get(c)
	return err == nil
}

// Name is the name of a place in a language, or its code.
func (g *Register) Name(c region.Code, l fault.Lang) string {
	r, err := g.Get(c)
	switch {
	case err != nil:
		return string(c)
	case l == fault.En && r.NameEn != "":
		return r.NameEn
	}
	return r.Name
}

// Children are the places directly under a code, in the order of their codes;
// "" gives the districts.
func (g *Register) Children(c region.Code) []Region {
	g.mu.RLock()
	defer g.mu.RUnlock()
	out := make([]Region, 0, len(g.sub[c]))
	for _, r := range g.sub[c] {
		out = append(out, *r)
	}
	return out
}

// Within are all places of a level within a code.
func (g *Register) Within(c region.Code, l region.Level) []Region {
	if c.Level() == l {
		if r, err := g.Get(c); err == nil {
			return []Region{r}
		}
		return nil
	}
	var out []Region
	for _, r := range g.Children(c) {
		if r.Level == l {
			out = append(out, r)
		} else {
			out = append(out, g.Within(r.Code, l)...)
		}
	}
	return out
}

// Contains reports whether a point lies within the boundary of a place; known
// is false where no boundary is drawn. Degrees WGS 84.
func (g *Register) Contains(c region.Code, lon, lat float64) (inside, known bool) {
	g.mu.RLock()
	defer g.mu.RUnlock()
	s := g.geo[c]
	if s == nil {
		return false, false
	}
	return s.contains(lon, lat), true
}

// Locate is the smallest place whose boundary holds a point, within c; c
// itself where none of its children does, and "" where c does not either.
func (g *Register) Locate(c region.Code, lon, lat float64) region.Code {
	inside, known := g.Contains(c, lon, lat)
	if c != "" && known && !inside {
		return ""
	}
	for _, r := range g.Children(c) {
		if in, drawn := g.Contains(r.Code, lon, lat); drawn && in {
			return g.Locate(r.Code, lon, lat)
		}
	}
	if c == "" || !known {
		return ""
	}
	return c
}

// Bounds is the box around a place: west, south, east, north. Where nothing is
// drawn it is the box around its children, and ok is false where there is none.
func (g *Register) Bounds(c region.Code) (box [4]float64, ok bool) {
	g.mu.RLock()
	s := g.geo[c]
	g.mu.RUnlock()
	if s != nil {
		return s.box, true
	}
	for _, r := range g.Children(c) {
		if b, drawn := g.Bounds(r.Code); drawn {
			if !ok {
				box, ok = b, true
				continue
			}
			box = [4]float64{min(box[0], b[0]), min(box[1], b[1]), max(box[2], b[2]), max(box[3], b[3])}
		}
	}
	return box, ok
}
