package decisions

import (
	"context"
	"errors"
	"sync"
	"time"

	"linli/internal/cloud/decisions/sites"
	"linli/internal/fault"
	"linli/internal/platform/access"
	"linli/internal/platform/jobs"
	"linli/internal/platform/store"
	"linli/internal/region"
)

type runArgs struct {
	Scenario string        `json:"scenario"`
	Account  string        `json:"account"`
	Places   []region.Code `json:"places"`
}

// Kind names the job for ever.
func (runArgs) Kind() string { return "decisions.compute" }

// Jobs registers the background work.
func (s *Service) Jobs(r *jobs.Registry) {
	jobs.Add(r, time.Hour, func(ctx context.Context, a runArgs) error {
		err := s.Compute(ctx, access.HouseIn("decisions.compute", a.Account, a.Places...), a.Scenario)
		switch fault.KindOf(err) {
		case fault.Conflict, fault.NotFound, fault.Stale:
			return nil // it was done, cancelled or deleted meanwhile
		}
		return err
	})
}

// watch is how often a run says how far it is, and looks whether it is still wanted.
const watch = 300 * time.Millisecond

// Compute works a scenario out. It may be killed and called again: nothing but
// progress is written until the whole result is. A run that was cancelled or deleted
// ends within a second and leaves nothing.
func (s *Service) Compute(ctx context.Context, p access.Pass, id string) error {
	v, err := s.step(ctx, p, id, "decisions.running", func(_ *store.Tx, v Scenario) (Scenario, error) {
		v.Progress, v.Best, v.Limit = 0, nil, nil
		return v.to(Running)
	})
	if err != nil {
		return err
	}
	r, cells, err := s.plan(ctx, p, v)
	switch f := fault.Of(err); {
	case err == nil:
		_, err = s.step(ctx, p, id, "decisions.done", func(tx *store.Tx, v Scenario) (Scenario, error) {
			h := r.Head()
			v.Head, v.Finished, v.Progress, v.Best, v.Limit = &h, tx.Now, 1, nil, nil
			v, err := v.to(Done)
			if err != nil {
				return v, err
			}
			return v, keep(ctx, tx, id, r, cells)
		})
		return err
	case ctx.Err() != nil:
		return ctx.Err() // the server stops: the run begins again
	case errors.Is(err, context.Canceled):
		return nil // nobody wants it any more
	case f != nil && f.Kind == fault.Unavailable:
		return err
	case f == nil || errors.Is(err, sites.ErrWrong):
		s.Log.Error("decisions: a scenario could not be worked out", "scenario", id, "error", err)
		if f == nil {
			err = errInternal
		}
	}
	why := fault.Of(err)
	_, err = s.step(ctx, p, id, "decisions.failed", func(tx *store.Tx, v Scenario) (Scenario, error) {
		v.ErrorZh, v.ErrorEn, v.Finished, v.Best, v.Limit = why.Text(fault.Zh), why.Text(fault.En), tx.Now, nil, nil
		return v.to(Failed)
	})
	return err
}

// plan runs the work beside a watch that says how far it is and ends it when the
// scenario is no longer running.
func (s *Service) plan(ctx context.Context, p access.Pass, v Scenario) (sites.SitingResult, []sites.Tile, error) {
	work, stop := context.WithCancel(ctx)
	defer stop()
	var mu sync.Mutex
	var now sites.Step
	var watching sync.WaitGroup
	over := make(chan struct{})
	watching.Go(func() {
		tick := time.NewTicker(watch)
		defer tick.Stop()
		for {
			select {
			case <-over:
				return
			case <-tick.C:
			}
			mu.Lock()
			at := now
			mu.Unlock()
			wanted, err := store.In(work, s.DB, p, func(tx *store.Tx) (bool, error) { return advance(work, tx, v.ID, at) })
			if err == nil && !wanted {
				stop()
			}
		}
	})
	r, cells, err := s.Sites.Plan(work, p, v.Region, *v.Where, v.Exact, func(at sites.Step) {
		mu.Lock()
		now = at
		mu.Unlock()
	})
	close(over)
	watching.Wait()
	return r, cells, err
}
