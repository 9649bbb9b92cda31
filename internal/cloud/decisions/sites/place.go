package sites

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"linli/internal/geo"
	"linli/internal/region"
)

// Supply is what decisions need of the directory.
type Supply interface {
	Points(ctx context.Context) ([]Point, error)
	// Known reports whether a category is in use.
	Known(ctx context.Context, category string) (bool, error)
}

// Point is a service point of the directory, as far as siting needs it.
type Point struct {
	ID, Name, NameEn string
	Region           region.Code
	At               geo.Point
	Categories       []string
	Public           bool // in public hands
}

// gives reports whether something of a category is given there; "elder" is
// every category that begins so.
func (p Point) gives(category string) bool {
	return slices.ContainsFunc(p.Categories, func(c string) bool { return c == category || strings.HasPrefix(c, category+".") })
}

// Place is a candidate, or a point that is there already.
type Place struct {
	ID      string      `json:"id"`
	Name    string      `json:"name"`
	NameEn  string      `json:"name_en,omitempty"`
	Region  region.Code `json:"region"`
	Lon     float64     `json:"lon"`
	Lat     float64     `json:"lat"`
	CostFen int64       `json:"cost_fen,omitempty"`
	From    Source      `json:"from,omitempty" enum:"grids,communities,public,list" doc:"Absent: a point of the category"`

	there bool // a point of the category
	fixed bool // it stays open
}

func (p Place) at() geo.Point { return geo.Point{Lon: p.Lon, Lat: p.Lat} }

// existing are the points of a category. Those beyond the border of the place
// reach into it; they always stay.
func existing(all []Point, w Where, in region.Code) (out []Place) {
	for _, p := range all {
		if p.gives(w.Category) && p.Region.District() == in.District() {
			out = append(out, Place{ID: p.ID, Name: p.Name, NameEn: p.NameEn, Region: p.Region, Lon: p.At.Lon, Lat: p.At.Lat, there: true, fixed: w.Keep || !p.Region.In(in)})
		}
	}
	return out
}

// candidates are the places where something may be opened, each position once.
func (s *Sources) candidates(all []Point, w Where, in region.Code) ([]Place, error) {
	var out []Place
	seen := map[geo.Point]bool{}
	add := func(p Place) {
		if at := p.at(); !at.IsZero() && !seen[at] {
			seen[at] = true
			if p.CostFen == 0 {
				p.CostFen = w.CostFen
			}
			out = append(out, p)
		}
	}
	for _, from := range w.From {
		switch from {
		case Grids, Communities:
			level := region.Grid
			if from == Communities {
				level = region.Community
			}
			for _, r := range s.Places.Within(in, level) {
				add(Place{ID: string(r.Code), Name: r.Name, NameEn: r.NameEn, Region: r.Code, Lon: r.Lon, Lat: r.Lat, From: from})
			}
		case Public:
			for _, p := range all {
				if p.Public && p.Region.In(in) && !p.gives(w.Category) {
					add(Place{ID: p.ID, Name: p.Name, NameEn: p.NameEn, Region: p.Region, Lon: p.At.Lon, Lat: p.At.Lat, From: from})
				}
			}
		case List:
			for i, p := range w.List {
				at, err := s.Placed(in, geo.Point{Lon: p.Lon, Lat: p.Lat})
				if err != nil {
					return nil, ErrOutside.With(p.Name).On("list")
				}
				add(Place{ID: fmt.Sprintf("list-%d", i+1), Name: p.Name, Region: at, Lon: p.Lon, Lat: p.Lat, CostFen: p.CostFen, From: from})
			}
		}
	}
	if len(out) == 0 {
		return nil, ErrNoPlace.On("from")
	}
	return out, nil
}

// Placed is the smallest place that a point lies in, within another; ErrOutside
// where it does not lie in that.
func (s *Sources) Placed(in region.Code, p geo.Point) (region.Code, error) {
	if inside, known := s.Places.Contains(in, p.Lon, p.Lat); known && !inside {
		return "", ErrOutside
	}
	if at := s.Places.Locate(in, p.Lon, p.Lat); at != "" {
		return at, nil
	}
	return in, nil
}
