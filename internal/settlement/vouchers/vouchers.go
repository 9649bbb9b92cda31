package vouchers

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"linli/internal/directory/eligibility"
	"linli/internal/fault"
	"linli/internal/money"
	"linli/internal/orders/book"
	"linli/internal/orders/flow"
	"linli/internal/orders/subsidy"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/region"
	"linli/internal/role"
	"linli/internal/settlement/books"
)

// Permissions.
const (
	See    access.Permission = "settlement.see_vouchers"
	Make   access.Permission = "settlement.make_vouchers"
	Refund access.Permission = "settlement.refund"
)

// Rules says who holds them.
var Rules = access.Rules{
	See:    {role.StreetOperator, role.ProviderManager, role.DistrictPlanner, role.Auditor},
	Make:   {role.StreetOperator},
	Refund: {role.StreetOperator, role.ProviderManager},
}

// Refusals.
var (
	ErrNone   = fault.New(fault.NotFound, "voucher.none", "找不到这张凭证。", "There is no such voucher.")
	ErrPerson = fault.New(fault.NotFound, "voucher.person", "找不到这位居民。", "There is no such resident.")
	ErrDays   = fault.New(fault.Invalid, "voucher.days", "请选择已经过去的日期，最多 366 天。", "Choose days that are over, at most 366.")
	ErrReason = fault.New(fault.Invalid, "voucher.reason", "请写明依据，如“低保证 10 月 1 日起生效”，2 至 200 个字。", "Say on what ground, such as “card valid from 1 October”, 2 to 200 characters.")
	ErrSame   = fault.New(fault.Conflict, "voucher.same", "这些天的分担没有变化，不需要补差。", "Nothing changes for these days; no voucher is needed.")
	ErrChange = fault.New(fault.Conflict, "voucher.changed", "结果与预览时不同，请重新预览。", "It is not what the preview said; please look again.")
	ErrState  = fault.New(fault.Conflict, "voucher.state", "这张凭证没有待退的钱。", "Nothing is due on this voucher.")
)

// VoucherLine is an order whose sharing changes.
type VoucherLine struct {
	Order   string      `json:"order"`
	Number  string      `json:"number"`
	Day     string      `json:"day"`
	Service string      `json:"service_name"`
	Org     string      `json:"org"`
	Was     money.Split `json:"was"`
	Now     money.Split `json:"now"`
	BackFen money.Fen   `json:"back_fen" doc:"What the person paid too much; negative where too little"`
	WhyZh   string      `json:"why_zh,omitempty"`
	WhyEn   string      `json:"why_en,omitempty"`
}

// VoucherDraft is what a correction would be: nothing is written.
type VoucherDraft struct {
	Person  string        `json:"person"`
	Lines   []VoucherLine `json:"lines" nullable:"false"`
	BackFen money.Fen     `json:"back_fen"`
	Checked int           `json:"checked" doc:"Delivered orders that were looked at"`
}

// Voucher is a correction of one order.
type Voucher struct {
	ID         string      `json:"id"`
	Region     region.Code `json:"region"`
	Person     string      `json:"person"`
	OrgName    string      `json:"org_name,omitempty"`
	Name       string      `json:"name,omitempty" doc:"As the viewer may see it"`
	State      string      `json:"state" enum:"due,refunded,even"`
	Reason     string      `json:"reason"`
	By         string      `json:"by"`
	Created    time.Time   `json:"created"`
	RefundedOn string      `json:"refunded_on,omitempty"`
	Version    int64       `json:"version"`
	VoucherLine
}

// Around is what stands around; app supplies it.
type Around interface {
	// FactsOn is what is known now of somebody on a day; ErrPerson.
	FactsOn(ctx context.Context, tx *store.Tx, person, day string) (eligibility.Facts, error)
	OrdersIn(ctx context.Context, tx *store.Tx, f book.Filter) ([]book.Order, error)
	// Names are of those in the places of the pass.
	Names(ctx context.Context, p access.Pass, ids []string) (map[string]string, error)
	Org(ctx context.Context, org string) string
}

// Purse reckons splits; programmes is it.
type Purse interface {
	Split(ctx context.Context, tx *store.Tx, q subsidy.Question) (subsidy.Answer, error)
	Draw(ctx context.Context, tx *store.Tx, parts map[string]money.Fen) (ok bool, err error)
	Release(ctx context.Context, tx *store.Tx, order string) error
	Parts(ctx context.Context, tx *store.Tx, order string) (map[string]money.Fen, error)
}

