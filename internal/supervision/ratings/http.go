package ratings

import (
	"context"
	"net/http"

	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/supervision/seen"
)

type out struct {
	api.ETag
	Body ServiceRating
}

func one(r ServiceRating, err error) (*out, error) {
	if err != nil {
		return nil, err
	}
	return &out{api.Tag(r.Version), r}, nil
}

// Register adds the operations.
func (s *Service) Register(a *api.API) {
	const tag = "supervision"
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/my/orders/{id}/rate", ID: "rate-my-order", Tag: tag, Needs: Mine, Summary: "评价我的订单 / Rate my order", MaxBody: 16 << 10},
		func(ctx context.Context, p access.Pass, in *struct {
			ID   string `path:"id" format:"uuid"`
			Body Given
		}) (*out, error) {
			return one(s.Rate(ctx, p, in.ID, in.Body, seen.OrgsOf(ctx)))
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/my/orders/{id}/rating", ID: "get-my-rating", Tag: tag, Needs: Mine, Summary: "我的评价 / My rating of an order"},
		func(ctx context.Context, p access.Pass, in *struct {
			ID string `path:"id" format:"uuid"`
		}) (*out, error) {
			return one(s.OfMine(ctx, p, in.ID))
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/ratings", ID: "list-ratings", Tag: tag, Needs: See, Summary: "评价列表 / Ratings"},
		func(ctx context.Context, p access.Pass, in *struct {
			api.Page
			Org    string `query:"org" maxLength:"40"`
			AtMost int    `query:"at_most" minimum:"0" maximum:"5" doc:"At most so many stars; 0 is any"`
		}) (*struct {
			Body api.List[ServiceRating]
		}, error) {
			f := Filter{Org: in.Org, AtMost: in.AtMost, Limit: in.Limit}
			if err := api.DecodeCursor(in.Cursor, &f.Before); err != nil {
				return nil, err
			}
			all, err := s.List(ctx, p, f)
			if err != nil {
				return nil, err
			}
			next := ""
			if len(all) == f.Limit {
				next = api.EncodeCursor(all[len(all)-1].ID)
			}
			return &struct {
				Body api.List[ServiceRating]
			}{api.Many(all, next)}, nil
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/ratings/{id}/reply", ID: "reply-rating", Tag: tag, Needs: Reply, Summary: "回复评价 / Reply to a rating"},
		func(ctx context.Context, p access.Pass, in *struct {
			ID   string `path:"id" format:"uuid"`
			Body struct {
				Reply string `json:"reply" minLength:"1" maxLength:"2000"`
			}
		}) (*out, error) {
			return one(s.Answer(ctx, p, in.ID, in.Body.Reply))
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/ratings/{id}/hide", ID: "hide-rating", Tag: tag, Needs: Hide, Summary: "隐藏评价文字 / Hide the words of a rating"},
		func(ctx context.Context, p access.Pass, in *struct {
			ID   string `path:"id" format:"uuid"`
			Body struct {
				Reason string `json:"reason" maxLength:"200" doc:"Empty: show it again"`
			}
		}) (*out, error) {
			return one(s.Hide(ctx, p, in.ID, in.Body.Reason))
		})
}
