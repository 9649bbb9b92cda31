package pairing

import (
	"context"
	"errors"
	"slices"
	"time"

	"linli/internal/fault"
	"linli/internal/pairing/rule"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/events"
	"linli/internal/platform/secret"
	"linli/internal/platform/store"
	"linli/internal/region"
	"linli/internal/role"
)

// Permissions.
const (
	See  access.Permission = "pairing.see"
	Make access.Permission = "pairing.make"
	Mine access.Permission = "pairing.mine"
)

// Rules says who holds them.
var Rules = access.Rules{
	See:  {role.CommunityWorker, role.HutKeeper, role.PartySecretary, role.StreetOperator, role.Auditor},
	Make: {role.CommunityWorker, role.PartySecretary},
	Mine: {role.Resident},
}

// Market is where wants and gives of one kind stand; app supplies one for each.
type Market interface {
	// Wants and Gives are the open ones of the pass's places.
	Wants(ctx context.Context, p access.Pass) ([]rule.Want, error)
	Gives(ctx context.Context, p access.Pass) ([]rule.Give, error)
	// Propose asks the two; a fault where it is no longer possible.
	Propose(ctx context.Context, p access.Pass, w rule.Want, g rule.Give) error
}

// People tells who is who.
type People interface {
	// Names are of those in the places of the pass.
	Names(ctx context.Context, p access.Pass, ids []string) (map[string]string, error)
	// Home is the community in which somebody lives.
	Home(ctx context.Context, person string) (region.Code, error)
	// May reports whether the pass's account may look after somebody's affairs; a fault where not.
	May(ctx context.Context, p access.Pass, person string) error
}

// Service is the use cases.
type Service struct {
	DB          *store.DB
	Box         *secret.Box
	Markets     map[string]Market // by kind
	People      People
	Zone        *time.Location
	Communities func() []region.Code
}

func (s *Service) today() time.Time { return s.DB.Now().In(s.Zone) }

// gather is what is open of some kinds.
func (s *Service) gather(ctx context.Context, p access.Pass, kinds []string) (wants []rule.Want, gives []rule.Give, err error) {
	for _, k := range kinds {
		m := s.Markets[k]
		if m == nil {
			continue
		}
		w, err := m.Wants(ctx, p)
		if err != nil {
			return nil, nil, err
		}
		g, err := m.Gives(ctx, p)
		if err != nil {
			return nil, nil, err
		}
		wants, gives = append(wants, w...), append(gives, g...)
	}
	return wants, gives, nil
}

// PairingAsk is what a run is asked to do.
type PairingAsk struct {
	Month string    `json:"month" maxLength:"7" doc:"YYYY-MM"`
	Kinds []string  `json:"kinds" maxItems:"3" doc:"wish, skill, need"`
	Rule  rule.Rule `json:"rule"`
}

// Draw pairs all that is open in the pass's community.
func (s *Service) Draw(ctx context.Context, p access.Pass, a PairingAsk) (PairingRun, error) {
	if len(p.Places()) != 1 || p.Places()[0].Level() != region.Community {
		return PairingRun{}, ErrPlace.On("region")
	}
	a.Kinds = slices.Compact(slices.Sorted(slices.Values(a.Kinds)))
	if len(a.Kinds) == 0 || slices.ContainsFunc(a.Kinds, func(k string) bool { return !slices.Contains(rule.Kinds, k) }) {
		return PairingRun{}, ErrKinds.On("kinds")
	}
	if err := errors.Join(checkMonth(a.Month, s.today()), a.Rule.Check()); err != nil {
		return PairingRun{}, err
	}
	wants, gives, err := s.gather(ctx, p, a.Kinds)
	if err != nil {
		return PairingRun{}, err
	}
	if len(wants) == 0 {
		return PairingRun{}, ErrNothing.On("kinds")
	}
	found, err := a.Rule.Find(ctx, wants, gives, s.DB.Now())
	if err != nil {
		return PairingRun{}, err
	}
	var ids []string
	members := map[string]bool{}
	for _, g := range gives {
		ids, members[g.Person] = append(ids, g.Person), true
	}
	names, err := s.People.Names(ctx, p, ids)
	if err != nil {
		return PairingRun{}, err
	}
	r := PairingRun{Region: p.Places()[0], Month: a.Month, Kinds: a.Kinds, State: Drawn, Rule: a.Rule, RuleZh: a.Rule.Words(fault.Zh), RuleEn: a.Rule.Words(fault.En), Wants: len(wants), Gives: len(gives), Members: len(members),
		Pairs: len(found.Pairs), Possible: found.Possible, Cost: found.Cost, DualCost: found.DualCost, Proved: found.Cost == found.DualCost, By: p.Who(), Version: 1}
	for _, x := range found.Pairs {
		row := PairingRow{Want: wants[x.Want], Give: gives[x.Give], Giver: names[gives[x.Give].Person], DistanceM: x.DistanceM, Weight: x.Weight, Rank: x.Rank, Possible: x.Possible, State: Proposed}
		row.WhyZh, row.WhyEn = told(x, a.Rule)
		r.Rows = append(r.Rows, row)
	}
	for _, x := range found.Alone {
		r.Alone = append(r.Alone, PairingAlone{Want: wants[x.Want], Weight: x.Weight, Why: x.Why, WhyZh: alone[x.Why][0], WhyEn: alone[x.Why][1]})
	}
	slices.SortStableFunc(r.Rows, func(a, b PairingRow) int { return int(b.Weight - a.Weight) })
	slices.SortStableFunc(r.Alone, func(a, b PairingAlone) int { return int(b.Weight - a.Weight) })
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (PairingRun, error) {
		r.ID, r.Created = tx.ID(), tx.Now
		if err := s.add(ctx, tx, r); err != nil {
			return r, err
		}
		return r, tell(ctx, tx, r)
	})
}