// Service is the use cases.
type Service struct {
	DB     *store.DB
	Around Around
	Purse  Purse
	Books  *books.Service
}

// done are the states of what was delivered.
var done = []flow.State{flow.Delivered, flow.Confirmed, flow.Rated, flow.Settled}

// errUndone rolls a preview back.
var errUndone = errors.New("vouchers: a preview writes nothing")

// Draft reckons the delivered orders of a person from a day to a day anew.
func (s *Service) Draft(ctx context.Context, p access.Pass, person, from, to string) (d VoucherDraft, err error) {
	act, err := s.check(ctx, p, person, from, to)
	if err != nil {
		return d, err
	}
	_, err = store.In(ctx, s.DB, act, func(tx *store.Tx) (int, error) {
		if d, err = s.reckon(ctx, tx, person, from, to, nil); err != nil {
			return 0, err
		}
		return 0, errUndone
	})
	if errors.Is(err, errUndone) {
		err = nil
	}
	return d, err
}

func (s *Service) check(ctx context.Context, p access.Pass, person, from, to string) (access.Pass, error) {
	a, bad1 := time.Parse(time.DateOnly, from)
	b, bad2 := time.Parse(time.DateOnly, to)
	if bad1 != nil || bad2 != nil || b.Before(a) || b.Sub(a) > 366*24*time.Hour || b.After(s.DB.Now()) {
		return p, ErrDays.On("to")
	}
	names, err := s.Around.Names(ctx, p, []string{person})
	if err == nil && names[person] == "" {
		err = ErrPerson.On("person")
	}
	if err != nil || len(p.Places()) == 0 {
		return p, err
	}
	return access.HouseIn("settlement.voucher", p.Who(), p.Places()[0].District()), nil // orders before a move lie in another street
}

// reckon goes through the days in order, as caps of a week and a month want it. What
// it holds anew stays held unless the transaction is rolled back. make is called for
// each order that changes.
func (s *Service) reckon(ctx context.Context, tx *store.Tx, person, from, to string, make func(books.SettledItem, VoucherLine, string, map[string]money.Fen, map[string]money.Fen) error) (VoucherDraft, error) {
	d := VoucherDraft{Person: person, Lines: []VoucherLine{}}
	all, err := s.Around.OrdersIn(ctx, tx, book.Filter{Persons: []string{person}, From: from, To: to, States: done, Limit: 5000})
	if err != nil {
		return d, err
	}
	slices.SortFunc(all, func(a, b book.Order) int { return strings.Compare(a.Day+a.ID, b.Day+b.ID) })
	type line struct {
		o   book.Order
		x   books.SettledItem
		was map[string]money.Fen
	}
	var lines []line
	for _, o := range all { // all is given back first: what is freed on one day may be used on another
		x, stands, err := s.Books.Standing(ctx, tx, o.ID)
		if err != nil {
			return d, err
		}
		if !stands {
			continue // not booked yet
		}
		was, err := s.Purse.Parts(ctx, tx, o.ID)
		if err == nil {
			err = s.Purse.Release(ctx, tx, o.ID)
		}
		if err != nil {
			return d, err
		}
		lines = append(lines, line{o, x, was})
	}
	d.Checked = len(lines)
	for _, l := range lines {
		facts, err := s.Around.FactsOn(ctx, tx, person, l.o.Day)
		if err != nil {
			return d, err
		}
		got, err := s.Purse.Split(ctx, tx, subsidy.Question{Order: l.o.ID, Person: person, Region: l.o.Region, Category: l.o.Category, Service: l.o.Service, Org: l.o.Org, Day: l.o.Day, Quantity: l.o.Quantity, UnitFen: l.o.Price.UnitFen, Facts: facts})
		if err != nil {
			return d, err
		}
		ok, err := s.Purse.Draw(ctx, tx, got.Parts)
		if err == nil && !ok {
			err = ErrChange
		}
		if err != nil {
			return d, err
		}
		if got.Split == l.x.Split {
			continue
		}
		v := VoucherLine{Order: l.o.ID, Number: l.o.Number, Day: l.o.Day, Service: l.o.ServiceName, Org: l.o.Org, Was: l.x.Split, Now: got.Split, BackFen: l.x.Resident - got.Resident, WhyZh: got.WhyZh, WhyEn: got.WhyEn}
		d.Lines = append(d.Lines, v)
		d.BackFen += v.BackFen
		if make == nil {
			continue
		}
		now, err := s.Purse.Parts(ctx, tx, l.o.ID)
		if err == nil {
			err = make(l.x, v, got.Programme, l.was, now)
		}
		if err != nil {
			return d, err
		}
	}
	return d, nil
}

