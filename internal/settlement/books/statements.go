package books

import (
	"context"
	"slices"
	"strings"
	"time"

	"linli/internal/fault"
	"linli/internal/money"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/region"
	"linli/internal/role"
)

// Permissions.
const (
	See     access.Permission = "settlement.see_statements"
	Draw    access.Permission = "settlement.draw"
	Approve access.Permission = "settlement.approve"
	Dispute access.Permission = "settlement.dispute"
)

// Rules says who holds them.
var Rules = access.Rules{
	See:     {role.StreetOperator, role.ProviderManager, role.DistrictPlanner, role.Auditor},
	Draw:    {role.StreetOperator},
	Approve: {role.StreetOperator, role.DistrictPlanner},
	Dispute: {role.ProviderManager},
}

// State of a statement.
type State string

// The states.
const (
	Drawn    State = "drawn"
	Disputed State = "disputed"
	Approved State = "approved"
	Paid     State = "paid"
)

// Refusals.
var (
	ErrNone   = fault.New(fault.NotFound, "settlement.no_statement", "找不到这份结算单。", "There is no such statement.")
	ErrState  = fault.New(fault.Conflict, "settlement.statement_state", "结算单现在的状态不能这样做。", "In its state this cannot be done with the statement.")
	ErrMonth  = fault.New(fault.Invalid, "settlement.month", "月份应为“2026-11”，而且已经结束。", "A month is written 2026-11 and has ended.")
	ErrTwo    = fault.New(fault.Forbidden, "settlement.two_people", "编制人不能审批自己编制的结算单。", "Whoever drew it up does not approve it.")
	ErrWhy    = fault.New(fault.Invalid, "settlement.why", "请写明内容。", "Say what it is about.")
	ErrStreet = fault.New(fault.Invalid, "settlement.street", "请选择一个街道。", "Choose one street.")
)

// Sums are the figures of a statement.
type Sums struct {
	Items    int       `json:"items" doc:"Orders, and orders taken back"`
	Quantity int       `json:"quantity"`
	TotalFen money.Fen `json:"total_fen"`
	money.Split
}

// Statement is what a street owes a provider for a month.
type Statement struct {
	ID         string      `json:"id"`
	Region     region.Code `json:"region"`
	Org        string      `json:"org"`
	OrgName    string      `json:"org_name,omitempty"`
	Month      string      `json:"month"`
	State      State       `json:"state" enum:"drawn,disputed,approved,paid"`
	Sums       Sums        `json:"sums"`
	PayableFen money.Fen   `json:"payable_fen" doc:"Subsidy and fund: what residents pay the provider has already"`
	Objection  string      `json:"objection,omitempty"`
	Answer     string      `json:"answer,omitempty"`
	DrawnBy    string      `json:"drawn_by"`
	ApprovedBy string      `json:"approved_by,omitempty"`
	Created    time.Time   `json:"created"`
	PaidOn     string      `json:"paid_on,omitempty"`
	Version    int64       `json:"version"`
}

// Filter narrows a list.
type Filter struct {
	Month  string
	State  State
	Orgs   []string
	Before string
	Limit  int
}

// DrawUp makes the statements of a street for a month that has ended: one for every provider that
// delivered something up to its last day which is in no statement yet.
func (s *Service) DrawUp(ctx context.Context, p access.Pass, month string) ([]Statement, error) {
	if len(p.Places()) != 1 || p.Places()[0].Level() != region.Street {
		return nil, ErrStreet.On("region")
	}
	to, err := lastDay(month)
	if err != nil || to >= s.DB.Now().In(shanghai).Format(time.DateOnly) {
		return nil, ErrMonth.On("month")
	}
	out, err := store.In(ctx, s.DB, p, func(tx *store.Tx) ([]Statement, error) {
		orgs, err := open(ctx, tx, to)
		var out []Statement
		for _, org := range orgs {
			x := Statement{ID: tx.ID(), Region: p.Places()[0], Org: org, Month: month, State: Drawn, DrawnBy: p.Who(), Created: tx.Now, Version: 1}
			if x.Sums, err = claim(ctx, tx, x.ID, org, to); err != nil {
				return nil, err
			}
			x.PayableFen = x.Sums.Subsidy + x.Sums.Fund
			if err := add(ctx, tx, x); err != nil {
				return nil, err
			}
			if err := events.Append(ctx, tx, events.Event{Kind: "settlement.drawn", Region: x.Region, Subject: x.ID, Body: map[string]any{"org": org, "month": month, "items": x.Sums.Items, "payable_fen": x.PayableFen}}); err != nil {
				return nil, err
			}
			out = append(out, x)
		}
		return out, err
	})
	s.name(ctx, out)
	return out, err
}

var shanghai = time.FixedZone("Asia/Shanghai", 8*3600) // one zone, no summer time since 1991

func (s *Service) name(ctx context.Context, all []Statement) {
	for i := range all {
		all[i].OrgName = s.Names(ctx, all[i].Org)
	}
}

// List lists statements; posts held in organisations reach theirs only.
func (s *Service) List(ctx context.Context, p access.Pass, f Filter) ([]Statement, error) {
	f.Orgs = p.Orgs()
	all, err := store.View(ctx, s.DB, p, func(tx *store.Tx) ([]Statement, error) { return list(ctx, tx, f) })
	s.name(ctx, all)
	return all, err
}

