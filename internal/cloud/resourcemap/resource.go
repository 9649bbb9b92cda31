package resourcemap

import (
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"linli/internal/fault"
	"linli/internal/geo"
	"linli/internal/platform/access"
	"linli/internal/region"
)

// Point is a service point with what is given there. PerDay is how many a day
// the services of a category together can take; categories are "elder.canteen".
type Point struct {
	ID, Name, NameEn, Kind, Organisation string
	Region                               region.Code
	At                                   geo.Point
	PerDay                               map[string]int
	OpenNow, StepFree                    bool
}

// Project is a funded project in operation. Money in fen, days as YYYY-MM-DD.
type Project struct {
	ID, Name, NameEn, Operator, From, To string
	Region                               region.Code
	At                                   geo.Point
	Target                               []string
	BudgetFen                            int64
	Planned, Actual, Staff               int
}

// Directory is what the map needs of the register of offers. Both are public:
// what lies in the viewer's places is chosen here.
type Directory interface {
	Points(ctx context.Context) ([]Point, error)
	Projects(ctx context.Context) ([]Project, error)
}

// Target is whom a service is meant for.
type Target struct {
	Attributes     []string
	Sex            string
	AgeFrom, AgeTo int // AgeTo 0: no upper bound
}

// Reach is how many of a target live in a place, and how many within reach;
// both nil where that is not told.
type Reach struct {
	Region         region.Code // "" is the whole
	People, Inside *int
}

// Demand is what the map needs of the demand map: the whole first, then the
// places of a level ("": the one below the viewer's own).
type Demand interface {
	Covered(ctx context.Context, p access.Pass, t Target, level region.Level, points []geo.Point, metres float64) ([]Reach, error)
}

// Places gives the names of places.
type Places interface {
	Name(c region.Code, l fault.Lang) string
}

// Map is the resource map.
type Map struct {
	Directory Directory
	Demand    Demand
	Places    Places
	Now       func() time.Time
}

// TargetOf is whom a category is for where the viewer does not say: people of
// 60 and over for elder care (Law on the elderly, art. 2), under 15 for children.
func TargetOf(category string) Target {
	main, _, _ := strings.Cut(category, ".")
	switch main {
	case "elder":
		return Target{AgeFrom: 60}
	case "children":
		return Target{AgeTo: 14}
	case "disability":
		return Target{Attributes: []string{"disability"}}
	case "hardship":
		return Target{Attributes: []string{"low_income"}}
	case "newcomers":
		return Target{Attributes: []string{"new_citizen"}}
	}
	return Target{}
}

// gives is how many a day a point can take in a category; "elder" is every
// category that begins so, "" all. ok is false where nothing is given there.
func (p Point) gives(category string) (perDay int, ok bool) {
	for c, n := range p.PerDay {
		if category == "" || c == category || strings.HasPrefix(c, category+".") {
			perDay, ok = perDay+n, true
		}
	}
	return perDay, ok || category == ""
}

// Resources are the points and projects in the places of a pass, of a category
// and kind ("" is any). Projects have no category.
func (m *Map) Resources(ctx context.Context, p access.Pass, category, kind string) ([]Point, []Project, error) {
	points, err := m.Directory.Points(ctx)
	if err != nil {
		return nil, nil, err
	}
	points = slices.DeleteFunc(slices.Clone(points), func(q Point) bool {
		_, ok := q.gives(category)
		return !ok || kind != "" && q.Kind != kind || !p.Covers(q.Region)
	})
	if category != "" || kind != "" && kind != "project" {
		return points, nil, nil
	}
	projects, err := m.Directory.Projects(ctx)
	if err != nil {
		return nil, nil, err
	}
	today := m.Now().In(shanghai).Format(time.DateOnly)
	projects = slices.DeleteFunc(slices.Clone(projects), func(q Project) bool {
		return !p.Covers(q.Region) && !within(p, q.Region) || q.To < today || q.From > today
	})
	return points, projects, nil
}

