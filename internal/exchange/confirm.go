package exchange

import (
	"context"

	"linli/internal/exchange/plan"
	"linli/internal/fault"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
)

// Confirm makes the proposals of a run hold, in one transaction: pairs whose need
// or offer has changed since are dropped and counted; where an offer has fewer
// free units than the run gave, the pairs of least weight are dropped; the rest
// holds. ErrMoved, with nothing changed, when somebody else took units or needs
// in the same moment.
func (s *Service) Confirm(ctx context.Context, p access.Pass, id string, version int64) (Run, error) {
	return s.step(ctx, p, id, func(tx *store.Tx, r Run) (Run, error) {
		if r.Version != version {
			return r, api.ErrStale
		}
		r, err := r.to(Confirmed)
		if err != nil {
			return r, err
		}
		stale, err := dropStale(ctx, tx, id)
		if err != nil {
			return r, err
		}
		full, err := crowd(ctx, tx, id)
		if err != nil {
			return r, err
		}
		if err := takeUnits(ctx, tx, id); err != nil {
			return r, err
		}
		n, err := matchNeeds(ctx, tx, id)
		if err != nil {
			return r, err
		}
		r.Dropped = int(stale) + full
		if n != r.Matched-r.Dropped {
			return r, ErrMoved
		}
		return r, announce(ctx, tx, id)
	})
}

// crowd drops what no longer fits and tells how many.
func crowd(ctx context.Context, tx *store.Tx, run string) (int, error) {
	pairs, err := crowded(ctx, tx, run)
	if err != nil || len(pairs) == 0 {
		return 0, err
	}
	var ids []string
	for _, h := range pairs {
		if len(ids) == 0 || ids[len(ids)-1] != h.offer {
			ids = append(ids, h.offer)
		}
	}
	offers, err := offersByID(ctx, tx, ids)
	if err != nil {
		return 0, err
	}
	free := map[string]int{}
	for id, o := range offers {
		free[id] = max(0, o.Capacity-o.Taken)
	}
	var out []string
	for _, h := range pairs {
		if free[h.offer]--; free[h.offer] < 0 {
			out = append(out, h.need)
		}
	}
	return len(out), drop(ctx, tx, run, out)
}

// announce writes one event a match.
func announce(ctx context.Context, tx *store.Tx, run string) error {
	all, err := confirmed(ctx, tx, run)
	if err != nil {
		return err
	}
	for len(all) > 0 {
		at, n := all[0].region, 0
		var some []events.Event
		for n < len(all) && all[n].region == at {
			some = append(some, events.Event{Kind: "exchange.matched", Region: at, Subject: all[n].need, Body: map[string]string{"offer": all[n].offer, "run": run}})
			n++
		}
		if err := events.AppendMany(ctx, tx, at, some); err != nil {
			return err
		}
		all = all[n:]
	}
	return nil
}

// Discard drops the proposals of a run.
func (s *Service) Discard(ctx context.Context, p access.Pass, id string, version int64) (Run, error) {
	return s.step(ctx, p, id, func(_ *store.Tx, r Run) (Run, error) {
		if r.Version != version {
			return r, api.ErrStale
		}
		return r.to(Discarded)
	})
}

// Rows pages through what a run decided, by need.
func (s *Service) Rows(ctx context.Context, p access.Pass, id string, unmatched bool, category, after string, limit int) ([]Row, error) {
	all, err := store.View(ctx, s.DB, p, func(tx *store.Tx) ([]Row, error) {
		if _, err := runByID(ctx, tx, id); err != nil {
			return nil, err
		}
		all, err := listRows(ctx, tx, id, unmatched, category, after, limit)
		if err != nil {
			return nil, err
		}
		return all, words(ctx, tx, all)
	})
	if err != nil {
		return nil, err
	}
	return all, s.nameRows(ctx, p, all)
}

// words adds the offers and the reasons to rows.
func words(ctx context.Context, tx *store.Tx, all []Row) error {
	var ids []string
	for _, r := range all {
		if r.Offer != "" {
			ids = append(ids, r.Offer)
		}
	}
	offers, err := offersByID(ctx, tx, ids)
	for i := range all {
		r := &all[i]
		if r.Why != "" {
			u := plan.Unmet{Why: r.Why, NearestM: r.DistanceM}
			r.ReasonZh, r.ReasonEn = u.Words(fault.Zh), u.Words(fault.En)
			continue
		}
		o := offers[r.Offer]
		p := plan.Pair{DistanceM: r.DistanceM, Rank: r.Rank, Possible: r.Possible}
		r.OfferName, r.OfferEn, r.WhoName, r.To = o.Name, o.NameEn, o.WhoName, [2]float64{o.Lon, o.Lat}
		r.ReasonZh, r.ReasonEn = p.Words(fault.Zh), p.Words(fault.En)
	}
	return err
}

func (s *Service) nameRows(ctx context.Context, p access.Pass, all []Row) error {
	var ids []string
	for _, r := range all {
		ids = append(ids, r.Person)
	}
	names, err := s.Registers.Names(ctx, p, ids)
	for i := range all {
		all[i].Name = names[all[i].Person]
	}
	return err
}

// Compare tells how run a differs from run b.
func (s *Service) Compare(ctx context.Context, p access.Pass, a, b string) (Compare, error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) (Compare, error) {
		x, err := runByID(ctx, tx, a)
		if err != nil {
			return Compare{}, err
		}
		y, err := runByID(ctx, tx, b)
		if err != nil {
			return Compare{}, ErrNoConfirm.On("with")
		}
		c, err := differences(ctx, tx, a, b)
		c.Matched, c.Unmatched, c.Cost = x.Matched-y.Matched, x.Unmatched-y.Unmatched, x.Cost-y.Cost
		return c, err
	})
}
