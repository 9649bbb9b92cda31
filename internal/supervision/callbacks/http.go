package callbacks

import (
	"context"
	"net/http"

	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/region"
	"linli/internal/supervision/seen"
)

type idIn struct {
	ID string `path:"id" format:"uuid"`
}

// Register adds the operations.
func (s *Service) Register(a *api.API) {
	const tag = "supervision"
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/callbacks", ID: "list-callbacks", Tag: tag, Needs: See, Summary: "回访名单 / Call-backs"},
		func(ctx context.Context, p access.Pass, in *struct {
			State string `query:"state" enum:"drawn,reached,refused,unreached"`
			Draw  string `query:"draw" maxLength:"40"`
		}) (*struct{ Body api.List[Callback] }, error) {
			all, err := s.List(ctx, p, in.State, in.Draw, 500)
			return &struct{ Body api.List[Callback] }{api.Many(all, "")}, err
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/callbacks/{id}/result", ID: "note-callback", Tag: tag, Needs: Call, Summary: "登记回访结果 / What a call brought", MaxBody: 16 << 10},
		func(ctx context.Context, p access.Pass, in *struct {
			api.IfMatch
			ID   string `path:"id" format:"uuid"`
			Body Said
		}) (*struct{ Body Callback }, error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			c, err := s.Result(ctx, p, in.ID, v, in.Body, seen.OrgsOf(ctx))
			if err != nil {
				return nil, err
			}
			return &struct{ Body Callback }{c}, nil
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/callback-draws", ID: "list-callback-draws", Tag: tag, Needs: See, Summary: "抽样记录 / Draws"},
		func(ctx context.Context, p access.Pass, _ *struct{}) (*struct{ Body api.List[CallbackDraw] }, error) {
			all, err := s.Draws(ctx, p)
			return &struct{ Body api.List[CallbackDraw] }{api.Many(all, "")}, err
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/callback-draws", ID: "draw-callbacks", Tag: tag, Needs: Draw, Creates: true, Summary: "抽取回访样本 / Draw a sample"},
		func(ctx context.Context, p access.Pass, in *struct {
			Body struct {
				Region string `json:"region,omitempty" maxLength:"12"`
				From   string `json:"from" maxLength:"10"`
				To     string `json:"to" maxLength:"10"`
				PerOrg int    `json:"per_org" minimum:"1" maximum:"100"`
			}
		}) (*struct{ Body CallbackDraw }, error) {
			d, err := s.Draw(ctx, p, region.Code(in.Body.Region), in.Body.From, in.Body.To, in.Body.PerOrg)
			if err != nil {
				return nil, err
			}
			return &struct{ Body CallbackDraw }{d}, nil
		})
	type checkOut struct {
		Body struct {
			Same bool `json:"same"`
			CallbackDraw
		}
	}
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/callback-draws/{id}/check", ID: "check-callback-draw", Tag: tag, Needs: See, Summary: "按种子复核抽样 / Draw again by the seed"},
		func(ctx context.Context, p access.Pass, in *idIn) (*checkOut, error) {
			same, d, err := s.Check(ctx, p, in.ID)
			if err != nil {
				return nil, err
			}
			out := &checkOut{}
			out.Body.Same, out.Body.CallbackDraw = same, d
			return out, nil
		})
}
