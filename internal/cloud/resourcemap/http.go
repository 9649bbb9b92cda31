package resourcemap

import (
	"context"
	"net/http"
	"slices"

	"linli/internal/fault"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/region"
	"linli/internal/role"
)

// See is the permission to look at the resource map.
const See access.Permission = "resourcemap.see"

// Rules of the resource map. They are those of the demand map, whose counts it shows.
var Rules = access.Rules{
	See: {role.GridWorker, role.CommunityWorker, role.SocialWorker, role.StreetOperator, role.DistrictPlanner, role.DataSteward, role.Auditor},
}

// ErrTarget refuses a target without an age that means anything.
var ErrTarget = fault.New(fault.Invalid, "resourcemap.target", "年龄范围不正确。", "The range of ages is not right.")

// Feature is a GeoJSON feature (RFC 7946 3.2).
type Feature struct {
	Type       string         `json:"type"`
	ID         string         `json:"id"`
	Geometry   Geometry       `json:"geometry"`
	Properties map[string]any `json:"properties"`
}

// Geometry is a Point, or a Polygon where circles were asked for.
type Geometry struct {
	Type        string `json:"type"`
	Coordinates any    `json:"coordinates"`
}

type collection struct {
	Type     string    `json:"type"`
	Features []Feature `json:"features"`
}

type geoOut struct {
	Type string `header:"Content-Type"`
	Body collection
}

type resourcesIn struct {
	Category string `query:"category" maxLength:"60" doc:"elder.canteen, or elder for all of them"`
	Kind     string `query:"kind" maxLength:"40" doc:"Kind of point, or project"`
	Radius   int    `query:"radius_m" minimum:"0" maximum:"5000" doc:"Adds a circle around every point"`
}

type coverageIn struct {
	Category   string   `query:"category" maxLength:"60" required:"true"`
	Radius     int      `query:"radius_m" minimum:"50" maximum:"5000" default:"500"`
	Attributes []string `query:"attributes" maxItems:"12" doc:"Whom it is meant for; absent, with age and sex: as the category has it"`
	Sex        string   `query:"sex" enum:"female,male"`
	AgeFrom    int      `query:"age_from" minimum:"0" maximum:"130"`
	AgeTo      int      `query:"age_to" minimum:"0" maximum:"130"`
	Level      string   `query:"level" enum:"street,community,grid"`
}

// Register adds the operations.
func (m *Map) Register(a *api.API) {
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/resources", ID: "get-resources", Tag: "resourcemap", Needs: See, Summary: "资源图 / Points and projects as GeoJSON"},
		func(ctx context.Context, p access.Pass, in *resourcesIn) (*geoOut, error) {
			points, projects, err := m.Resources(ctx, p, in.Category, in.Kind)
			if err != nil {
				return nil, err
			}
			return &geoOut{"application/geo+json", collection{"FeatureCollection", features(points, projects, in.Category, float64(in.Radius), api.LangOf(ctx))}}, nil
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/coverage", ID: "get-coverage", Tag: "resourcemap", Needs: See, Summary: "服务覆盖 / Who is within reach"},
		func(ctx context.Context, p access.Pass, in *coverageIn) (*struct{ Body Coverage }, error) {
			t := Target{in.Attributes, in.Sex, in.AgeFrom, in.AgeTo}
			if len(in.Attributes) == 0 && in.Sex == "" && in.AgeFrom == 0 && in.AgeTo == 0 {
				t = TargetOf(in.Category)
			}
			if t.AgeTo != 0 && t.AgeTo < t.AgeFrom {
				return nil, ErrTarget.On("age_to")
			}
			out, err := m.Cover(ctx, p, in.Category, float64(in.Radius), t, region.Level(in.Level), api.LangOf(ctx))
			return &struct{ Body Coverage }{out}, err
		})
}

func features(points []Point, projects []Project, category string, radius float64, l fault.Lang) []Feature {
	out := []Feature{}
	name := func(zh, en string) string {
		if l == fault.En && en != "" {
			return en
		}
		return zh
	}
	for _, q := range points {
		perDay, _ := q.gives(category)
		categories := make([]string, 0, len(q.PerDay))
		for c := range q.PerDay {
			categories = append(categories, c)
		}
		properties := map[string]any{"layer": "point", "name": name(q.Name, q.NameEn), "kind": q.Kind, "organisation": q.Organisation, "region": q.Region,
			"categories": slices.Sorted(slices.Values(categories)), "per_day": perDay, "open_now": q.OpenNow, "step_free": q.StepFree}
		out = append(out, Feature{"Feature", q.ID, Geometry{"Point", [2]float64{q.At.Lon, q.At.Lat}}, properties})
		if radius > 0 && !q.At.IsZero() {
			out = append(out, Feature{"Feature", q.ID + "-reach", Geometry{"Polygon", [][][2]float64{circle(q.At, radius)}}, map[string]any{"layer": "reach", "point": q.ID, "radius_m": radius}})
		}
	}
	for _, q := range projects {
		progress := 0.0
		if q.Planned > 0 {
			progress = round(float64(q.Actual)/float64(q.Planned), 3)
		}
		out = append(out, Feature{"Feature", q.ID, Geometry{"Point", [2]float64{q.At.Lon, q.At.Lat}}, map[string]any{"layer": "project", "name": name(q.Name, q.NameEn), "kind": "project",
			"operator": q.Operator, "region": q.Region, "target": q.Target, "budget_fen": q.BudgetFen, "planned": q.Planned, "actual": q.Actual, "progress": progress, "staff": q.Staff, "from": q.From, "to": q.To}})
	}
	return out
}
