package board

import (
	"context"
	"net/http"

	"linli/internal/fault"
	"linli/internal/orders/book"
	"linli/internal/orders/flow"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/store"
	"linli/internal/role"
)

// Permissions.
const (
	See    access.Permission = "orders.see_board"
	Assign access.Permission = "orders.assign_board"
)

// Rules says who holds them.
var Rules = access.Rules{
	See:    {role.CommunityWorker, role.StreetOperator, role.ProviderManager, role.Auditor},
	Assign: {role.StreetOperator, role.ProviderManager},
}

// ErrOrg is for a plan whose organisation is not named.
var ErrOrg = fault.New(fault.Invalid, "board.org", "请选择机构。", "Choose the organisation.")

// Orders is what the board needs of those who keep orders; package orders is it.
type Orders interface {
	// List as the viewer may see them.
	List(ctx context.Context, p access.Pass, f book.Filter) ([]book.Order, error)
	// AssignTo gives an order, read at a version, to an account.
	AssignTo(ctx context.Context, p access.Pass, id string, version int64, account string) error
	// Carers are those of an organisation who can be sent.
	Carers(ctx context.Context, org string) ([]Carer, error)
}

// Service is the use cases.
type Service struct {
	DB     *store.DB
	Orders Orders
}

// BoardCount is how many orders are in a state at a time.
type BoardCount struct {
	State flow.State `json:"state"`
	Slot  string     `json:"slot"`
	Mode  flow.Mode  `json:"mode"`
	N     int64      `json:"n"`
	Units int64      `json:"units"`
	Late  int64      `json:"late"`
}

// OrderBoard is how a day stands.
type OrderBoard struct {
	Day    string       `json:"day"`
	Counts []BoardCount `json:"counts" nullable:"false"`
	Late   []book.Order `json:"late" nullable:"false" doc:"What is late, the longest first; fifty at most"`
}

type boardIn struct {
	Day   string `query:"day" required:"true" maxLength:"10"`
	Point string `query:"point" maxLength:"40"`
	Org   string `query:"org" maxLength:"40"`
}

func (in *boardIn) filter(p access.Pass) book.Filter {
	f := book.Filter{From: in.Day, To: in.Day, Point: in.Point}
	if in.Org != "" {
		f.Orgs = []string{in.Org}
	}
	if orgs := p.Orgs(); len(orgs) > 0 {
		f.Orgs = orgs
	}
	return f
}

// Of is the board of a day.
func (s *Service) Of(ctx context.Context, p access.Pass, f book.Filter) (OrderBoard, error) {
	b := OrderBoard{Day: f.From, Counts: []BoardCount{}}
	_, err := store.View(ctx, s.DB, p, func(tx *store.Tx) (int, error) {
		return 0, book.Tally(ctx, tx, f, func(state flow.State, slot string, mode flow.Mode, n, units, late int64) {
			b.Counts = append(b.Counts, BoardCount{state, slot, mode, n, units, late})
		})
	})
	if err != nil {
		return b, err
	}
	f.Overdue, f.States, f.Limit = true, flow.Open, 50
	b.Late, err = s.Orders.List(ctx, p, f)
	if b.Late == nil {
		b.Late = []book.Order{}
	}
	return b, err
}

// look reads what costs look at: carers, the day's visits, who has been where.
func (s *Service) look(ctx context.Context, p access.Pass, org, on string) (d day, open []book.Order, err error) {
	carers, err := s.Orders.Carers(ctx, org)
	if err != nil {
		return d, nil, err
	}
	visits, err := s.Orders.List(ctx, p, book.Filter{From: on, To: on, Orgs: []string{org}, States: flow.Open, Limit: 5000})
	if err != nil {
		return d, nil, err
	}
	var people []string
	for _, o := range visits {
		if o.Mode == flow.HomeVisit && (o.State == flow.Accepted || o.State == flow.Assigned && o.Assigned == "") {
			open = append(open, o)
			people = append(people, o.Person)
		}
	}
	been, err := store.View(ctx, s.DB, p, func(tx *store.Tx) (map[string]map[string]int, error) {
		return book.Been(ctx, tx, people, tx.Now.AddDate(0, 0, -60).Format("2006-01-02"))
	})
	return newDay(carers, visits, been), open, err
}

func orgOf(p access.Pass, asked string) (string, error) {
	orgs := p.Orgs()
	if asked == "" && len(orgs) == 1 {
		asked = orgs[0]
	}
	if asked == "" {
		return "", ErrOrg.On("org")
	}
	for _, o := range orgs {
		if o == asked {
			return asked, nil
		}
	}
	if len(orgs) > 0 {
		return "", ErrOrg.On("org")
	}
	return asked, nil
}

