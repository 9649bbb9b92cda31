package decisions

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"linli/internal/cloud/decisions/sites"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
)

const tag = "decisions"

// IDIn is the input of what concerns one scenario; exported because huma passes
// over unexported embedded structs.
type IDIn struct {
	ID string `path:"id" maxLength:"40"`
}

// ChangeIn is IDIn with the version that was read.
type ChangeIn struct {
	api.IfMatch
	ID string `path:"id" maxLength:"40"`
}

type saved[T any] struct {
	api.ETag
	Body T
}

func one[T any](v T, version int64, err error) (*saved[T], error) {
	if err != nil {
		return nil, err
	}
	return &saved[T]{api.Tag(version), v}, nil
}

type listIn struct {
	api.Page
	Kind  string `query:"kind" enum:"siting,portfolio"`
	State string `query:"state" enum:"queued,running,done,failed,cancelled"`
	Total bool   `query:"total" doc:"Count them all too"`
}

// Cells is the demand of a scenario, for the map.
type Cells struct {
	Zoom  int          `json:"zoom" doc:"Of the web map cells that the numbers name"`
	Items []sites.Tile `json:"items" doc:"x, y, people; reached before (1) and after (2), added"`
}

// SitingPlaces is what a scenario would start from.
type SitingPlaces struct {
	Existing   []sites.Place `json:"existing"`
	Candidates []sites.Place `json:"candidates"`
}

type listOut struct {
	Body api.List[Scenario]
}

// Register adds the operations.
func (s *Service) Register(a *api.API) {
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/decisions", ID: "list-scenarios", Tag: tag, Needs: See, Summary: "决策方案 / Scenarios"}, s.list)
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/decisions", ID: "add-scenario", Tag: tag, Needs: Run, Summary: "新建方案 / A new scenario", Creates: true},
		func(ctx context.Context, p access.Pass, in *struct{ Body NewScenario }) (*saved[Scenario], error) {
			v, err := s.Begin(ctx, p, in.Body)
			return one(v, v.Version, err)
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/decisions/{id}", ID: "get-scenario", Tag: tag, Needs: See, Summary: "方案与结果 / A scenario with its result"},
		func(ctx context.Context, p access.Pass, in *IDIn) (*saved[ScenarioView], error) {
			v, err := s.Scenario(ctx, p, in.ID)
			return one(v, v.Version, err)
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/decisions/{id}/cells", ID: "get-scenario-cells", Tag: tag, Needs: See, Summary: "方案的需求分布 / Demand on the map"},
		func(ctx context.Context, p access.Pass, in *IDIn) (*struct{ Body Cells }, error) {
			all, err := s.Cells(ctx, p, in.ID)
			if all == nil {
				all = []sites.Tile{}
			}
			return &struct{ Body Cells }{Cells{18, all}}, err
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/decisions/{id}/name", ID: "rename-scenario", Tag: tag, Needs: Run, Summary: "改名 / Rename"},
		func(ctx context.Context, p access.Pass, in *struct {
			ChangeIn
			Body struct {
				Name string `json:"name" minLength:"1" maxLength:"100"`
			}
		}) (*saved[Scenario], error) {
			version, err := in.Version()
			if err != nil {
				return nil, err
			}
			v, err := s.Rename(ctx, p, in.ID, version, in.Body.Name)
			return one(v, v.Version, err)
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/decisions/{id}/cancel", ID: "cancel-scenario", Tag: tag, Needs: Run, Summary: "取消计算 / Cancel"},
		func(ctx context.Context, p access.Pass, in *IDIn) (*saved[Scenario], error) {
			v, err := s.Cancel(ctx, p, in.ID)
			return one(v, v.Version, err)
		})
	api.Register(a, api.Op{Method: http.MethodDelete, Path: "/decisions/{id}", ID: "delete-scenario", Tag: tag, Needs: Run, Status: http.StatusNoContent, Summary: "删除方案 / Delete"},
		func(ctx context.Context, p access.Pass, in *ChangeIn) (*struct{}, error) {
			version, err := in.Version()
			if err != nil {
				return nil, err
			}
			return nil, s.Delete(ctx, p, in.ID, version)
		})
	s.registerPlaces(a)
	s.registerProjects(a)
}

func (s *Service) list(ctx context.Context, p access.Pass, in *listIn) (*listOut, error) {
	var before string
	if err := api.DecodeCursor(in.Cursor, &before); err != nil {
		return nil, err
	}
	f := Filter{Kind(in.Kind), State(in.State)}
	all, err := s.Scenarios(ctx, p, f, before, in.Limit+1)
	if err != nil {
		return nil, err
	}
	next := ""
	if len(all) > in.Limit {
		all = all[:in.Limit]
		next = api.EncodeCursor(all[in.Limit-1].ID)
	}
	out := api.Many(all, next)
	if in.Total {
		n, err := s.Count(ctx, p, f)
		if err != nil {
			return nil, err
		}
		out.Total = &n
	}
	return &listOut{out}, nil
}

type placesIn struct {
	Category string   `query:"category" required:"true" maxLength:"100"`
	From     []string `query:"from" maxItems:"3" enum:"grids,communities,public"`
}

type uploadIn struct {
	GCJ     bool `query:"gcj02" doc:"The list has GCJ-02 coordinates, as consumer maps in China do; else WGS 84"`
	RawBody huma.MultipartFormFiles[struct {
		File huma.FormFile `form:"file" required:"true"`
	}]
}

func (s *Service) registerPlaces(a *api.API) {
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/decision-places", ID: "get-decision-places", Tag: tag, Needs: See, Summary: "现有服务点与备选地点 / Points there are, and candidates"},
		func(ctx context.Context, p access.Pass, in *placesIn) (*struct{ Body SitingPlaces }, error) {
			w := sites.Where{Category: in.Category, Keep: true}
			for _, f := range in.From {
				w.From = append(w.From, sites.Source(f))
			}
			out, err := s.Open(ctx, p, w)
			return &struct{ Body SitingPlaces }{out}, err
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/decision-places/list", ID: "read-decision-places", Tag: tag, Needs: Run, Summary: "读取备选地点表 / Read a list of candidates", MaxBody: maxList + 1<<16, Slow: time.Minute},
		func(ctx context.Context, p access.Pass, in *uploadIn) (*struct{ Body Listed }, error) {
			f := in.RawBody.Data().File
			defer f.Close() //nolint:errcheck // read only
			out, err := s.Read(p, f, in.GCJ)
			return &struct{ Body Listed }{out}, err
		})
}