var shanghai = time.FixedZone("Asia/Shanghai", 8*3600) // one zone, no summer time since 1991

// within reports whether a place of the pass lies in c: a project of the whole
// street is shown to those of one community too.
func within(p access.Pass, c region.Code) bool {
	return slices.ContainsFunc(p.Places(), func(place region.Code) bool { return place.In(c) })
}

// Cover is the coverage of one place.
type Cover struct {
	Region      region.Code `json:"region,omitempty"`
	Name        string      `json:"name,omitempty"`
	People      *int        `json:"people" doc:"Of the target group; null: too few to be told"`
	Inside      *int        `json:"inside" doc:"Of these, within the radius of a point"`
	Share       *float64    `json:"share" doc:"inside / people, 0 to 1; null where nobody is meant"`
	Points      int         `json:"points" doc:"Points in this place"`
	PerDay      int         `json:"per_day" doc:"Capacity of these points a day"`
	PerThousand *float64    `json:"per_thousand" doc:"Capacity a day per thousand of the target group"`
}

// Coverage answers who is reached.
type Coverage struct {
	Category string  `json:"category"`
	Radius   float64 `json:"radius_m"`
	Target   struct {
		Attributes []string `json:"attributes"`
		Sex        string   `json:"sex,omitempty"`
		AgeFrom    int      `json:"age_from"`
		AgeTo      int      `json:"age_to,omitempty"`
	} `json:"target"`
	Whole Cover   `json:"whole"`
	Items []Cover `json:"items"`
}

// Cover measures whom the points of a category reach within a radius. Points
// outside the viewer's places reach into them and count for that, not for capacity.
func (m *Map) Cover(ctx context.Context, p access.Pass, category string, radius float64, t Target, level region.Level, l fault.Lang) (Coverage, error) {
	out := Coverage{Category: category, Radius: radius, Items: []Cover{}}
	out.Target.Attributes, out.Target.Sex, out.Target.AgeFrom, out.Target.AgeTo = append([]string{}, t.Attributes...), t.Sex, t.AgeFrom, t.AgeTo
	points, err := m.Directory.Points(ctx)
	if err != nil {
		return out, err
	}
	points = slices.DeleteFunc(slices.Clone(points), func(q Point) bool { _, ok := q.gives(category); return !ok || q.At.IsZero() })
	at := make([]geo.Point, len(points))
	for i, q := range points {
		at[i] = q.At
	}
	reached, err := m.Demand.Covered(ctx, p, t, level, at, radius)
	if err != nil {
		return out, err
	}
	for _, r := range reached {
		c := Cover{Region: r.Region, People: r.People, Inside: r.Inside}
		for _, q := range points {
			if r.Region == "" && p.Covers(q.Region) || r.Region != "" && q.Region.In(r.Region) {
				n, _ := q.gives(category)
				c.Points, c.PerDay = c.Points+1, c.PerDay+n
			}
		}
		if r.People != nil && r.Inside != nil && *r.People > 0 {
			share, per := round(float64(*r.Inside)/float64(*r.People), 4), round(1000*float64(c.PerDay)/float64(*r.People), 1)
			c.Share, c.PerThousand = &share, &per
		}
		if r.Region == "" {
			out.Whole = c
			continue
		}
		c.Name = m.Places.Name(r.Region, l)
		out.Items = append(out.Items, c)
	}
	return out, nil
}

func round(v float64, digits int) float64 {
	p := math.Pow10(digits)
	return math.Round(v*p) / p
}

// circle is a ring of 48 corners around a point, anticlockwise and closed.
func circle(at geo.Point, metres float64) [][2]float64 {
	const corners = 48
	dLon, dLat := geo.Degrees(metres, at.Lat)
	ring := make([][2]float64, 0, corners+1)
	for i := range corners {
		a := 2 * math.Pi * float64(i) / corners
		ring = append(ring, [2]float64{round(at.Lon+dLon*math.Cos(a), 6), round(at.Lat+dLat*math.Sin(a), 6)})
	}
	return append(ring, ring[0])
}
