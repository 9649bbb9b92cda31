package orders

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"linli/internal/orders/draft"
	"linli/internal/orders/export"
	"linli/internal/orders/flow"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
)

type orderOut struct {
	api.ETag
	Body Order
}

func one(o Order, err error) (*orderOut, error) {
	if err != nil {
		return nil, err
	}
	return &orderOut{api.Tag(o.Version), o}, nil
}

type askIn struct{ Body Ask }

// StepHTTP is the input of a step; exported because huma passes over unexported
// embedded structs.
type StepHTTP struct {
	api.IfMatch
	ID   string `path:"id" format:"uuid"`
	Body *StepIn
}

type idIn struct {
	ID string `path:"id" format:"uuid"`
}

type timesIn struct {
	Service string `query:"service" required:"true" maxLength:"40"`
	Point   string `query:"point" maxLength:"40"`
	From    string `query:"from" required:"true" maxLength:"10"`
	To      string `query:"to" required:"true" maxLength:"10"`
}

type listIn struct {
	api.Page
	State    []string `query:"state" maxItems:"13" enum:"placed,accepted,declined,assigned,on_the_way,in_service,delivered,confirmed,rated,settled,cancelled,no_show,failed"`
	Day      string   `query:"day" maxLength:"10"`
	From     string   `query:"from" maxLength:"10"`
	To       string   `query:"to" maxLength:"10"`
	Service  string   `query:"service" maxLength:"40"`
	Point    string   `query:"point" maxLength:"40"`
	Org      string   `query:"org" maxLength:"40"`
	Person   string   `query:"person" maxLength:"40"`
	Round    string   `query:"round" maxLength:"40"`
	Series   string   `query:"series" maxLength:"40"`
	Slot     string   `query:"slot" maxLength:"20"`
	Assigned string   `query:"assigned" maxLength:"40"`
	Mark     string   `query:"mark" enum:"late_cancel,no_show"`
	Overdue  bool     `query:"overdue"`
	Text     string   `query:"text" maxLength:"20" doc:"A number, such as 1125-K7M4"`
	Total    bool     `query:"total" doc:"Count them all"`
}

func (in *listIn) filter() (f Filter, err error) {
	f = Filter{From: in.From, To: in.To, Service: in.Service, Point: in.Point, Round: in.Round, Series: in.Series, Slot: in.Slot, Assigned: in.Assigned,
		Mark: in.Mark, Overdue: in.Overdue, Number: in.Text, Limit: in.Limit}
	if in.Day != "" {
		f.From, f.To = in.Day, in.Day
	}
	for _, st := range in.State {
		f.States = append(f.States, flow.State(st))
	}
	if in.Org != "" {
		f.Orgs = []string{in.Org}
	}
	if in.Person != "" {
		f.Persons = []string{in.Person}
	}
	return f, api.DecodeCursor(in.Cursor, &f.Before)
}

type listOut struct{ Body api.List[Order] }

func (s *Service) page(ctx context.Context, p access.Pass, f Filter, total bool) (*listOut, error) {
	all, err := s.List(ctx, p, f)
	if err != nil {
		return nil, err
	}
	next := ""
	if len(all) == f.Limit {
		next = api.EncodeCursor(all[len(all)-1].ID)
	}
	out := &listOut{api.Many(all, next)}
	if total {
		n, err := s.Count(ctx, p, f)
		if err != nil {
			return nil, err
		}
		out.Body.Total = &n
	}
	return out, nil
}

const tag = "orders"

// Register adds the operations.
func (s *Service) Register(a *api.API) {
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/orders", ID: "list-orders", Tag: tag, Needs: See, Summary: "订单列表 / Orders"},
		func(ctx context.Context, p access.Pass, in *listIn) (*listOut, error) {
			f, err := in.filter()
			if err != nil {
				return nil, err
			}
			return s.page(ctx, p, f, in.Total)
		})
	for _, kind := range []string{"xlsx", "csv"} {
		api.Register(a, api.Op{Method: http.MethodGet, Path: "/orders/export." + kind, ID: "export-orders-" + kind, Tag: tag, Needs: See, Summary: "导出订单 / Orders as a file"},
			func(ctx context.Context, p access.Pass, in *listIn) (*huma.StreamResponse, error) {
				f, err := in.filter()
				if err != nil {
					return nil, err
				}
				return export.Sheet(ctx, s.DB, p, kind == "csv", f, s.List)
			})
	}
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/orders/quote", ID: "quote-order", Tag: tag, Needs: Take, Summary: "报价：价格、资格、余位 / What an order would be"},
		func(ctx context.Context, p access.Pass, in *askIn) (*struct{ Body Quote }, error) {
			return quoted(s.Quote(ctx, p, in.Body))
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/orders", ID: "place-order", Tag: tag, Needs: Take, Creates: true, Again: s.again, Summary: "代为下单 / Order for somebody", MaxBody: 16 << 10},
		func(ctx context.Context, p access.Pass, in *askIn) (*orderOut, error) {
			return s.placed(ctx, p, in.Body)
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/orders/{id}", ID: "get-order", Tag: tag, Needs: See, Summary: "订单 / One order with its story"},
		func(ctx context.Context, p access.Pass, in *idIn) (*orderOut, error) {
			return one(s.Get(ctx, p, in.ID))
		})
	for _, v := range flow.Verbs {
		if need, ok := needs[v]; ok {
			api.Register(a, api.Op{Method: http.MethodPost, Path: "/orders/{id}/" + string(v), ID: string(v) + "-order", Tag: tag, Needs: need, Summary: summaries[v], MaxBody: 16 << 10},
				func(ctx context.Context, p access.Pass, in *StepHTTP) (*orderOut, error) {
					return s.stepped(ctx, p, in, v)
				})
		}
	}
	for _, at := range []struct {
		path, id string
		needs    access.Permission
	}{{"/order-slots", "list-order-slots", See}, {"/my/order-slots", "list-my-order-slots", Mine}} {
		api.Register(a, api.Op{Method: http.MethodGet, Path: at.path, ID: at.id, Tag: tag, Needs: at.needs, Summary: "可约时段与余量 / Times and free places"},
			func(ctx context.Context, p access.Pass, in *timesIn) (*struct{ Body api.List[draft.DayTimes] }, error) {
				all, err := s.Times(ctx, p, in.Service, in.Point, in.From, in.To)
				return &struct{ Body api.List[draft.DayTimes] }{api.Many(all, "")}, err
			})
	}
	s.registerMine(a)
	s.Clocks.Register(a)
	s.Waiting.Register(a)
	s.Series.Register(a)
	s.Pauses.Register(a)
	s.Board.Register(a)
	s.Counter.Register(a)
}

