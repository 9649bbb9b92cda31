package regions

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"linli/internal/fault"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/region"
	"linli/internal/role"
)

// See is the permission to look at the register of places: everyone has it.
const See access.Permission = "regions.see"

// Rules of the register.
var Rules = access.Rules{See: {role.Public}}

var nobody = access.House("regions")

type listIn struct {
	Parent string `query:"parent" maxLength:"15" doc:"Directly under this code; absent: the districts"`
	Level  string `query:"level" enum:"district,street,community,grid" doc:"All of a level under parent"`
}

type listOut struct{ Body api.List[Region] }

type oneOut struct {
	Body struct {
		Region
		Path []Region  `json:"path" doc:"From the district down to the parent"`
		Box  []float64 `json:"box,omitempty" doc:"West, south, east, north"`
	}
}

// Register adds the operations.
func (g *Register) Register(a *api.API) {
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/regions", ID: "list-regions", Tag: "regions", Needs: See, Summary: "区域列表 / Places"},
		func(_ context.Context, _ access.Pass, in *listIn) (*listOut, error) {
			parent := region.Code(in.Parent)
			if in.Level != "" {
				return &listOut{api.Many(g.Within(parent, region.Level(in.Level)), "")}, nil
			}
			return &listOut{api.Many(g.Children(parent), "")}, nil
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/regions/{code}", ID: "get-region", Tag: "regions", Needs: See, Summary: "区域 / One place"},
		func(_ context.Context, _ access.Pass, in *struct {
			Code string `path:"code" maxLength:"15"`
		}) (*oneOut, error) {
			r, err := g.Get(region.Code(in.Code))
			if err != nil {
				return nil, err
			}
			out := &oneOut{}
			out.Body.Region = r
			out.Body.Path = []Region{}
			for p := r.Parent; p != ""; p = p.Parent() {
				if up, err := g.Get(p); err == nil {
					out.Body.Path = append([]Region{up}, out.Body.Path...)
				}
			}
			if box, ok := g.Bounds(r.Code); ok {
				out.Body.Box = box[:]
			}
			return out, nil
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/regions.geojson", ID: "get-regions-geojson", Tag: "regions", Needs: See, Summary: "区域边界 / Boundaries as GeoJSON"},
		func(_ context.Context, _ access.Pass, in *listIn) (*huma.StreamResponse, error) {
			level := region.Level(in.Level)
			if level == "" {
				level = region.Community
			}
			return &huma.StreamResponse{Body: func(hc huma.Context) {
				hc.SetHeader("Content-Type", "application/geo+json")
				_ = json.NewEncoder(hc.BodyWriter()).Encode(g.GeoJSON(region.Code(in.Parent), level)) // the client may have gone
			}}, nil
		})
}

// GeoJSON is the boundaries of levels as an RFC 7946 FeatureCollection.
func (g *Register) GeoJSON(within region.Code, levels ...region.Level) any {
	type feature struct {
		Type       string          `json:"type"`
		ID         region.Code     `json:"id"`
		Geometry   json.RawMessage `json:"geometry"`
		Properties map[string]any  `json:"properties"`
	}
	features := []feature{}
	for _, l := range levels {
		for _, r := range g.Within(within, l) {
			geometry := r.Boundary
			if len(geometry) == 0 {
				geometry = json.RawMessage("null")
			}
			features = append(features, feature{"Feature", r.Code, geometry, map[string]any{
				"code": r.Code, "name": r.Name, "name_en": g.Name(r.Code, fault.En), "level": r.Level, "lon": r.Lon, "lat": r.Lat}})
		}
	}
	return map[string]any{"type": "FeatureCollection", "features": features}
}
