package programmes

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"linli/internal/directory/eligibility"
	"linli/internal/directory/hours"
	"linli/internal/fault"
	"linli/internal/money"
	"linli/internal/orders/subsidy"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/region"
	"linli/internal/role"
)

// Permissions.
const (
	See  access.Permission = "settlement.see_programmes"
	Edit access.Permission = "settlement.edit_programmes"
)

// Rules says who holds them.
var Rules = access.Rules{
	See:  {role.StreetOperator, role.DistrictPlanner, role.FundOfficer, role.CommunityWorker, role.ProviderManager, role.Auditor},
	Edit: {role.StreetOperator, role.DistrictPlanner},
}

// State of a programme.
type State string

// The states.
const (
	Draft   State = "draft"
	InForce State = "in_force"
	Ended   State = "ended"
)

// Refusals.
var (
	ErrNone  = fault.New(fault.NotFound, "settlement.no_programme", "找不到这个补贴项目。", "There is no such programme.")
	ErrState = fault.New(fault.Conflict, "settlement.programme_state", "项目现在的状态不能这样做。", "In its state this cannot be done with the programme.")
	ErrSpent = fault.New(fault.Conflict, "settlement.budget_spent", "预算不能少于已经占用的金额。", "The budget cannot be less than what is held already.")
	ErrPlace = fault.New(fault.Forbidden, "settlement.programme_place", "这个范围不在您的岗位之内。", "This place is not yours.")
)

// SubsidyProgramme is a programme with its state.
type SubsidyProgramme struct {
	subsidy.Programme
	State    State     `json:"state" enum:"draft,in_force,ended" readOnly:"true"`
	HeldFen  money.Fen `json:"held_fen" readOnly:"true" doc:"Held for orders and given"`
	Forecast *Forecast `json:"forecast,omitempty" readOnly:"true"`
	Version  int64     `json:"version" readOnly:"true"`
}

// Forecast says how long a budget will last at the pace of the last four weeks.
type Forecast struct {
	ADayFen money.Fen `json:"a_day_fen"`
	Lasts   string    `json:"lasts,omitempty" doc:"The day on which it will have been used; empty: it lasts to the end of the programme, or nothing is used"`
}

// Service is the use cases, and the purse of orders.
type Service struct {
	DB    *store.DB
	Names eligibility.Names // of attributes and places, for rules in words; nil: rules stay as they are

	mu   sync.RWMutex
	seen uint64
	held []SubsidyProgramme // in force, rules parsed
}

// topic is what Touch counts.
const topic = "settlement"

// seen reports whether a programme concerns the places of a pass: it lies within one,
// or one lies within it. The rules of a district are no secret in its streets.
func (x SubsidyProgramme) seen(p access.Pass) bool {
	return p.Covers(x.Region) || slices.ContainsFunc(p.Places(), func(c region.Code) bool { return c.In(x.Region) })
}

// look is the pass with which programmes are read; seen says which are shown.
var look = access.House("settlement.programmes")

// All lists the programmes that concern the pass, with their forecasts.
func (s *Service) All(ctx context.Context, p access.Pass) ([]SubsidyProgramme, error) {
	return store.View(ctx, s.DB, look, func(tx *store.Tx) ([]SubsidyProgramme, error) {
		all, err := list(ctx, tx)
		all = slices.DeleteFunc(all, func(x SubsidyProgramme) bool { return !x.seen(p) })
		for i := range all {
			if err == nil {
				err = s.forecast(ctx, tx, &all[i])
			}
		}
		return all, err
	})
}

// Get is one.
func (s *Service) Get(ctx context.Context, p access.Pass, id string) (SubsidyProgramme, error) {
	return store.View(ctx, s.DB, look, func(tx *store.Tx) (SubsidyProgramme, error) {
		x, err := byID(ctx, tx, id)
		if err == nil && !x.seen(p) {
			err = ErrNone
		}
		if err == nil {
			err = s.forecast(ctx, tx, &x)
		}
		return x, err
	})
}

// forecast adds what is shown of a programme: its rules in words and how long it lasts.
func (s *Service) forecast(ctx context.Context, tx *store.Tx, x *SubsidyProgramme) error {
	if s.Names != nil {
		x.Say(s.Names)
	}
	if x.State != InForce || x.BudgetFen == 0 {
		return nil
	}
	today := tx.Now.In(hours.Shanghai)
	fen, err := pace(ctx, tx, x.ID, today.AddDate(0, 0, -28).Format(time.DateOnly), today.AddDate(0, 0, -1).Format(time.DateOnly))
	f := Forecast{ADayFen: fen / 28}
	if f.ADayFen > 0 {
		days := int((x.BudgetFen - x.HeldFen) / f.ADayFen)
		if end := today.AddDate(0, 0, min(days, 3650)).Format(time.DateOnly); x.To == "" || end < x.To {
			f.Lasts = end
		}
	}
	x.Forecast = &f
	return err
}

