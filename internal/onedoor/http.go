package onedoor

import (
	"context"
	"net/http"

	"linli/internal/platform/access"
	"linli/internal/platform/api"
)

type matterOut struct {
	api.ETag
	Body Matter
}

func one(m Matter, err error) (*matterOut, error) {
	if err != nil {
		return nil, err
	}
	return &matterOut{api.Tag(m.Version), m}, nil
}

type kindOut struct {
	api.ETag
	Body Kind
}

// StepIn is the input of a step; exported because huma passes over unexported
// embedded structs.
type StepIn struct {
	api.IfMatch
	ID string `path:"id" format:"uuid"`
}

// ReasonIn is a step with its reason.
type ReasonIn struct {
	StepIn
	Body struct {
		Reason string `json:"reason" maxLength:"500"`
	}
}

// Register adds the operations.
func (s *Service) Register(a *api.API) {
	tag := "onedoor"
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/matter-kinds", ID: "list-matter-kinds", Tag: tag, Needs: See, Summary: "事项类型 / Kinds of matters"},
		func(ctx context.Context, p access.Pass, _ *struct{}) (*struct{ Body api.List[Kind] }, error) {
			all, err := s.Kinds(ctx, p)
			return &struct{ Body api.List[Kind] }{api.Many(all, "")}, err
		})
	api.Register(a, api.Op{Method: http.MethodPut, Path: "/matter-kinds/{key}", ID: "save-matter-kind", Tag: tag, Needs: Configure, Summary: "设置事项类型 / Save a kind of matter"},
		func(ctx context.Context, p access.Pass, in *struct {
			Key  string `path:"key" pattern:"^[a-z][a-z0-9_]{1,39}$"`
			Body struct {
				NameZh     string   `json:"name_zh" minLength:"1" maxLength:"60"`
				NameEn     string   `json:"name_en" maxLength:"120"`
				Department string   `json:"department" maxLength:"60"`
				Days       int      `json:"days" minimum:"1" maximum:"365"`
				Evidence   []string `json:"evidence" maxItems:"20"`
				Follows    string   `json:"follows,omitempty" maxLength:"60"`
				Active     bool     `json:"active"`
				Version    int64    `json:"version" minimum:"0" doc:"0 for a new one"`
			}
		}) (*kindOut, error) {
			b := in.Body
			k, err := s.SaveKind(ctx, p, Kind{Key: in.Key, NameZh: b.NameZh, NameEn: b.NameEn, Department: b.Department, Days: b.Days,
				Evidence: b.Evidence, Follows: b.Follows, Active: b.Active, Version: b.Version})
			if err != nil {
				return nil, err
			}
			return &kindOut{api.Tag(k.Version), k}, nil
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/matters", ID: "list-matters", Tag: tag, Needs: See, Summary: "事项列表 / Matters"},
		func(ctx context.Context, p access.Pass, in *struct {
			api.Page
			Person string `query:"person" maxLength:"40"`
			Kind   string `query:"kind" maxLength:"40"`
			State  string `query:"state" enum:"drafted,submitted,accepted,decided,closed"`
			Late   bool   `query:"late" doc:"Only those past their time limit"`
		}) (*struct{ Body api.List[Matter] }, error) {
			var before string
			if err := api.DecodeCursor(in.Cursor, &before); err != nil {
				return nil, err
			}
			f := Filter{Person: in.Person, Kind: in.Kind, State: State(in.State)}
			if in.Late {
				f.LateOn = today(s.DB.Now())
			}
			all, err := s.List(ctx, p, f, before, in.Limit)
			if err != nil {
				return nil, err
			}
			next := ""
			if len(all) == in.Limit {
				next = api.EncodeCursor(all[len(all)-1].ID)
			}
			return &struct{ Body api.List[Matter] }{api.Many(all, next)}, nil
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/matters", ID: "open-matter", Tag: tag, Needs: Draft, Creates: true, Summary: "新办事项 / Open a matter"},
		func(ctx context.Context, p access.Pass, in *struct {
			Body struct {
				Person string `json:"person" format:"uuid"`
				Kind   string `json:"kind" maxLength:"40"`
				Note   string `json:"note,omitempty" maxLength:"500"`
			}
		}) (*matterOut, error) {
			return one(s.Open(ctx, p, in.Body.Person, in.Body.Kind, in.Body.Note))
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/matters/{id}", ID: "get-matter", Tag: tag, Needs: See, Summary: "事项 / One matter"},
		func(ctx context.Context, p access.Pass, in *struct {
			ID string `path:"id" format:"uuid"`
		}) (*matterOut, error) {
			return one(s.Get(ctx, p, in.ID))
		})
	s.registerSteps(a, tag)
}

func (s *Service) registerSteps(a *api.API, tag string) {
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/matters/{id}/evidence", ID: "show-evidence", Tag: tag, Needs: Draft, Summary: "提交材料 / Show evidence"},
		func(ctx context.Context, p access.Pass, in *struct {
			StepIn
			Body struct {
				Keys  []string `json:"keys" minItems:"1" maxItems:"20"`
				Until string   `json:"until,omitempty" maxLength:"10" doc:"Valid until this day"`
			}
		}) (*matterOut, error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			return one(s.Show(ctx, p, in.ID, v, in.Body.Keys, in.Body.Until))
		})
	step := func(verb string, needs access.Permission, summary string, do func(context.Context, access.Pass, string, int64) (Matter, error)) {
		api.Register(a, api.Op{Method: http.MethodPost, Path: "/matters/{id}/" + verb, ID: verb + "-matter", Tag: tag, Needs: needs, Summary: summary},
			func(ctx context.Context, p access.Pass, in *StepIn) (*matterOut, error) {
				v, err := in.Version()
				if err != nil {
					return nil, err
				}
				return one(do(ctx, p, in.ID, v))
			})
	}
	step("submit", Draft, "提交 / Submit", s.Submit)
	step("accept", Decide, "受理 / Accept", s.Accept)
	step("close", Decide, "办结 / Close", s.Close)
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/matters/{id}/return", ID: "return-matter", Tag: tag, Needs: Decide, Summary: "退回 / Return"},
		func(ctx context.Context, p access.Pass, in *ReasonIn) (*matterOut, error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			return one(s.Return(ctx, p, in.ID, v, in.Body.Reason))
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/matters/{id}/decide", ID: "decide-matter", Tag: tag, Needs: Decide, Summary: "办理决定 / Decide"},
		func(ctx context.Context, p access.Pass, in *struct {
			StepIn
			Body struct {
				Outcome string `json:"outcome" enum:"granted,refused"`
				Reason  string `json:"reason,omitempty" maxLength:"500"`
			}
		}) (*matterOut, error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			return one(s.Decide(ctx, p, in.ID, v, Outcome(in.Body.Outcome), in.Body.Reason))
		})
}
