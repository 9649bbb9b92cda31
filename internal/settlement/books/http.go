package books

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"linli/internal/money"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
)

type out struct {
	api.ETag
	Body Statement
}

func one(x Statement, err error) (*out, error) {
	if err != nil {
		return nil, err
	}
	return &out{api.Tag(x.Version), x}, nil
}

type changeIn struct {
	api.IfMatch
	ID string `path:"id" format:"uuid"`
}

type listIn struct {
	api.Page
	Month string `query:"month" maxLength:"7" doc:"2026-11"`
	State State  `query:"state" enum:"drawn,disputed,approved,paid"`
}

// AccountBalance is an account of the books.
type AccountBalance struct {
	Account string    `json:"account"`
	Fen     money.Fen `json:"fen" doc:"Debit less credit"`
}

// Register adds the operations.
func (s *Service) Register(a *api.API) {
	const tag = "settlement"
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/statements", ID: "list-statements", Tag: tag, Needs: See, Summary: "结算单 / Statements"},
		func(ctx context.Context, p access.Pass, in *listIn) (*struct{ Body api.List[Statement] }, error) {
			f := Filter{Month: in.Month, State: in.State, Limit: in.Limit}
			if err := api.DecodeCursor(in.Cursor, &f.Before); err != nil {
				return nil, err
			}
			all, err := s.List(ctx, p, f)
			next := ""
			if len(all) == in.Limit {
				next = api.EncodeCursor(all[len(all)-1].ID)
			}
			return &struct{ Body api.List[Statement] }{api.Many(all, next)}, err
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/statements", ID: "draw-statements", Tag: tag, Needs: Draw, Summary: "编制月结算单 / Draw up the statements of a month"},
		func(ctx context.Context, p access.Pass, in *struct {
			Body struct {
				Month string `json:"month" maxLength:"7"`
			}
		}) (*struct{ Body api.List[Statement] }, error) {
			all, err := s.DrawUp(ctx, p, in.Body.Month)
			return &struct{ Body api.List[Statement] }{api.Many(all, "")}, err
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/statements/payments.csv", ID: "export-payments", Tag: tag, Needs: Approve, Summary: "付款文件 / The file of payments that are approved"}, s.payments)
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/statements/{id}", ID: "get-statement", Tag: tag, Needs: See, Summary: "一份结算单 / A statement"},
		func(ctx context.Context, p access.Pass, in *struct {
			ID string `path:"id" format:"uuid"`
		}) (*out, error) {
			return one(s.Get(ctx, p, in.ID))
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/statements/{id}/items", ID: "list-statement-items", Tag: tag, Needs: See, Summary: "结算明细 / The orders of a statement"},
		func(ctx context.Context, p access.Pass, in *struct {
			api.Page
			ID string `path:"id" format:"uuid"`
		}) (*struct{ Body api.List[SettledItem] }, error) {
			after := ""
			if err := api.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			all, err := s.Items(ctx, p, in.ID, after, in.Limit)
			next := ""
			if len(all) == in.Limit {
				next = api.EncodeCursor(all[len(all)-1].ID)
			}
			return &struct{ Body api.List[SettledItem] }{api.Many(all, next)}, err
		})
	for _, kind := range []string{"xlsx", "csv"} {
		api.Register(a, api.Op{Method: http.MethodGet, Path: "/statements/{id}/items." + kind, ID: "export-statement-" + kind, Tag: tag, Needs: See, Summary: "导出结算明细 / The orders of a statement as a file"},
			func(ctx context.Context, p access.Pass, in *struct {
				ID string `path:"id" format:"uuid"`
			}) (*huma.StreamResponse, error) {
				return s.sheet(ctx, p, in.ID, kind)
			})
	}
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/books/balances", ID: "list-balances", Tag: tag, Needs: See, Summary: "科目余额 / Balances of the accounts"},
		func(ctx context.Context, p access.Pass, in *struct {
			To string `query:"to" maxLength:"10" default:"9999-12-31"`
		}) (*struct{ Body api.List[AccountBalance] }, error) {
			if len(p.Orgs()) > 0 {
				return nil, ErrNone // the books of a street are not a provider's
			}
			all, err := s.Balances(ctx, p, in.To)
			list := []AccountBalance{}
			for _, name := range names(all) {
				list = append(list, AccountBalance{name, all[name]})
			}
			return &struct{ Body api.List[AccountBalance] }{api.Many(list, "")}, err
		})
	s.registerSteps(a, tag)
}

func (s *Service) registerSteps(a *api.API, tag string) {
	say := func(verb, summary string, needs access.Permission, do func(context.Context, access.Pass, string, int64, string) (Statement, error)) {
		api.Register(a, api.Op{Method: http.MethodPost, Path: "/statements/{id}/" + verb, ID: verb + "-statement", Tag: tag, Needs: needs, Summary: summary},
			func(ctx context.Context, p access.Pass, in *struct {
				changeIn
				Body struct {
					Text string `json:"text" maxLength:"1000"`
				}
			}) (*out, error) {
				v, err := in.Version()
				if err != nil {
					return nil, err
				}
				return one(do(ctx, p, in.ID, v, in.Body.Text))
			})
	}
	say("dispute", "提出异议 / Object", Dispute, s.Object)
	say("answer", "答复异议 / Answer an objection", Draw, s.Reply)
	step := func(verb, summary string, do func(context.Context, access.Pass, string, int64) (Statement, error)) {
		api.Register(a, api.Op{Method: http.MethodPost, Path: "/statements/{id}/" + verb, ID: verb + "-statement", Tag: tag, Needs: Approve, Summary: summary},
			func(ctx context.Context, p access.Pass, in *changeIn) (*out, error) {
				v, err := in.Version()
				if err != nil {
					return nil, err
				}
				return one(do(ctx, p, in.ID, v))
			})
	}
	step("approve", "审批 / Approve", s.Accept)
	step("pay", "登记已付款 / Note that it was paid", s.Pay)
}

// payments is what a bank is told: one line a statement that is approved.
func (s *Service) payments(ctx context.Context, p access.Pass, in *listIn) (*huma.StreamResponse, error) {
	all, err := s.List(ctx, p, Filter{Month: in.Month, State: Approved, Limit: 1000})
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		hc.SetHeader("Content-Type", "text/csv; charset=utf-8")
		hc.SetHeader("Content-Disposition", `attachment; filename="payments.csv"`)
		w := csv.NewWriter(hc.BodyWriter())
		_ = w.Write([]string{"\ufeff结算单 statement", "机构 organisation", "机构编号 id", "月份 month", "金额 yuan"}) // the client may have gone
		for _, x := range all {
			_ = w.Write([]string{x.ID, x.OrgName, x.Org, x.Month, x.PayableFen.Decimal()})
		}
		w.Flush()
	}}, nil
}

