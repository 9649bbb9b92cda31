package programmes

import (
	"context"
	"net/http"

	"linli/internal/orders/subsidy"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
)

type out struct {
	api.ETag
	Body SubsidyProgramme
}

func one(x SubsidyProgramme, err error) (*out, error) {
	if err != nil {
		return nil, err
	}
	return &out{api.Tag(x.Version), x}, nil
}

type changeIn struct {
	api.IfMatch
	ID string `path:"id" format:"uuid"`
}

// Register adds the operations.
func (s *Service) Register(a *api.API) {
	const tag = "settlement"
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/programmes", ID: "list-programmes", Tag: tag, Needs: See, Summary: "补贴项目 / Subsidy programmes"},
		func(ctx context.Context, p access.Pass, _ *struct{}) (*struct {
			Body api.List[SubsidyProgramme]
		}, error) {
			all, err := s.All(ctx, p)
			return &struct {
				Body api.List[SubsidyProgramme]
			}{api.Many(all, "")}, err
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/programmes/{id}", ID: "get-programme", Tag: tag, Needs: See, Summary: "一个补贴项目 / A programme"},
		func(ctx context.Context, p access.Pass, in *struct {
			ID string `path:"id" format:"uuid"`
		}) (*out, error) {
			return one(s.Get(ctx, p, in.ID))
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/programmes", ID: "add-programme", Tag: tag, Needs: Edit, Creates: true, Summary: "起草补贴项目 / Draft a programme", MaxBody: 64 << 10},
		func(ctx context.Context, p access.Pass, in *struct{ Body subsidy.Programme }) (*out, error) {
			return one(s.Add(ctx, p, in.Body))
		})
	api.Register(a, api.Op{Method: http.MethodPut, Path: "/programmes/{id}", ID: "change-programme", Tag: tag, Needs: Edit, Summary: "修改补贴项目 / Change a programme", MaxBody: 64 << 10},
		func(ctx context.Context, p access.Pass, in *struct {
			changeIn
			Body subsidy.Programme
		}) (*out, error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			return one(s.Change(ctx, p, in.ID, v, in.Body))
		})
	for verb, x := range map[string]struct {
		summary string
		do      func(context.Context, access.Pass, string, int64) (SubsidyProgramme, error)
	}{"start": {"启用 / Put into force", s.Start}, "end": {"终止 / End", s.End}} {
		api.Register(a, api.Op{Method: http.MethodPost, Path: "/programmes/{id}/" + verb, ID: verb + "-programme", Tag: tag, Needs: Edit, Summary: x.summary},
			func(ctx context.Context, p access.Pass, in *changeIn) (*out, error) {
				v, err := in.Version()
				if err != nil {
					return nil, err
				}
				return one(x.do(ctx, p, in.ID, v))
			})
	}
}
