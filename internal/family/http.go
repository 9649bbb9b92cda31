package family

import (
	"context"
	"net/http"

	"linli/internal/platform/access"
	"linli/internal/platform/api"
)

const tag = "family"

type tieOut struct{ Body FamilyTie }

func one(t FamilyTie, err error) (*tieOut, error) {
	if err != nil {
		return nil, err
	}
	return &tieOut{t}, nil
}

type tiesOut struct{ Body api.List[FamilyTie] }

// Operations adds the operations. accounts finds accounts of helpers.
func (s *Service) Operations(a *api.API, accounts Accounts) {
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/my/family", ID: "list-my-family", Tag: tag, Needs: Mine, Summary: "我的代办关系 / Whom I act for, and who acts for me"},
		func(ctx context.Context, p access.Pass, _ *struct{}) (*tiesOut, error) {
			all, err := s.List(ctx, p)
			return &tiesOut{api.Many(all, "")}, err
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/my/family", ID: "ask-family", Tag: tag, Needs: Mine, Creates: true, Summary: "请求代办 / Ask to act for somebody", MaxBody: 8 << 10},
		func(ctx context.Context, p access.Pass, in *struct{ Body Ask }) (*tieOut, error) {
			return one(s.Ask(ctx, p, in.Body))
		})
	for verb, summary := range map[string]string{"agree": "同意 / Agree", "refuse": "不同意 / Refuse", "end": "结束 / End"} {
		api.Register(a, api.Op{Method: http.MethodPost, Path: "/my/family/{id}/" + verb, ID: verb + "-family", Tag: tag, Needs: Mine, Summary: summary},
			func(ctx context.Context, p access.Pass, in *struct {
				ID string `path:"id" format:"uuid"`
			}) (*tieOut, error) {
				return one(s.Answer(ctx, p, in.ID, verb))
			})
	}
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/people/{id}/family", ID: "list-family", Tag: tag, Needs: See, Summary: "代办关系 / Ties of a person"},
		func(ctx context.Context, p access.Pass, in *struct {
			ID string `path:"id" maxLength:"40"`
		}) (*tiesOut, error) {
			all, err := s.Ties(ctx, p, in.ID)
			return &tiesOut{api.Many(all, "")}, err
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/family", ID: "record-family", Tag: tag, Needs: Record, Creates: true, Summary: "登记当面同意或监护 / Record a consent given in person, or a guardian", MaxBody: 8 << 10},
		func(ctx context.Context, p access.Pass, in *struct{ Body Recording }) (*tieOut, error) {
			return one(s.Put(ctx, p, in.Body, accounts))
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/family/{id}/end", ID: "end-recorded-family", Tag: tag, Needs: Record, Summary: "结束代办关系 / End a tie"},
		func(ctx context.Context, p access.Pass, in *struct {
			ID string `path:"id" format:"uuid"`
		}) (*tieOut, error) {
			return one(s.EndFor(ctx, p, in.ID))
		})
}
