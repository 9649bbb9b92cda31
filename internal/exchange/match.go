package exchange

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"time"

	"linli/internal/exchange/plan"
	"linli/internal/fault"
	"linli/internal/geo"
	"linli/internal/platform/access"
	"linli/internal/platform/jobs"
	"linli/internal/platform/store"
	"linli/internal/region"
)

var shanghai = time.FixedZone("Asia/Shanghai", 8*3600) // one zone, no summer time since 1991

type runArgs struct {
	Run     string        `json:"run"`
	Account string        `json:"account"`
	Places  []region.Code `json:"places"`
}

// Kind names the job for ever.
func (runArgs) Kind() string { return "exchange.match" }

// Jobs registers the background work.
func (s *Service) Jobs(r *jobs.Registry) {
	jobs.Add(r, time.Hour, func(ctx context.Context, a runArgs) error {
		err := s.Compute(ctx, access.HouseIn("exchange.match", a.Account, a.Places...), a.Run)
		if k := fault.KindOf(err); k == fault.Conflict || k == fault.NotFound || k == fault.Stale {
			return nil // it is done already, or gone
		}
		return err
	})
}

// Begin asks for a run over the pass's places, which must be one region.
func (s *Service) Begin(ctx context.Context, p access.Pass, o Order, repeats string) (Run, error) {
	if len(p.Places()) != 1 {
		return Run{}, ErrOnePlace.On("region")
	}
	if err := s.inUse(ctx, "categories", o.Categories...); err != nil {
		return Run{}, err
	}
	if o.UnmatchedCost == 0 {
		o.UnmatchedCost = plan.DefaultUnmatchedCost
	}
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (Run, error) {
		r := Run{ID: tx.ID(), Region: p.Places()[0], Order: o, State: Queued, By: p.Who(), Created: tx.Now, Version: 1, Repeats: repeats}
		if err := addRun(ctx, tx, r); err != nil {
			return r, err
		}
		if err := s.Queue.Enqueue(ctx, tx, runArgs{r.ID, p.Who(), []region.Code{r.Region}}); err != nil {
			return r, err
		}
		return r, say(ctx, tx, "exchange.run_queued", r.Region, r.ID, nil)
	})
}

// Repeat asks for the same run again, to see whether it gives the same.
func (s *Service) Repeat(ctx context.Context, p access.Pass, id string) (Run, error) {
	old, err := s.Run(ctx, p, id)
	if err != nil {
		return old, err
	}
	if p, err = p.Narrow(old.Region); err != nil {
		return old, err
	}
	o := old.Order
	return s.Begin(ctx, p, o, id)
}

// Run is one run.
func (s *Service) Run(ctx context.Context, p access.Pass, id string) (Run, error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) (Run, error) { return runByID(ctx, tx, id) })
}

// Runs pages through runs, newest first.
func (s *Service) Runs(ctx context.Context, p access.Pass, before string, limit int) ([]Run, error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) ([]Run, error) { return listRuns(ctx, tx, before, limit) })
}

func (s *Service) step(ctx context.Context, p access.Pass, id string, rule func(*store.Tx, Run) (Run, error)) (Run, error) {
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (Run, error) {
		r, err := runByID(ctx, tx, id)
		if err != nil {
			return r, err
		}
		was := r.State
		if r, err = rule(tx, r); err != nil {
			return r, err
		}
		if err := saveRun(ctx, tx, r); err != nil {
			return r, err
		}
		r.Version++
		if r.State == was {
			return r, nil
		}
		return r, say(ctx, tx, "exchange.run_"+string(r.State), r.Region, r.ID, nil)
	})
}

// Compute does the work of a run. It may be killed and called again: nothing is
// written but progress until the whole plan is.
func (s *Service) Compute(ctx context.Context, p access.Pass, id string) error {
	r, err := s.step(ctx, p, id, func(_ *store.Tx, r Run) (Run, error) {
		r, err := r.to(Running)
		r.Progress = 0
		return r, err
	})
	if err != nil {
		return err
	}
	began := s.DB.Now()
	err = s.compute(ctx, p, r, began)
	if f := fault.Of(err); f != nil && f.Kind == fault.Invalid {
		_, ferr := s.step(ctx, p, id, func(tx *store.Tx, r Run) (Run, error) {
			r.Error, r.Finished = f.Text(fault.Zh), tx.Now
			return r.to(Failed)
		})
		return ferr
	}
	return err
}

type snapshot struct {
	needs  []Need
	offers []Offer
	panel  Panel
	now    time.Time
}

