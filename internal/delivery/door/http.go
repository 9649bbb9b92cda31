package door

import (
	"context"
	"net/http"

	"linli/internal/platform/access"
	"linli/internal/platform/api"
)

type out struct {
	api.ETag
	Body DoorCase
}

func one(c DoorCase, err error) (*out, error) {
	if err != nil {
		return nil, err
	}
	return &out{api.Tag(c.Version), c}, nil
}

// DoorTried is what came of a step.
type DoorTried struct {
	Step   Step   `json:"step" enum:"call,neighbour,family,grid,emergency"`
	Result Result `json:"result" enum:"no_answer,nobody,reached"`
	Note   string `json:"note,omitempty" maxLength:"300"`
}

// DoorSkip turns to a later step at once.
type DoorSkip struct {
	Step Step   `json:"step" enum:"neighbour,family,grid,emergency"`
	Note string `json:"note" maxLength:"300"`
}

// DoorEnd is how a case ended.
type DoorEnd struct {
	Outcome Outcome `json:"outcome" enum:"answered,handed,away,helped"`
	Note    string  `json:"note" maxLength:"300"`
}

type bodyIn[T any] struct {
	api.IfMatch
	ID   string `path:"id" format:"uuid"`
	Body T
}

// Register adds the operations.
func (s *Service) Register(a *api.API) {
	const tag = "delivery"
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/doors", ID: "list-doors", Tag: tag, Needs: See, Summary: "无人应门处置 / Doors that stayed shut"},
		func(ctx context.Context, p access.Pass, in *struct {
			api.Page
			Open bool `query:"open" doc:"Only those that have not ended"`
		}) (*struct{ Body api.List[DoorCase] }, error) {
			f := Filter{Open: in.Open, Limit: in.Limit}
			if err := api.DecodeCursor(in.Cursor, &f.Before); err != nil {
				return nil, err
			}
			all, err := s.List(ctx, p, f)
			next := ""
			if len(all) == f.Limit && err == nil {
				next = api.EncodeCursor(all[len(all)-1].ID)
			}
			return &struct{ Body api.List[DoorCase] }{api.Many(all, next)}, err
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/doors", ID: "open-door", Tag: tag, Needs: Work, Creates: true, Summary: "登记无人应门 / Nobody opens", MaxBody: 4 << 10},
		func(ctx context.Context, p access.Pass, in *struct {
			Body struct {
				Order string `json:"order" format:"uuid"`
				Note  string `json:"note,omitempty" maxLength:"300"`
			}
		}) (*out, error) {
			return one(s.Open(ctx, p, in.Body.Order, in.Body.Note))
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/doors/{id}", ID: "get-door", Tag: tag, Needs: See, Summary: "一次处置与联系人（查看留痕） / A case with whom to call"},
		func(ctx context.Context, p access.Pass, in *struct {
			ID string `path:"id" format:"uuid"`
		}) (*out, error) {
			return one(s.Get(ctx, p, in.ID))
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/doors/{id}/tried", ID: "try-door", Tag: tag, Needs: Work, Summary: "登记联系结果 / What came of a step", MaxBody: 4 << 10},
		func(ctx context.Context, p access.Pass, in *bodyIn[DoorTried]) (*out, error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			return one(s.Tried(ctx, p, in.ID, v, in.Body.Step, in.Body.Result, in.Body.Note))
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/doors/{id}/skip", ID: "skip-door", Tag: tag, Needs: Work, Summary: "立即转到后面的步骤 / Turn to a later step at once", MaxBody: 4 << 10},
		func(ctx context.Context, p access.Pass, in *bodyIn[DoorSkip]) (*out, error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			return one(s.Skip(ctx, p, in.ID, v, in.Body.Step, in.Body.Note))
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/doors/{id}/end", ID: "end-door", Tag: tag, Needs: Work, Summary: "结束处置 / How it ended", MaxBody: 4 << 10},
		func(ctx context.Context, p access.Pass, in *bodyIn[DoorEnd]) (*out, error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			return one(s.End(ctx, p, in.ID, v, in.Body.Outcome, in.Body.Note))
		})
}
