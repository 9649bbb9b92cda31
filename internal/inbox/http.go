package inbox

import (
	"context"
	"net/http"

	"linli/internal/platform/access"
	"linli/internal/platform/api"
)

// Register adds the operations.
func (s *Service) Register(a *api.API) {
	const tag = "inbox"
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/my/messages", ID: "list-my-messages", Tag: tag, Needs: Mine, Summary: "我的消息 / My messages"},
		func(ctx context.Context, p access.Pass, in *api.Page) (*struct{ Body api.List[Message] }, error) {
			before := ""
			if err := api.DecodeCursor(in.Cursor, &before); err != nil {
				return nil, err
			}
			all, err := s.List(ctx, p, api.LangOf(ctx), before, in.Limit)
			if err != nil {
				return nil, err
			}
			next := ""
			if len(all) == in.Limit {
				next = api.EncodeCursor(all[len(all)-1].ID)
			}
			return &struct{ Body api.List[Message] }{api.Many(all, next)}, nil
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/my/messages/{id}/read", ID: "read-my-message", Tag: tag, Needs: Mine, Summary: "标为已读 / I have read it"},
		func(ctx context.Context, p access.Pass, in *struct {
			ID string `path:"id" format:"uuid"`
		}) (*struct{}, error) {
			return nil, s.Read(ctx, p, in.ID)
		})
}
