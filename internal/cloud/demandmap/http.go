package demandmap

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"linli/internal/cloud/demandmap/mvt"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/region"
	"linli/internal/role"
)

// See is to count; Exact is to be told small counts too.
const (
	See   access.Permission = "demandmap.see"
	Exact access.Permission = "demandmap.exact"
)

// Rules of the demand map. Exact is for those who may look up the persons
// themselves, in the same places.
var Rules = access.Rules{
	See:   {role.GridWorker, role.CommunityWorker, role.SocialWorker, role.StreetOperator, role.DistrictPlanner, role.DataSteward, role.Auditor},
	Exact: {role.GridWorker, role.CommunityWorker, role.StreetOperator, role.DataSteward, role.Auditor},
}

// FilterIn is the query of every operation; exported, for huma skips embedded
// structs that are not.
type FilterIn struct {
	Attributes []string `query:"attributes" maxItems:"12" doc:"All of them: key, key:level, key:level+ (at least), or !key (without)"`
	AgeFrom    int      `query:"age_from" minimum:"0" maximum:"130"`
	AgeTo      int      `query:"age_to" minimum:"0" maximum:"130" doc:"Inclusive; absent: no upper bound"`
	Sex        string   `query:"sex" enum:"female,male"`
}

// LookOf is what the viewer of a request may see, for a filter.
func (m *Map) LookOf(ctx context.Context, p access.Pass, f Filter) Look {
	l := Look{Pass: p, Lang: api.LangOf(ctx), Filter: f}
	exact, err := Rules.Decide(api.ViewerOf(ctx), Exact, m.DB.Now())
	l.Exact, l.Has = exact, err == nil
	return l
}

func (m *Map) look(ctx context.Context, p access.Pass, in FilterIn) Look {
	return m.LookOf(ctx, p, Filter{in.Attributes, in.Sex, in.AgeFrom, in.AgeTo})
}

type tileIn struct {
	FilterIn
	Layer string `path:"layer" enum:"regions,demand"`
	Z     uint32 `path:"z" maximum:"22"`
	X     uint32 `path:"x"`
	Y     string `path:"y" pattern:"^[0-9]{1,8}([.]mvt)?$" doc:"With or without .mvt"`
}

type tileOut struct {
	Type  string `header:"Content-Type"`
	Cache string `header:"Cache-Control"`
	Body  []byte
}

// tile is the tile of a request; x and y beyond the map are refused.
func (in *tileIn) tile() (mvt.Tile, error) {
	y, err := strconv.ParseUint(strings.TrimSuffix(in.Y, ".mvt"), 10, 32)
	if err != nil || in.Z > 22 || in.X >= 1<<in.Z || y >= 1<<in.Z {
		return mvt.Tile{}, ErrTile.On("y")
	}
	return mvt.Tile{Z: in.Z, X: in.X, Y: uint32(y)}, nil
}

// Register adds the operations.
func (m *Map) Register(a *api.API) {
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/demand", ID: "get-demand", Tag: "demandmap", Needs: See, Summary: "需求图：各区域人数 / How many of whom live where"},
		func(ctx context.Context, p access.Pass, in *struct {
			FilterIn
			Level string `query:"level" enum:"street,community,grid" doc:"Absent: the level below the viewer's own"`
		}) (*struct{ Body Answer }, error) {
			out, err := m.Places(m.look(ctx, p, in.FilterIn), region.Level(in.Level))
			return &struct{ Body Answer }{out}, err
		})
	type pyramid struct {
		Bands []Band    `json:"bands"`
		AsOf  time.Time `json:"as_of"`
	}
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/demand/pyramid", ID: "get-demand-pyramid", Tag: "demandmap", Needs: See, Summary: "人口金字塔 / Population pyramid"},
		func(ctx context.Context, p access.Pass, in *struct{ FilterIn }) (*struct{ Body pyramid }, error) {
			bands, at, err := m.Pyramid(m.look(ctx, p, in.FilterIn))
			return &struct{ Body pyramid }{pyramid{bands, at}}, err
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/demand/households", ID: "get-demand-households", Tag: "demandmap", Needs: See, Summary: "家庭户结构 / Households"},
		func(ctx context.Context, p access.Pass, in *struct{ FilterIn }) (*struct{ Body Households }, error) {
			out, err := m.Households(m.look(ctx, p, in.FilterIn))
			return &struct{ Body Households }{out}, err
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/map/tiles/{layer}/{z}/{x}/{y}", ID: "get-map-tile", Tag: "demandmap", Needs: See, Summary: "矢量瓦片 / Vector tile"},
		func(ctx context.Context, p access.Pass, in *tileIn) (*tileOut, error) {
			tile, err := in.tile()
			if err != nil {
				return nil, err
			}
			draw := m.RegionTile
			if in.Layer == "demand" {
				draw = m.DemandTile
			}
			body, err := draw(m.look(ctx, p, in.FilterIn), tile)
			return &tileOut{"application/vnd.mapbox-vector-tile", "private, max-age=15", body}, err
		})
}
