package complaints

import (
	"context"
	"net/http"

	"linli/internal/platform/access"
	"linli/internal/platform/api"
)

type out struct {
	api.ETag
	Body ServiceComplaint
}

func one(c ServiceComplaint, err error) (*out, error) {
	if err != nil {
		return nil, err
	}
	return &out{api.Tag(c.Version), c}, nil
}

// FiledComplaint is what whoever files gets back.
type FiledComplaint struct {
	ServiceComplaint
	Receipt string `json:"receipt,omitempty" doc:"Shown once: with it the complaint is followed without a name"`
}

type filedOut struct{ Body FiledComplaint }

func filed(c ServiceComplaint, receipt string, err error) (*filedOut, error) {
	if err != nil {
		return nil, err
	}
	c.Handler = ""
	return &filedOut{FiledComplaint{c, receipt}}, nil
}

type many struct {
	Body api.List[ServiceComplaint]
}

// ComplaintStep is the input of a step; exported because huma passes over
// unexported embedded structs.
type ComplaintStep struct {
	api.IfMatch
	ID string `path:"id" format:"uuid"`
}

const tag = "supervision"

// Register adds the operations.
func (s *Service) Register(a *api.API) {
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/complaints", ID: "list-complaints", Tag: tag, Needs: See, Summary: "投诉列表 / Complaints"},
		func(ctx context.Context, p access.Pass, in *struct {
			api.Page
			State   []string `query:"state" enum:"filed,assigned,answered,accepted,closed,withdrawn"`
			Org     string   `query:"org" maxLength:"40"`
			Mine    bool     `query:"mine" doc:"Only those that I handle"`
			Overdue bool     `query:"overdue"`
		}) (*many, error) {
			f := Filter{Overdue: in.Overdue, Limit: in.Limit}
			for _, x := range in.State {
				f.States = append(f.States, State(x))
			}
			if in.Org != "" {
				f.Orgs = []string{in.Org}
			}
			if in.Mine {
				f.Handler = p.Who()
			}
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
			return &many{api.Many(all, next)}, nil
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/complaints/{id}", ID: "get-complaint", Tag: tag, Needs: See, Summary: "投诉 / One complaint"},
		func(ctx context.Context, p access.Pass, in *struct {
			ID string `path:"id" format:"uuid"`
		}) (*out, error) {
			return one(s.Get(ctx, p, in.ID))
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/complaints", ID: "file-complaint", Tag: tag, Needs: File, Creates: true, Summary: "代为投诉 / File a complaint for somebody", MaxBody: 64 << 10},
		func(ctx context.Context, p access.Pass, in *struct{ Body Filing }) (*filedOut, error) {
			return filed(s.StaffComplaint(ctx, p, in.Body))
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/complaints/{id}/assign", ID: "assign-complaint", Tag: tag, Needs: Handle, Summary: "指派经办人 / Assign"},
		func(ctx context.Context, p access.Pass, in *struct {
			ComplaintStep
			Body struct {
				Handler string `json:"handler,omitempty" maxLength:"40" doc:"Empty: myself"`
			}
		}) (*out, error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			return one(s.Assign(ctx, p, in.ID, v, in.Body.Handler))
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/complaints/{id}/answer", ID: "answer-complaint", Tag: tag, Needs: Handle, Summary: "答复 / Answer", MaxBody: 64 << 10},
		func(ctx context.Context, p access.Pass, in *struct {
			ComplaintStep
			Body Reply
		}) (*out, error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			return one(s.Answer(ctx, p, in.ID, v, in.Body))
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/complaints-of-us", ID: "list-complaints-of-us", Tag: tag, Needs: OfUs, Summary: "对本机构的投诉 / Complaints of us, without names"},
		func(ctx context.Context, p access.Pass, _ *struct{}) (*many, error) {
			all, err := s.OfUs(ctx, p)
			return &many{api.Many(all, "")}, err
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/complaints-of-us/{id}/statement", ID: "state-on-complaint", Tag: tag, Needs: OfUs, Summary: "机构说明 / Our statement", MaxBody: 64 << 10},
		func(ctx context.Context, p access.Pass, in *struct {
			ID   string `path:"id" format:"uuid"`
			Body struct {
				Statement string `json:"statement" maxLength:"8000"`
			}
		}) (*out, error) {
			return one(s.Statement(ctx, p, in.ID, in.Body.Statement))
		})
	s.registerFilers(a)
}

func (s *Service) registerFilers(a *api.API) {
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/my/orders/{id}/complain", ID: "complain-of-my-order", Tag: tag, Needs: Mine, Creates: true, Summary: "投诉我的订单 / Complain of my order", MaxBody: 64 << 10},
		func(ctx context.Context, p access.Pass, in *struct {
			ID   string `path:"id" format:"uuid"`
			Body Filing
		}) (*filedOut, error) {
			in.Body.Order = in.ID
			return filed(s.MyComplaint(ctx, p, in.Body))
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/my/complaints", ID: "file-my-complaint", Tag: tag, Needs: Mine, Creates: true, Summary: "投诉 / Complain", MaxBody: 64 << 10},
		func(ctx context.Context, p access.Pass, in *struct{ Body Filing }) (*filedOut, error) {
			return filed(s.MyComplaint(ctx, p, in.Body))
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/my/complaints", ID: "list-my-complaints", Tag: tag, Needs: Mine, Summary: "我的投诉 / My complaints"},
		func(ctx context.Context, p access.Pass, _ *struct{}) (*many, error) {
			all, err := s.MyList(ctx, p)
			return &many{api.Many(all, "")}, err
		})
	for v, say := range map[Verb]string{Accept: "认可答复 / Accept the answer", Reopen: "不满意，重新处理 / Not content: again", Withdraw: "撤回 / Withdraw"} {
		api.Register(a, api.Op{Method: http.MethodPost, Path: "/my/complaints/{id}/" + string(v), ID: string(v) + "-my-complaint", Tag: tag, Needs: Mine, Summary: say, MaxBody: 64 << 10},
			func(ctx context.Context, p access.Pass, in *struct {
				ID   string `path:"id" format:"uuid"`
				Body *struct {
					Reason string `json:"reason,omitempty" maxLength:"8000"`
				}
			}) (*out, error) {
				why := ""
				if in.Body != nil {
					why = in.Body.Reason
				}
				return one(s.Mine(ctx, p, in.ID, v, why))
			})
	}
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/complaints/unnamed", ID: "file-unnamed-complaint", Tag: tag, Needs: Public, Summary: "匿名投诉 / Complain without a name", MaxBody: 64 << 10, Status: http.StatusCreated},
		func(ctx context.Context, _ access.Pass, in *struct{ Body Filing }) (*filedOut, error) {
			return filed(s.PublicComplaint(ctx, in.Body))
		})
	type receiptIn struct {
		Body struct {
			Receipt string `json:"receipt" minLength:"16" maxLength:"40"`
			Step    string `json:"step,omitempty" enum:",accept,reopen,withdraw"`
			Reason  string `json:"reason,omitempty" maxLength:"8000"`
		}
	}
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/complaints/receipt", ID: "follow-unnamed-complaint", Tag: tag, Needs: Public, Summary: "凭回执查询、认可或重开 / Follow a complaint by its receipt", MaxBody: 64 << 10},
		func(ctx context.Context, _ access.Pass, in *receiptIn) (*out, error) {
			if in.Body.Step == "" {
				return one(s.ByReceipt(ctx, in.Body.Receipt))
			}
			return one(s.WithReceipt(ctx, in.Body.Receipt, Verb(in.Body.Step), in.Body.Reason))
		})
}