// sheet is a statement as a file: what it comes to first, then a line an order.
func (s *Service) sheet(ctx context.Context, p access.Pass, id, kind string) (*huma.StreamResponse, error) {
	x, err := s.Get(ctx, p, id)
	if err != nil {
		return nil, err
	}
	return api.Table("statement-"+x.Month+"."+kind, func(row func([]string) error) error {
		line := func(cells ...any) error {
			text := make([]string, len(cells))
			for i, c := range cells {
				switch v := c.(type) {
				case money.Fen:
					text[i] = v.Decimal()
				default:
					text[i] = fmt.Sprint(c)
				}
			}
			return row(text)
		}
		err := errors.Join(line("机构 organisation", x.OrgName), line("月份 month", x.Month), line("应付 payable", x.PayableFen),
			line("日期 day", "订单 order", "服务 service", "数量 quantity", "合计 total", "自付 resident", "补贴 subsidy", "基金 fund", "项目 programme", "说明 note"))
		for after := ""; err == nil; {
			page, perr := s.Items(ctx, p, id, after, 2000)
			if err = perr; err != nil {
				break
			}
			for _, i := range page {
				note := ""
				switch {
				case i.Quantity < 0:
					note = "冲回 taken back"
				case i.Quantity == 0:
					note = "补差凭证 voucher"
				}
				if err = line(i.Day, i.Order, i.Service, i.Quantity, i.TotalFen, i.Resident, i.Subsidy, i.Fund, i.Programme, note); err != nil {
					return err
				}
			}
			if len(page) < 2000 {
				break
			}
			after = page[len(page)-1].ID
		}
		return err
	})
}

func names(all map[string]money.Fen) []string {
	out := make([]string, 0, len(all))
	for k := range all {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
