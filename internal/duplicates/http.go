package duplicates

import (
	"context"
	"net/http"

	"linli/internal/platform/access"
	"linli/internal/platform/api"
)

const tag = "duplicates"

type pairOut struct {
	api.ETag
	Body Pair
}

func one(p Pair, err error) (*pairOut, error) {
	if err != nil {
		return nil, err
	}
	return &pairOut{api.Tag(p.Version), p}, nil
}

// ChangeIn is a pair with the version that was read.
type ChangeIn struct {
	api.IfMatch
	ID string `path:"id" maxLength:"40"`
}

// Register adds the operations.
func (s *Service) Register(a *api.API) {
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/duplicates", ID: "list-duplicates", Tag: tag, Needs: Review, Summary: "疑似重复 / Possible duplicates"},
		func(ctx context.Context, p access.Pass, in *struct {
			api.Page
			State State `query:"state" enum:"open,merged,dismissed"`
			Total bool  `query:"total"`
		}) (*struct{ Body api.List[Pair] }, error) {
			var after Place
			if err := api.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			all, err := s.Pairs(ctx, p, in.State, after, in.Limit)
			if err != nil {
				return nil, err
			}
			next := ""
			if len(all) == in.Limit {
				next = api.EncodeCursor(Place{all[len(all)-1].Probability, all[len(all)-1].ID})
			}
			out := api.Many(all, next)
			if in.Total {
				n, err := s.Count(ctx, p, in.State)
				if err != nil {
					return nil, err
				}
				out.Total = &n
			}
			return &struct{ Body api.List[Pair] }{out}, nil
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/duplicates/{id}", ID: "get-duplicate", Tag: tag, Needs: Review, Summary: "一对档案 / A pair"},
		func(ctx context.Context, p access.Pass, in *struct {
			ID string `path:"id" maxLength:"40"`
		}) (*pairOut, error) {
			return one(s.Pair(ctx, p, in.ID))
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/duplicates/{id}/merge", ID: "merge-duplicate", Tag: tag, Needs: Review, Summary: "合并为一份 / Merge"},
		func(ctx context.Context, p access.Pass, in *struct {
			ChangeIn
			Body struct {
				Keep string `json:"keep" maxLength:"40" doc:"The record that carries on"`
			}
		}) (*pairOut, error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			return one(s.Merge(ctx, p, in.ID, v, in.Body.Keep))
		})
	step := func(path, id, summary string, do func(context.Context, access.Pass, string, int64) (Pair, error)) {
		api.Register(a, api.Op{Method: http.MethodPost, Path: "/duplicates/{id}/" + path, ID: id, Tag: tag, Needs: Review, Summary: summary},
			func(ctx context.Context, p access.Pass, in *ChangeIn) (*pairOut, error) {
				v, err := in.Version()
				if err != nil {
					return nil, err
				}
				return one(do(ctx, p, in.ID, v))
			})
	}
	step("dismiss", "dismiss-duplicate", "不是同一人 / Not the same", s.Dismiss)
	step("undo", "undo-duplicate", "撤销 / Undo", s.Undo)
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/duplicate-checks", ID: "begin-duplicate-check", Tag: tag, Needs: Review, Creates: true, Summary: "检查重复 / Look for duplicates"},
		func(ctx context.Context, p access.Pass, _ *struct{}) (*struct{ Body Search }, error) {
			one, err := s.Begin(ctx, p)
			return &struct{ Body Search }{one}, err
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/duplicate-checks/{id}", ID: "get-duplicate-check", Tag: tag, Needs: Review, Summary: "检查进度 / How far a look has come"},
		func(ctx context.Context, p access.Pass, in *struct {
			ID string `path:"id" maxLength:"40"`
		}) (*struct{ Body Search }, error) {
			one, err := s.Search(ctx, p, in.ID)
			return &struct{ Body Search }{one}, err
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/people/alike", ID: "people-alike", Tag: tag, Needs: Ask, Summary: "可能已登记的人 / Who this may be"},
		func(ctx context.Context, p access.Pass, in *struct{ Body Typed }) (*struct{ Body api.List[Asked] }, error) {
			all, err := s.Like(ctx, p, in.Body.row())
			return &struct{ Body api.List[Asked] }{api.Many(all, "")}, err
		})
}