var summaries = map[flow.Verb]string{
	flow.Accept: "接单 / Accept", flow.Decline: "不接单 / Decline", flow.Assign: "安排人员或班次 / Assign", flow.Start: "出发 / Set out", flow.Arrive: "到达签到 / Check in",
	flow.Deliver: "送达、完成 / Hand over, check out", flow.Absent: "未到场 / Nobody there", flow.Fail: "未能完成 / Could not be done", flow.Cancel: "取消 / Cancel", flow.Reopen: "重新打开 / Reopen", flow.Excuse: "核实原因，不计次 / Excuse a no-show or a late cancellation",
}

func quoted(q Quote, err error) (*struct{ Body Quote }, error) {
	if err != nil {
		return nil, err
	}
	return &struct{ Body Quote }{q}, nil
}

// again answers a repeat of a placing by what was placed then.
func (s *Service) again(ctx context.Context, p access.Pass, id string) (*orderOut, error) {
	o, err := s.see(ctx, p, id)
	if errors.Is(err, ErrNone) {
		if w, werr := s.Waiting.Get(ctx, p, id); werr == nil {
			return one(asOrder(Order{Person: w.Person, Service: w.Service, ServiceName: w.ServiceName, Point: w.Point, PointName: w.PointName, Day: w.Day, Slot: w.Slot, Quantity: w.Quantity, Version: w.Version}, w), nil)
		}
	}
	if err != nil {
		return nil, err
	}
	return s.shown(ctx, p, o)
}

// placed orders. What the answer says of the person is known already: no name is
// looked up again.
func (s *Service) placed(ctx context.Context, p access.Pass, a Ask) (*orderOut, error) {
	o, err := s.Place(ctx, p, a)
	if err != nil {
		return nil, err
	}
	o.Steps = s.steps(p, o)
	if !resident(p) {
		o.Code = ""
	}
	return one(o, nil)
}

func (s *Service) shown(ctx context.Context, p access.Pass, o Order) (*orderOut, error) {
	all := []Order{o}
	if err := s.dress(ctx, p, all); err != nil {
		return nil, err
	}
	return one(all[0], nil)
}

func (s *Service) stepped(ctx context.Context, p access.Pass, in *StepHTTP, v flow.Verb) (*orderOut, error) {
	version, err := in.Version()
	if err != nil {
		return nil, err
	}
	var with StepIn
	if in.Body != nil {
		with = *in.Body
	}
	o, err := s.Step(ctx, p, in.ID, version, v, with)
	if err != nil {
		return nil, err
	}
	return s.shown(ctx, p, o)
}

func (s *Service) registerMine(a *api.API) {
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/my/orders/quote", ID: "quote-my-order", Tag: tag, Needs: Mine, Summary: "报价 / What my order would be"},
		func(ctx context.Context, p access.Pass, in *askIn) (*struct{ Body Quote }, error) {
			return quoted(s.Quote(ctx, p, in.Body))
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/my/orders", ID: "place-my-order", Tag: tag, Needs: Mine, Creates: true, Again: s.again, Summary: "下单 / Order", MaxBody: 16 << 10},
		func(ctx context.Context, p access.Pass, in *askIn) (*orderOut, error) {
			return s.placed(ctx, p, in.Body)
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/my/orders", ID: "list-my-orders", Tag: tag, Needs: Mine, Summary: "我的订单 / My orders and those of my family"},
		func(ctx context.Context, p access.Pass, in *listIn) (*listOut, error) {
			f, err := in.filter()
			if err != nil {
				return nil, err
			}
			return s.page(ctx, p, f, in.Total)
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/my/orders/{id}", ID: "get-my-order", Tag: tag, Needs: Mine, Summary: "我的一个订单 / One of my orders"},
		func(ctx context.Context, p access.Pass, in *idIn) (*orderOut, error) {
			return one(s.Get(ctx, p, in.ID))
		})
	for _, v := range []flow.Verb{flow.Cancel, flow.Confirm} {
		api.Register(a, api.Op{Method: http.MethodPost, Path: "/my/orders/{id}/" + string(v), ID: string(v) + "-my-order", Tag: tag, Needs: Mine, Summary: map[flow.Verb]string{flow.Cancel: "取消我的订单 / Cancel my order", flow.Confirm: "确认收到 / Confirm that it came"}[v], MaxBody: 4 << 10},
			func(ctx context.Context, p access.Pass, in *struct {
				ID   string `path:"id" format:"uuid"`
				Body *struct {
					Reason string `json:"reason,omitempty" maxLength:"200"`
				}
			}) (*orderOut, error) {
				var with StepIn
				if in.Body != nil {
					with.Reason = in.Body.Reason
				}
				o, err := s.Step(ctx, p, in.ID, 0, v, with)
				if err != nil {
					return nil, err
				}
				return s.shown(ctx, p, o)
			})
	}
}