// Make writes the vouchers of a draft, whose sum the viewer saw as expect.
func (s *Service) Make(ctx context.Context, p access.Pass, person, from, to, reason string, expect money.Fen) (out []Voucher, err error) {
	reason = strings.TrimSpace(reason)
	if n := utf8.RuneCountInString(reason); n < 2 || n > 200 {
		return nil, ErrReason.On("reason")
	}
	act, err := s.check(ctx, p, person, from, to)
	if err != nil {
		return nil, err
	}
	_, err = store.In(ctx, s.DB, act, func(tx *store.Tx) (int, error) {
		out = nil
		d, err := s.reckon(ctx, tx, person, from, to, func(x books.SettledItem, l VoucherLine, programme string, was, now map[string]money.Fen) error {
			if err := s.Books.Correct(ctx, tx, x, l.Now, programme, was, now); err != nil {
				return err
			}
			v := Voucher{ID: tx.ID(), Region: x.Region, Person: person, State: "even", Reason: reason, By: p.Who(), Created: tx.Now, Version: 1, VoucherLine: l}
			if l.BackFen > 0 {
				v.State = "due"
			}
			if err := add(ctx, tx, v); err != nil {
				return err
			}
			out = append(out, v)
			return events.Append(ctx, tx, events.Event{Kind: "settlement.voucher", Region: x.Region, Subject: l.Order, Body: map[string]any{"voucher": v.ID, "person": person, "service": x.Service, "day": x.Day, "org": x.Org, "back_fen": l.BackFen}})
		})
		switch {
		case err != nil:
			return 0, err
		case len(out) == 0:
			return 0, ErrSame
		case d.BackFen != expect:
			return 0, ErrChange.On("expect_fen")
		}
		return len(out), nil
	})
	if err != nil {
		return nil, err
	}
	return out, s.dress(ctx, p, out)
}

// List lists vouchers, the newest first; posts held in organisations reach theirs.
func (s *Service) List(ctx context.Context, p access.Pass, f Filter) ([]Voucher, error) {
	f.Orgs = p.Orgs()
	all, err := store.View(ctx, s.DB, p, func(tx *store.Tx) ([]Voucher, error) { return list(ctx, tx, f) })
	if err != nil {
		return nil, err
	}
	return all, s.dress(ctx, p, all)
}

func (s *Service) dress(ctx context.Context, p access.Pass, all []Voucher) error {
	var ids []string
	for _, v := range all {
		ids = append(ids, v.Person)
	}
	names, err := s.Around.Names(ctx, p, ids)
	for i := range all {
		v := &all[i]
		v.OrgName = s.Around.Org(ctx, v.Org)
		if v.Name = names[v.Person]; len(p.Orgs()) > 0 && v.State != "due" {
			v.Name = book.Masked(v.Name) // whoever has to hand money back must know to whom
		}
	}
	return err
}

// Refunded notes that a provider handed back what was due.
func (s *Service) Refunded(ctx context.Context, p access.Pass, id string, version int64) (Voucher, error) {
	v, err := store.In(ctx, s.DB, p, func(tx *store.Tx) (Voucher, error) {
		v, err := byID(ctx, tx, id)
		if orgs := p.Orgs(); err == nil && len(orgs) > 0 && !slices.Contains(orgs, v.Org) {
			err = ErrNone
		}
		switch {
		case err != nil:
			return v, err
		case v.Version != version:
			return v, api.ErrStale
		case v.State != "due":
			return v, ErrState
		}
		v.State, v.RefundedOn = "refunded", tx.Now.In(shanghai).Format(time.DateOnly)
		if err := save(ctx, tx, &v); err != nil {
			return v, err
		}
		return v, events.Append(ctx, tx, events.Event{Kind: "settlement.refunded", Region: v.Region, Subject: v.Order, Body: map[string]any{"voucher": v.ID, "org": v.Org, "back_fen": v.BackFen}})
	})
	if err != nil {
		return v, err
	}
	all := []Voucher{v}
	err = s.dress(ctx, p, all)
	return all[0], err
}
