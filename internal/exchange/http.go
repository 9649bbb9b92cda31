package exchange

import (
	"context"
	"net/http"

	"linli/internal/platform/access"
	"linli/internal/platform/api"
)

const tag = "exchange"

// Saved is the answer to a change, with its version as ETag.
type Saved[T any] struct {
	api.ETag
	Body T
}

func saved[T any](v T, version int64, err error) (*Saved[T], error) {
	if err != nil {
		return nil, err
	}
	return &Saved[T]{api.Tag(version), v}, nil
}

// IDIn is the input of what concerns one thing; exported because huma passes
// over unexported embedded structs.
type IDIn struct {
	ID string `path:"id" maxLength:"40"`
}

// ChangeIn is IDIn with the version that was read.
type ChangeIn struct {
	api.IfMatch
	ID string `path:"id" maxLength:"40"`
}

type needsIn struct {
	api.Page
	State    string `query:"state" enum:"open,matched,met,withdrawn,closed"`
	Category string `query:"category" maxLength:"100" doc:"And all below it"`
	Person   string `query:"person" maxLength:"40"`
	Source   string `query:"source" maxLength:"20"`
	Urgency  int    `query:"urgency" minimum:"0" maximum:"5" doc:"At least"`
	Total    bool   `query:"total" doc:"Count them all too"`
}

type moveIn struct {
	ChangeIn
	Body struct {
		State  State  `json:"state" enum:"met,withdrawn,closed"`
		Reason string `json:"reason,omitempty" maxLength:"300"`
	}
}

type inferIn struct {
	Body struct {
		Categories []string `json:"categories" minItems:"1" maxItems:"50"`
	}
}

type limitIn struct {
	IDIn
	Limit int `query:"limit" default:"20" minimum:"1" maximum:"200"`
}

type offersIn struct {
	api.Page
	Category string `query:"category" maxLength:"100"`
	State    string `query:"state" enum:"open,paused,ended"`
	Service  string `query:"service" maxLength:"40"`
}

type rowsIn struct {
	api.Page
	IDIn
	Category string `query:"category" maxLength:"100"`
}

// Register adds the operations.
func (s *Service) Register(a *api.API) {
	s.registerNeeds(a)
	s.registerOffers(a)
	s.registerRuns(a)
}