// Get is one statement.
func (s *Service) Get(ctx context.Context, p access.Pass, id string) (Statement, error) {
	x, err := store.View(ctx, s.DB, p, func(tx *store.Tx) (Statement, error) { return ours(p)(byID(ctx, tx, id)) })
	x.OrgName = s.Names(ctx, x.Org)
	return x, err
}

// ours hides what is of another organisation than the posts are held in.
func ours(p access.Pass) func(Statement, error) (Statement, error) {
	return func(x Statement, err error) (Statement, error) {
		if orgs := p.Orgs(); err == nil && len(orgs) > 0 && !slices.Contains(orgs, x.Org) {
			return Statement{}, ErrNone
		}
		return x, err
	}
}

// Items are the orders of a statement, a page of them.
func (s *Service) Items(ctx context.Context, p access.Pass, id, after string, limit int) ([]SettledItem, error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) ([]SettledItem, error) {
		if _, err := ours(p)(byID(ctx, tx, id)); err != nil {
			return nil, err
		}
		return itemsIn(ctx, tx, id, after, limit)
	})
}

func (s *Service) change(ctx context.Context, p access.Pass, id string, version int64, kind string, rule func(*store.Tx, *Statement) error) (Statement, error) {
	x, err := store.In(ctx, s.DB, p, func(tx *store.Tx) (Statement, error) {
		x, err := ours(p)(byID(ctx, tx, id))
		if err == nil && x.Version != version {
			err = api.ErrStale
		}
		if err == nil {
			err = rule(tx, &x)
		}
		if err == nil {
			err = save(ctx, tx, &x)
		}
		if err != nil {
			return x, err
		}
		return x, events.Append(ctx, tx, events.Event{Kind: kind, Region: x.Region, Subject: x.ID, Body: map[string]any{"org": x.Org, "month": x.Month, "payable_fen": x.PayableFen}})
	})
	x.OrgName = s.Names(ctx, x.Org)
	return x, err
}

// Object is what a provider says against a statement that is drawn.
func (s *Service) Object(ctx context.Context, p access.Pass, id string, version int64, text string) (Statement, error) {
	return s.change(ctx, p, id, version, "settlement.disputed", func(_ *store.Tx, x *Statement) error {
		if x.State != Drawn {
			return ErrState
		}
		if text = strings.TrimSpace(text); text == "" {
			return ErrWhy.On("text")
		}
		x.State, x.Objection, x.Answer = Disputed, text, ""
		return nil
	})
}

// Reply is what the street says to it; the statement waits for approval again.
func (s *Service) Reply(ctx context.Context, p access.Pass, id string, version int64, text string) (Statement, error) {
	return s.change(ctx, p, id, version, "settlement.answered", func(_ *store.Tx, x *Statement) error {
		if x.State != Disputed {
			return ErrState
		}
		if text = strings.TrimSpace(text); text == "" {
			return ErrWhy.On("text")
		}
		x.State, x.Answer = Drawn, text
		return nil
	})
}

// Accept approves a statement; by another person than drew it up.
func (s *Service) Accept(ctx context.Context, p access.Pass, id string, version int64) (Statement, error) {
	return s.change(ctx, p, id, version, "settlement.approved", func(_ *store.Tx, x *Statement) error {
		switch {
		case x.State != Drawn:
			return ErrState
		case x.DrawnBy == p.Who():
			return ErrTwo
		}
		x.State, x.ApprovedBy = Approved, p.Who()
		return nil
	})
}

// Pay notes that a statement was paid: its orders are settled, and never change again.
func (s *Service) Pay(ctx context.Context, p access.Pass, id string, version int64) (Statement, error) {
	return s.change(ctx, p, id, version, "settlement.paid", func(tx *store.Tx, x *Statement) error {
		if x.State != Approved {
			return ErrState
		}
		x.State, x.PaidOn = Paid, tx.Now.In(shanghai).Format(time.DateOnly)
		if t := (Transfer{x.PaidOn, "paid", x.ID, Provider(x.Org), "assets:bank", x.PayableFen}); t.Fen != 0 {
			if t.Fen < 0 {
				t.Debit, t.Credit, t.Fen = t.Credit, t.Debit, -t.Fen
			}
			if err := addTransfers(ctx, tx, x.Region, []Transfer{t}); err != nil {
				return err
			}
		}
		by := map[region.Code][]events.Event{}
		for after := ""; ; {
			page, err := itemsIn(ctx, tx, x.ID, after, 5000)
			if err != nil {
				return err
			}
			for _, i := range page {
				if i.Quantity > 0 {
					by[i.Region] = append(by[i.Region], events.Event{Kind: "settlement.settled", Region: i.Region, Subject: x.ID, Body: map[string]string{"order": i.Order}})
				}
			}
			if len(page) < 5000 {
				break
			}
			after = page[len(page)-1].ID
		}
		for _, at := range sorted(by) {
			if err := events.AppendMany(ctx, tx, at, by[at]); err != nil {
				return err
			}
		}
		return nil
	})
}

func sorted(by map[region.Code][]events.Event) (out []region.Code) {
	for at := range by {
		out = append(out, at)
	}
	slices.Sort(out)
	return out
}