func (s *Service) compute(ctx context.Context, p access.Pass, r Run, began time.Time) error {
	snap, err := store.View(ctx, s.DB, p, func(tx *store.Tx) (v snapshot, err error) {
		v.now = r.Created // ages are counted from when the run was asked for: a second try gives the same
		if v.needs, err = openNeeds(ctx, tx, r.Categories); err != nil {
			return v, err
		}
		v.offers, err = openOffers(ctx, tx, r.Categories)
		return v, err
	})
	if err != nil {
		return err
	}
	if len(snap.needs) == 0 {
		return ErrNothing.On("categories")
	}
	if snap.panel, err = s.Registers.Panel(ctx, p, ""); err != nil {
		return err
	}
	needs, sum := snap.weigh(r)
	last := time.Time{}
	result, err := plan.Make(ctx, needs, planOffers(snap.offers), plan.Settings{RadiusM: r.RadiusM, UnmatchedCost: r.UnmatchedCost,
		Possible: func(i, j int) bool {
			return snap.offers[j].serves(snap.needs[i].Region) && snap.panel.Entitled(snap.needs[i].Person, snap.offers[j].Service)
		},
		Progress: func(x float64) {
			if now := s.DB.Now(); now.Sub(last) > 300*time.Millisecond {
				last = now
				_, _ = store.In(ctx, s.DB, p, func(tx *store.Tx) (int, error) { return 0, advance(ctx, tx, r.ID, x) }) // only a picture of progress
			}
		}})
	if err != nil {
		return err
	}
	_, err = s.step(ctx, p, r.ID, func(tx *store.Tx, now Run) (Run, error) {
		now, err := now.to(Proposed)
		if err != nil {
			return now, err
		}
		rows := snap.rows(result, needs)
		if err := putRows(ctx, tx, now.ID, now.Region, rows); err != nil {
			return now, err
		}
		now.told(snap, result, sum, outcome(rows))
		now.Finished, now.Progress, now.Seconds = tx.Now, 1, s.DB.Now().Sub(began).Seconds()
		if now.Repeats != "" {
			old, err := runByID(ctx, tx, now.Repeats)
			if err != nil {
				return now, err
			}
			if old.Digest == now.Digest {
				same := old.Outcome == now.Outcome
				now.Same = &same
			}
		}
		return now, nil
	})
	return err
}

// weigh turns needs into those of the plan and digests all that the run looks at.
func (v snapshot) weigh(r Run) ([]plan.Need, string) {
	h := sha256.New()
	order := r.Order
	order.Name = "" // a name decides nothing
	add(h, order)
	out := make([]plan.Need, len(v.needs))
	for i, n := range v.needs {
		out[i] = plan.Need{ID: n.ID, Category: n.Category, At: geo.Point{Lon: n.Lon, Lat: n.Lat}, Constraints: n.Constraints,
			Weight: r.Weights.Of(n.Urgency, v.panel.Vulnerabilities(n.Person), n.Created, v.now)}
		add(h, []any{out[i], n.Version})
	}
	for _, o := range v.offers {
		add(h, []any{o.ID, o.Category, o.Lon, o.Lat, o.Capacity - o.Taken, o.ReachM, o.Area, o.Constraints, o.Service})
	}
	return out, hex.EncodeToString(h.Sum(nil))
}

func add(h hash.Hash, v any) {
	if err := json.NewEncoder(h).Encode(v); err != nil {
		panic(err) // our own types
	}
}

func planOffers(all []Offer) []plan.Offer {
	out := make([]plan.Offer, len(all))
	for j, o := range all {
		out[j] = plan.Offer{ID: o.ID, Category: o.Category, At: geo.Point{Lon: o.Lon, Lat: o.Lat}, Capacity: max(0, o.Capacity-o.Taken), ReachM: o.ReachM, Constraints: o.Constraints}
	}
	return out
}

func (v snapshot) rows(r plan.Result, weighed []plan.Need) []Row {
	out := make([]Row, 0, len(v.needs))
	row := func(i int) Row {
		n := v.needs[i]
		return Row{Need: n.ID, Region: n.Region, Weight: weighed[i].Weight, version: n.Version}
	}
	for _, p := range r.Pairs {
		x := row(p.Need)
		x.Offer, x.DistanceM, x.Rank, x.Possible, x.State = v.offers[p.Offer].ID, p.DistanceM, p.Rank, p.Possible, "proposed"
		out = append(out, x)
	}
	for _, u := range r.Unmet {
		x := row(u.Need)
		x.DistanceM, x.Why, x.State = u.NearestM, u.Why, "unmatched"
		out = append(out, x)
	}
	return out
}

func outcome(rows []Row) string {
	h := sha256.New()
	for _, r := range rows {
		fmt.Fprintf(h, "%s %s\n", r.Need, r.Offer) //nolint:errcheck // a hash takes everything
	}
	return hex.EncodeToString(h.Sum(nil))
}

func (r *Run) told(v snapshot, p plan.Result, digest, outcome string) {
	r.Needs, r.Offers, r.Matched, r.Unmatched, r.Why = len(v.needs), len(v.offers), len(p.Pairs), len(p.Unmet), p.ByWhy()
	r.Units = 0
	for _, o := range v.offers {
		r.Units += max(0, o.Capacity-o.Taken)
	}
	r.Cost, r.DualCost, r.Proved, r.ProofZh, r.ProofEn = p.Cost, p.DualCost, p.Proved, p.Proof(fault.Zh), p.Proof(fault.En)
	r.Listed, r.Rounds, r.Digest, r.Outcome = p.Listed, p.Rounds, digest, outcome
	if len(p.Pairs) > 0 {
		r.MeanM = float64(p.Ways) / float64(len(p.Pairs))
	}
}