// Propose is the plan for a day's open visits of an organisation.
func (s *Service) Propose(ctx context.Context, p access.Pass, org, on string) (BoardPlan, error) {
	org, err := orgOf(p, org)
	if err != nil {
		return BoardPlan{}, err
	}
	d, open, err := s.look(ctx, p, org, on)
	if err != nil {
		return BoardPlan{}, err
	}
	plan, err := d.plan(ctx, open)
	if err != nil {
		return plan, err
	}
	names := map[string]string{}
	for _, o := range open {
		names[o.ID] = o.Name
	}
	for _, all := range [][]BoardVisit{plan.Given, plan.Open} {
		for i := range all {
			all[i].Sent, all[i].Name = all[i].Carer.Name, names[all[i].Order]
		}
	}
	return plan, nil
}

// BoardChosen is a row of a plan that a person confirms.
type BoardChosen struct {
	Order   string `json:"order" maxLength:"40"`
	Version int64  `json:"version"`
	Account string `json:"account" maxLength:"40"`
}

// BoardDone is what became of a row.
type BoardDone struct {
	Order   string `json:"order"`
	Refused string `json:"refused,omitempty" doc:"Code of the refusal: somebody changed it in between"`
}

// Confirm assigns the rows of a plan, each by itself: what has changed since is
// told and left alone.
func (s *Service) Confirm(ctx context.Context, p access.Pass, rows []BoardChosen) ([]BoardDone, error) {
	out := make([]BoardDone, 0, len(rows))
	for _, r := range rows {
		d := BoardDone{Order: r.Order}
		if err := s.Orders.AssignTo(ctx, p, r.Order, r.Version, r.Account); err != nil {
			f := fault.Of(err)
			if f == nil {
				return out, err
			}
			d.Refused = f.Code
		}
		out = append(out, d)
	}
	return out, nil
}

// Register adds the operations.
func (s *Service) Register(a *api.API) {
	const tag = "orders"
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/orders/board", ID: "get-orders-board", Tag: tag, Needs: See, Summary: "调度看板 / How a day stands"},
		func(ctx context.Context, p access.Pass, in *boardIn) (*struct{ Body OrderBoard }, error) {
			b, err := s.Of(ctx, p, in.filter(p))
			if err != nil {
				return nil, err
			}
			return &struct{ Body OrderBoard }{b}, nil
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/orders/{id}/candidates", ID: "list-order-candidates", Tag: tag, Needs: Assign, Summary: "可派人员，附理由 / Who can be sent, and why"},
		func(ctx context.Context, p access.Pass, in *struct {
			ID string `path:"id" format:"uuid"`
		}) (*struct{ Body api.List[BoardChoice] }, error) {
			o, err := store.View(ctx, s.DB, p, func(tx *store.Tx) (book.Order, error) { return book.ByID(ctx, tx, in.ID) })
			if err != nil {
				return nil, err
			}
			if _, err := orgOf(p, o.Org); err != nil {
				return nil, book.ErrNone
			}
			d, _, err := s.look(ctx, p, o.Org, o.Day)
			if err != nil {
				return nil, err
			}
			if d.been[o.Person] == nil {
				been, err := store.View(ctx, s.DB, p, func(tx *store.Tx) (map[string]map[string]int, error) {
					return book.Been(ctx, tx, []string{o.Person}, tx.Now.AddDate(0, 0, -60).Format("2006-01-02"))
				})
				if err != nil {
					return nil, err
				}
				d.been = been
			}
			return &struct{ Body api.List[BoardChoice] }{api.Many(d.choices(o), "")}, nil
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/orders/assign-board", ID: "propose-assign-board", Tag: tag, Needs: Assign, Summary: "一次排完当天上门服务（建议） / Give out the day's visits at once: a proposal"},
		func(ctx context.Context, p access.Pass, in *struct {
			Body struct {
				Day string `json:"day" maxLength:"10"`
				Org string `json:"org,omitempty" maxLength:"40"`
			}
		}) (*struct{ Body BoardPlan }, error) {
			plan, err := s.Propose(ctx, p, in.Body.Org, in.Body.Day)
			if err != nil {
				return nil, err
			}
			return &struct{ Body BoardPlan }{plan}, nil
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/orders/assign-board/confirm", ID: "confirm-assign-board", Tag: tag, Needs: Assign, Summary: "确认排班 / Confirm a proposal"},
		func(ctx context.Context, p access.Pass, in *struct {
			Body struct {
				Rows []BoardChosen `json:"rows" minItems:"1" maxItems:"2000"`
			}
		}) (*struct{ Body api.List[BoardDone] }, error) {
			done, err := s.Confirm(ctx, p, in.Body.Rows)
			if err != nil {
				return nil, err
			}
			return &struct{ Body api.List[BoardDone] }{api.Many(done, "")}, nil
		})
}
