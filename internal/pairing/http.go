package pairing

import (
	"context"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"linli/internal/fault"
	"linli/internal/pairing/rule"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
)

type runOut struct {
	api.ETag
	Body PairingRun
}

func out(r PairingRun, err error) (*runOut, error) {
	if err != nil {
		return nil, err
	}
	return &runOut{api.Tag(r.Version), r}, nil
}

// Register adds the operations.
func (s *Service) Register(a *api.API) {
	const tag = "pairing"
	type byID struct {
		ID string `path:"id" format:"uuid"`
	}
	type changed struct {
		byID
		api.IfMatch
	}
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/pairing-runs", ID: "list-pairing-runs", Tag: tag, Needs: See, Summary: "结对记录 / Pairings"},
		func(ctx context.Context, p access.Pass, in *api.Page) (*struct{ Body api.List[PairingRun] }, error) {
			before := ""
			if err := api.DecodeCursor(in.Cursor, &before); err != nil {
				return nil, err
			}
			all, err := s.List(ctx, p, before, in.Limit)
			if err != nil {
				return nil, err
			}
			next := ""
			if len(all) == in.Limit {
				next = api.EncodeCursor(all[len(all)-1].ID)
			}
			return &struct{ Body api.List[PairingRun] }{api.Many(all, next)}, nil
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/pairing-runs", ID: "draw-pairing", Tag: tag, Needs: Make, Creates: true, Summary: "一次性结对（先看结果，不通知任何人） / Pair all at once; nobody is asked yet", MaxBody: 4 << 10},
		func(ctx context.Context, p access.Pass, in *struct{ Body PairingAsk }) (*runOut, error) {
			return out(s.Draw(ctx, p, in.Body))
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/pairing-rule", ID: "read-pairing-rule", Tag: tag, Needs: See, Summary: "结对规则的通俗说明 / The rule in words"},
		func(_ context.Context, _ access.Pass, in *struct {
			Most       int `query:"most" default:"2"`
			ReachM     int `query:"reach_m" default:"3000"`
			Urgency    int `query:"urgency" default:"1"`
			Vulnerable int `query:"vulnerable" default:"2"`
			Waiting    int `query:"waiting" default:"1"`
		}) (*struct {
			Body struct {
				Zh string `json:"zh"`
				En string `json:"en"`
			}
		}, error) {
			r := rule.Rule{Most: in.Most, ReachM: in.ReachM}
			r.Weights.Urgency, r.Weights.Vulnerable, r.Weights.Waiting = in.Urgency, in.Vulnerable, in.Waiting
			if err := r.Check(); err != nil {
				return nil, err
			}
			o := &struct {
				Body struct {
					Zh string `json:"zh"`
					En string `json:"en"`
				}
			}{}
			o.Body.Zh, o.Body.En = r.Words(fault.Zh), r.Words(fault.En)
			return o, nil
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/pairing-runs/{id}", ID: "get-pairing-run", Tag: tag, Needs: See, Summary: "一次结对 / One pairing"},
		func(ctx context.Context, p access.Pass, in *byID) (*runOut, error) { return out(s.Get(ctx, p, in.ID)) })
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/pairing-runs/{id}/drop", ID: "drop-pair", Tag: tag, Needs: Make, Summary: "去掉一对 / Take a pair out", MaxBody: 4 << 10},
		func(ctx context.Context, p access.Pass, in *struct {
			changed
			Body struct {
				Want   string `json:"want" maxLength:"40"`
				Reason string `json:"reason" maxLength:"800"`
			}
		}) (*runOut, error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			return out(s.Drop(ctx, p, in.ID, v, in.Body.Want, in.Body.Reason))
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/pairing-runs/{id}/confirm", ID: "confirm-pairing", Tag: tag, Needs: Make, Summary: "确认：逐对征求双方意见 / Confirm: ask the two of each pair"},
		func(ctx context.Context, p access.Pass, in *changed) (*runOut, error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			return out(s.Confirm(ctx, p, in.ID, v))
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/pairing-runs/{id}/discard", ID: "discard-pairing", Tag: tag, Needs: Make, Summary: "放弃 / Give it up"},
		func(ctx context.Context, p access.Pass, in *changed) (*runOut, error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			return out(s.Discard(ctx, p, in.ID, v))
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/pairing-runs/{id}/table/{kind}", ID: "export-pairing", Tag: tag, Needs: See, Summary: "导出结对表 / The pairs as a table"},
		func(ctx context.Context, p access.Pass, in *struct {
			byID
			Kind string `path:"kind" enum:"xlsx,csv"`
		}) (*huma.StreamResponse, error) {
			r, err := s.Get(ctx, p, in.ID)
			if err != nil {
				return nil, err
			}
			return r.table(in.Kind, api.LangOf(ctx))
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/my/pairing", ID: "list-what-suits-me", Tag: tag, Needs: Mine, Summary: "适合我的 / What suits me"},
		func(ctx context.Context, p access.Pass, in *struct {
			Person string `query:"person" maxLength:"40"`
		}) (*struct{ Body ForMe }, error) {
			if in.Person == "" {
				in.Person = p.Person()
			}
			x, err := s.ForMe(ctx, p, in.Person)
			return &struct{ Body ForMe }{x}, err
		})
}

func (r PairingRun) table(kind string, l fault.Lang) (*huma.StreamResponse, error) {
	pick := func(zh, en string) string {
		if l == fault.En {
			return en
		}
		return zh
	}
	return api.Table("pairing-"+r.Month+"."+kind, func(row func([]string) error) error {
		if err := row([]string{pick("内容", "Want"), pick("由谁", "By whom"), pick("提供", "Gives"), pick("距离（米）", "Metres"), pick("计分", "Counts"), pick("理由", "Reason"), pick("状态", "State"), pick("备注", "Note")}); err != nil {
			return err
		}
		for _, x := range r.Rows {
			if err := row([]string{x.Want.Title, x.Giver, x.Give.Title, strconv.Itoa(x.DistanceM), strconv.FormatInt(x.Weight, 10), pick(x.WhyZh, x.WhyEn), string(x.State), x.Note}); err != nil {
				return err
			}
		}
		for _, x := range r.Alone {
			if err := row([]string{x.Want.Title, "", "", "", strconv.FormatInt(x.Weight, 10), pick(x.WhyZh, x.WhyEn), "", ""}); err != nil {
				return err
			}
		}
		return nil
	})
}