func tell(ctx context.Context, tx *store.Tx, r PairingRun) error {
	return events.Append(ctx, tx, events.Event{Kind: "pairing." + string(r.State), Region: r.Region, Subject: r.ID, Body: map[string]any{"month": r.Month, "pairs": r.Pairs, "wants": r.Wants}})
}

// List is the newest first, without their pairs.
func (s *Service) List(ctx context.Context, p access.Pass, before string, limit int) ([]PairingRun, error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) ([]PairingRun, error) { return s.list(ctx, tx, before, limit) })
}

// Get is one run.
func (s *Service) Get(ctx context.Context, p access.Pass, id string) (PairingRun, error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) (PairingRun, error) { return s.byID(ctx, tx, id) })
}

func (s *Service) change(ctx context.Context, p access.Pass, id string, version int64, change func(PairingRun) (PairingRun, error)) (PairingRun, error) {
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (PairingRun, error) {
		r, err := s.byID(ctx, tx, id)
		if err != nil {
			return r, err
		}
		if version != 0 && r.Version != version {
			return r, api.ErrStale
		}
		was := r.State
		if r, err = change(r); err != nil {
			return r, err
		}
		if r.State != was {
			r.Decided = tx.Now
			if err := tell(ctx, tx, r); err != nil {
				return r, err
			}
		}
		return r, s.save(ctx, tx, &r)
	})
}

// Drop takes a pair out of a run that is not confirmed yet.
func (s *Service) Drop(ctx context.Context, p access.Pass, id string, version int64, want, why string) (PairingRun, error) {
	return s.change(ctx, p, id, version, func(r PairingRun) (PairingRun, error) { return r.drop(want, why) })
}

// Discard gives a run up.
func (s *Service) Discard(ctx context.Context, p access.Pass, id string, version int64) (PairingRun, error) {
	return s.change(ctx, p, id, version, func(r PairingRun) (PairingRun, error) { return r.to(Discarded) })
}

// Confirm proposes every pair that was not taken out. A pair that is no longer possible is
// told so and harms no other. Cut off, it goes on where it stood (Watch).
func (s *Service) Confirm(ctx context.Context, p access.Pass, id string, version int64) (PairingRun, error) {
	r, err := s.change(ctx, p, id, version, func(r PairingRun) (PairingRun, error) { return r.to(Asking) })
	if err != nil {
		return r, err
	}
	return s.ask(ctx, p, r)
}

// ask proposes what is left of a run.
func (s *Service) ask(ctx context.Context, p access.Pass, r PairingRun) (PairingRun, error) {
	wants, gives, err := s.gather(ctx, p, r.Kinds)
	if err != nil {
		return r, err
	}
	for i, row := range r.Rows {
		if row.State != Proposed {
			continue
		}
		state, note := Told, ""
		w := slices.IndexFunc(wants, func(w rule.Want) bool { return w.Kind == row.Want.Kind && w.ID == row.Want.ID })
		g := slices.IndexFunc(gives, func(g rule.Give) bool { return g.Kind == row.Give.Kind && g.ID == row.Give.ID })
		if w < 0 || g < 0 {
			state, note = Refused, "已不再等待或提供 / no longer open"
		} else if err := s.Markets[row.Want.Kind].Propose(ctx, p, wants[w], gives[g]); err != nil {
			f := fault.Of(err)
			if f == nil {
				return r, err
			}
			state, note = Refused, f.Text(fault.Zh)
		}
		if r, err = s.change(ctx, p, r.ID, 0, func(r PairingRun) (PairingRun, error) {
			r.Rows[i].State, r.Rows[i].Note = state, note
			return r, nil
		}); err != nil {
			return r, err
		}
	}
	return s.change(ctx, p, r.ID, 0, func(r PairingRun) (PairingRun, error) { return r.to(Confirmed) })
}

// Watch finishes what was cut off, and in the first three days of a month draws a run for
// every community that has none and where something waits. It returns how many it touched.
func (s *Service) Watch(ctx context.Context, p access.Pass) (int, error) {
	cut, err := store.View(ctx, s.DB, p, func(tx *store.Tx) ([]PairingRun, error) { return s.cutOff(ctx, tx, tx.Now.Add(-time.Minute)) })
	n := 0
	for _, r := range cut {
		if _, err := s.ask(ctx, access.HouseIn("pairing", r.By, r.Region), r); err != nil {
			return n, err
		}
		n++
	}
	now := s.today()
	if err != nil || now.Day() > 3 || s.Communities == nil {
		return n, err
	}
	m := now.Format("2006-01")
	have, err := store.View(ctx, s.DB, p, func(tx *store.Tx) (map[region.Code]bool, error) { return s.months(ctx, tx, m) })
	if err != nil {
		return n, err
	}
	for _, c := range s.Communities() {
		if have[c] {
			continue
		}
		_, err := s.Draw(ctx, access.HouseIn("pairing", "", c), PairingAsk{Month: m, Kinds: rule.Kinds, Rule: rule.Usual})
		if errors.Is(err, ErrNothing) {
			continue
		}
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