// Add drafts a programme.
func (s *Service) Add(ctx context.Context, p access.Pass, x subsidy.Programme) (SubsidyProgramme, error) {
	if err := x.Check(); err != nil {
		return SubsidyProgramme{}, err
	}
	if !p.Covers(x.Region) {
		return SubsidyProgramme{}, ErrPlace.On("region")
	}
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (SubsidyProgramme, error) {
		out := SubsidyProgramme{Programme: x, State: Draft, Version: 1}
		out.ID = tx.ID()
		if err := add(ctx, tx, out); err != nil {
			return out, err
		}
		return out, s.tell(ctx, tx, out, "settlement.programme_drafted")
	})
}

func (s *Service) tell(ctx context.Context, tx *store.Tx, x SubsidyProgramme, kind string) error {
	tx.Touch(topic)
	return events.Append(ctx, tx, events.Event{Kind: kind, Region: x.Region, Subject: x.ID, Body: map[string]any{"budget_fen": x.BudgetFen, "brackets": len(x.Brackets)}})
}

// Change replaces a programme that has not ended; its place and payer stay once it is in force.
func (s *Service) Change(ctx context.Context, p access.Pass, id string, version int64, x subsidy.Programme) (SubsidyProgramme, error) {
	if err := x.Check(); err != nil {
		return SubsidyProgramme{}, err
	}
	return s.change(ctx, p, id, version, "settlement.programme_changed", func(was SubsidyProgramme) (SubsidyProgramme, error) {
		if was.State == Ended || was.State == InForce && (x.Payer != was.Payer || x.From != was.From) || x.Region != was.Region {
			return was, ErrState
		}
		x.ID = was.ID
		was.Programme = x
		return was, nil
	})
}

// Start puts a draft into force, End ends it: what is held stays.
func (s *Service) Start(ctx context.Context, p access.Pass, id string, version int64) (SubsidyProgramme, error) {
	return s.change(ctx, p, id, version, "settlement.programme_started", func(x SubsidyProgramme) (SubsidyProgramme, error) {
		if x.State != Draft {
			return x, ErrState
		}
		x.State = InForce
		return x, nil
	})
}

// End ends a programme that is in force.
func (s *Service) End(ctx context.Context, p access.Pass, id string, version int64) (SubsidyProgramme, error) {
	return s.change(ctx, p, id, version, "settlement.programme_ended", func(x SubsidyProgramme) (SubsidyProgramme, error) {
		if x.State != InForce {
			return x, ErrState
		}
		x.State = Ended
		return x, nil
	})
}

func (s *Service) change(ctx context.Context, p access.Pass, id string, version int64, kind string, rule func(SubsidyProgramme) (SubsidyProgramme, error)) (SubsidyProgramme, error) {
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (SubsidyProgramme, error) {
		x, err := byID(ctx, tx, id)
		if err == nil && x.Version != version {
			err = api.ErrStale
		}
		if err == nil {
			x, err = rule(x)
		}
		if err == nil {
			err = save(ctx, tx, &x)
		}
		if err != nil {
			return x, err
		}
		return x, s.tell(ctx, tx, x, kind)
	})
}

// inForce are the programmes that may pay, from memory until one changes.
func (s *Service) inForce(ctx context.Context) ([]SubsidyProgramme, error) {
	now := s.DB.Touched(topic)
	s.mu.RLock()
	held, fresh := s.held, s.held != nil && s.seen == now
	s.mu.RUnlock()
	if fresh {
		return held, nil
	}
	all, err := store.View(ctx, s.DB, access.House("settlement"), func(tx *store.Tx) ([]SubsidyProgramme, error) { return list(ctx, tx) })
	if err != nil {
		return nil, err
	}
	held = []SubsidyProgramme{}
	for _, x := range all {
		if x.State == InForce {
			if err := x.Check(); err != nil {
				return nil, err
			}
			held = append(held, x)
		}
	}
	s.mu.Lock()
	s.held, s.seen = held, now
	s.mu.Unlock()
	return held, nil
}