func (s *Service) registerNeeds(a *api.API) {
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/needs", ID: "list-needs", Tag: tag, Needs: SeeNeeds, Summary: "需求 / Needs"},
		func(ctx context.Context, p access.Pass, in *needsIn) (*struct{ Body api.List[Need] }, error) {
			f := Filter{State(in.State), in.Category, in.Person, in.Source, in.Urgency}
			var before string
			if err := api.DecodeCursor(in.Cursor, &before); err != nil {
				return nil, err
			}
			all, err := s.Needs(ctx, p, f, before, in.Limit+1)
			if err != nil {
				return nil, err
			}
			out := page(all, in.Limit, func(n Need) string { return n.ID })
			if in.Total {
				n, err := s.CountNeeds(ctx, p, f)
				if err != nil {
					return nil, err
				}
				out.Body.Total = &n
			}
			return out, nil
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/needs", ID: "add-need", Tag: tag, Needs: AddNeeds, Summary: "登记需求 / Write a need down", Creates: true},
		func(ctx context.Context, p access.Pass, in *struct{ Body Need }) (*Saved[Need], error) {
			n, err := s.Add(ctx, p, in.Body)
			return saved(n, n.Version, err)
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/needs/{id}", ID: "get-need", Tag: tag, Needs: SeeNeeds, Summary: "需求详情 / A need with its match"},
		func(ctx context.Context, p access.Pass, in *IDIn) (*Saved[NeedView], error) {
			d, err := s.Need(ctx, p, in.ID)
			return saved(d, d.Version, err)
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/needs/{id}/state", ID: "move-need", Tag: tag, Needs: AddNeeds, Summary: "需求已满足、撤回或关闭 / Met, withdrawn or closed"},
		func(ctx context.Context, p access.Pass, in *moveIn) (*Saved[Need], error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			n, err := s.Move(ctx, p, in.ID, v, in.Body.State, in.Body.Reason)
			return saved(n, n.Version, err)
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/needs/{id}/candidates", ID: "list-candidates", Tag: tag, Needs: SeeNeeds, Summary: "可选服务 / Offers for a need"},
		func(ctx context.Context, p access.Pass, in *limitIn) (*struct{ Body api.List[Candidate] }, error) {
			all, err := s.Candidates(ctx, p, in.ID, in.Limit)
			return &struct{ Body api.List[Candidate] }{api.Many(all, "")}, err
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/needs/infer", ID: "infer-needs", Tag: tag, Needs: AddNeeds, Summary: "按享受条件推断需求 / Infer needs from eligibility"},
		func(ctx context.Context, p access.Pass, in *inferIn) (*struct{ Body api.List[Inferred] }, error) {
			all, err := s.Infer(ctx, p, in.Body.Categories)
			return &struct{ Body api.List[Inferred] }{api.Many(all, "")}, err
		})
}

func (s *Service) registerOffers(a *api.API) {
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/offers", ID: "list-offers", Tag: tag, Needs: SeeOffer, Summary: "供给 / Offers"},
		func(ctx context.Context, p access.Pass, in *offersIn) (*struct{ Body api.List[Offer] }, error) {
			var before string
			if err := api.DecodeCursor(in.Cursor, &before); err != nil {
				return nil, err
			}
			all, err := s.Offers(ctx, p, in.Category, in.State, in.Service, before, in.Limit+1)
			return page(all, in.Limit, func(o Offer) string { return o.ID }), err
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/offers/{id}", ID: "get-offer", Tag: tag, Needs: SeeOffer, Summary: "一项供给 / An offer"},
		func(ctx context.Context, p access.Pass, in *struct {
			ID string `path:"id"`
		}) (*Saved[Offer], error) {
			o, err := s.Offer(ctx, p, in.ID)
			return saved(o, o.Version, err)
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/offers", ID: "add-offer", Tag: tag, Needs: EditOffr, Summary: "登记供给 / Write an offer down", Creates: true},
		func(ctx context.Context, p access.Pass, in *struct{ Body Offer }) (*Saved[Offer], error) {
			o, err := s.AddOffer(ctx, p, in.Body)
			return saved(o, o.Version, err)
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/offers/{id}/state", ID: "move-offer", Tag: tag, Needs: EditOffr, Summary: "暂停、恢复或结束供给 / Pause, open or end an offer"},
		func(ctx context.Context, p access.Pass, in *struct {
			ChangeIn
			Body struct {
				State OfferState `json:"state" enum:"open,paused,ended"`
			}
		}) (*Saved[Offer], error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			o, err := s.MoveOffer(ctx, p, in.ID, v, in.Body.State)
			return saved(o, o.Version, err)
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/offers/{id}/needs", ID: "list-needs-for-offer", Tag: tag, Needs: SeeNeeds, Summary: "适合此供给的需求 / Needs for an offer"},
		func(ctx context.Context, p access.Pass, in *limitIn) (*struct{ Body api.List[Row] }, error) {
			all, err := s.ForOffer(ctx, p, in.ID, in.Limit)
			return &struct{ Body api.List[Row] }{api.Many(all, "")}, err
		})
}

func (s *Service) view(ctx context.Context, r Run, err error) (*Saved[Run], error) {
	r.RegionName = s.Places.Name(r.Region, api.LangOf(ctx))
	return saved(r, r.Version, err)
}

func (s *Service) registerRuns(a *api.API) {
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/match-runs", ID: "list-match-runs", Tag: tag, Needs: SeeRuns, Summary: "匹配记录 / Match runs"},
		func(ctx context.Context, p access.Pass, in *struct{ api.Page }) (*struct{ Body api.List[Run] }, error) {
			var before string
			if err := api.DecodeCursor(in.Cursor, &before); err != nil {
				return nil, err
			}
			all, err := s.Runs(ctx, p, before, in.Limit+1)
			for i := range all {
				all[i].RegionName = s.Places.Name(all[i].Region, api.LangOf(ctx))
			}
			return page(all, in.Limit, func(r Run) string { return r.ID }), err
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/match-runs", ID: "begin-match-run", Tag: tag, Needs: RunMatch, Summary: "开始匹配 / Begin a run", Creates: true},
		func(ctx context.Context, p access.Pass, in *struct{ Body Order }) (*Saved[Run], error) {
			r, err := s.Begin(ctx, p, in.Body, "")
			return s.view(ctx, r, err)
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/match-runs/{id}", ID: "get-match-run", Tag: tag, Needs: SeeRuns, Summary: "匹配详情 / A match run"},
		func(ctx context.Context, p access.Pass, in *IDIn) (*Saved[Run], error) {
			r, err := s.Run(ctx, p, in.ID)
			return s.view(ctx, r, err)
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/match-runs/{id}/repeat", ID: "repeat-match-run", Tag: tag, Needs: RunMatch, Summary: "重算核对 / Compute again", Creates: true},
		func(ctx context.Context, p access.Pass, in *IDIn) (*Saved[Run], error) {
			r, err := s.Repeat(ctx, p, in.ID)
			return s.view(ctx, r, err)
		})
	for _, list := range []struct {
		path, id, summary string
		unmatched         bool
	}{{"matches", "list-matches", "匹配结果 / Matches", false}, {"unmatched", "list-unmatched", "未匹配 / Unmatched needs", true}} {
		api.Register(a, api.Op{Method: http.MethodGet, Path: "/match-runs/{id}/" + list.path, ID: list.id, Tag: tag, Needs: SeeNeeds, Summary: list.summary},
			func(ctx context.Context, p access.Pass, in *rowsIn) (*struct{ Body api.List[Row] }, error) {
				var after string
				if err := api.DecodeCursor(in.Cursor, &after); err != nil {
					return nil, err
				}
				all, err := s.Rows(ctx, p, in.ID, list.unmatched, in.Category, after, in.Limit+1)
				return page(all, in.Limit, func(r Row) string { return r.Need }), err
			})
	}
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/match-runs/{id}/compare", ID: "compare-match-runs", Tag: tag, Needs: SeeRuns, Summary: "与另一次比较 / Compare with another run"},
		func(ctx context.Context, p access.Pass, in *struct {
			IDIn
			With string `query:"with" required:"true" maxLength:"40"`
		}) (*struct{ Body Compare }, error) {
			c, err := s.Compare(ctx, p, in.ID, in.With)
			return &struct{ Body Compare }{c}, err
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/match-runs/{id}/confirm", ID: "confirm-match-run", Tag: tag, Needs: RunMatch, Summary: "确认匹配 / Confirm"},
		func(ctx context.Context, p access.Pass, in *ChangeIn) (*Saved[Run], error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			r, err := s.Confirm(ctx, p, in.ID, v)
			return s.view(ctx, r, err)
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/match-runs/{id}/discard", ID: "discard-match-run", Tag: tag, Needs: RunMatch, Summary: "放弃 / Discard"},
		func(ctx context.Context, p access.Pass, in *ChangeIn) (*Saved[Run], error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			r, err := s.Discard(ctx, p, in.ID, v)
			return s.view(ctx, r, err)
		})
}