// times are the day of an order and what it falls into.
type times struct {
	day, week, month string
	months           []string // that the day, its week and its month touch
}

func timesOf(day string) (t times, err error) {
	d, err := time.Parse(time.DateOnly, day)
	monday := d.AddDate(0, 0, -(int(d.Weekday())+6)%7)
	t = times{day: day, week: monday.Format(time.DateOnly), month: day[:min(7, len(day))]}
	t.months = []string{t.month}
	for _, m := range []string{monday.Format("2006-01"), monday.AddDate(0, 0, 6).Format("2006-01")} {
		if !slices.Contains(t.months, m) {
			t.months = append(t.months, m)
		}
	}
	return t, err
}

// Split is the part of a price that programmes pay. With q.Order it is held for it in
// tx, within the caps of the person, and Draw has to follow; without, it is what would be.
func (s *Service) Split(ctx context.Context, tx *store.Tx, q subsidy.Question) (subsidy.Answer, error) {
	total, err := q.UnitFen.Times(q.Quantity)
	if err != nil {
		return subsidy.Answer{}, err
	}
	all, err := s.inForce(ctx)
	if err != nil || len(all) == 0 {
		return subsidy.Answer{Split: money.Full(total)}, err
	}
	t, err := timesOf(q.Day)
	if err != nil {
		return subsidy.Answer{}, err
	}
	// What the person has had is read once for all programmes, and only where one has
	// caps; whoever orders for them at the same moment waits.
	var had map[string]subsidy.Used
	var given []subsidy.Given
	for i := range all {
		g, ok, err := all[i].Gives(q, func() (subsidy.Used, error) {
			if had == nil {
				if q.Order != "" && s.DB.Engine != store.SQLite { // which has one writer anyway
					if err := turn(ctx, tx, q.Person); err != nil {
						return subsidy.Used{}, err
					}
				}
				var err error
				if had, err = used(ctx, tx, q.Person, q.Order, t); err != nil {
					return subsidy.Used{}, err
				}
			}
			return had[all[i].ID], nil
		})
		if err != nil {
			return subsidy.Answer{}, err
		}
		if ok && g.Fen > 0 {
			given = append(given, g)
		}
	}
	of := func(id string) SubsidyProgramme {
		return all[slices.IndexFunc(all, func(x SubsidyProgramme) bool { return x.ID == id })]
	}
	adds := func(id string) bool { return of(id).Adds }
	var out []subsidy.Given
	for len(given) > 0 {
		out = subsidy.Combine(total, given, adds)
		broke, err := s.take(ctx, tx, q, out, t)
		if err != nil {
			return subsidy.Answer{}, err
		}
		if broke == "" {
			break
		}
		// A budget is used up: without it another programme may pay.
		given = slices.DeleteFunc(given, func(g subsidy.Given) bool { return g.Programme == broke })
		out = nil
	}
	return subsidy.Answered(total, out, func(id string) (string, string) {
		x := of(id)
		if x.NameEn == "" {
			return x.Name, x.Name
		}
		return x.Name, x.NameEn
	}), nil
}

// take holds what is given within the caps; it names a programme whose budget has too
// little left, and then holds nothing.
func (s *Service) take(ctx context.Context, tx *store.Tx, q subsidy.Question, all []subsidy.Given, t times) (broke string, err error) {
	for _, g := range all {
		fen, set, err := left(ctx, tx, g.Programme)
		if err != nil || set && fen < g.Fen {
			return g.Programme, err
		}
	}
	if q.Order == "" {
		return "", nil
	}
	return "", hold(ctx, tx, q, all, t)
}

// Draw takes what Split held from the budgets, in the order of the programmes so that
// two orders do not wait for each other. ok is false where one has been used up since:
// the caller's transaction must not be kept.
func (s *Service) Draw(ctx context.Context, tx *store.Tx, parts map[string]money.Fen) (ok bool, err error) {
	for _, id := range slices.Sorted(maps.Keys(parts)) {
		if ok, err := draw(ctx, tx, id, parts[id]); err != nil || !ok {
			return false, err
		}
	}
	return true, nil
}

// Parts are what programmes give for an order.
func (s *Service) Parts(ctx context.Context, tx *store.Tx, order string) (map[string]money.Fen, error) {
	return parts(ctx, tx, order)
}

// Release gives back what an order held.
func (s *Service) Release(ctx context.Context, tx *store.Tx, order string) error {
	return release(ctx, tx, order)
}
