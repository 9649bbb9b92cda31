package decisions

import (
	"context"
	"errors"
	"sync"
	"time"

	"linli/internal/cloud/decisions/projects"
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
	done, err := s.plan(ctx, p, v)
	switch f := fault.Of(err); {
	case err == nil:
		_, err = s.step(ctx, p, id, "decisions.done", func(tx *store.Tx, v Scenario) (Scenario, error) {
			v.Head, v.Fund, v.Finished, v.Progress, v.Best, v.Limit = done.head, done.fund, tx.Now, 1, nil, nil
			v, err := v.to(Done)
			if err != nil {
				return v, err
			}
			return v, keep(ctx, tx, id, done.result, done.cells)
		})
		return err
	case ctx.Err() != nil:
		return ctx.Err() // the server stops: the run begins again
	case errors.Is(err, context.Canceled):
		return nil // nobody wants it any more
	case f != nil && f.Kind == fault.Unavailable:
		return err
	case f == nil || errors.Is(err, sites.ErrWrong) || errors.Is(err, projects.ErrWrong):
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

// outcome is what a scenario came to.
type outcome struct {
	result, cells any
	head          *sites.Headline
	fund          *Funded
}

// plan runs the work beside a watch that says how far it is and ends it when the
// scenario is no longer running.
func (s *Service) plan(ctx context.Context, p access.Pass, v Scenario) (outcome, error) {
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
	defer watching.Wait()
	defer close(over)
	tell := func(at sites.Step) {
		mu.Lock()
		now = at
		mu.Unlock()
	}
	if v.Kind == Portfolio {
		return s.fund(work, v, tell)
	}
	r, cells, err := s.Sites.Plan(work, p, v.Region, *v.Where, v.Exact, tell)
	h := r.Head()
	return outcome{result: r, cells: cells, head: &h}, err
}

// fund works a portfolio out.
func (s *Service) fund(ctx context.Context, v Scenario, tell func(sites.Step)) (outcome, error) {
	running, err := s.Funded(ctx, v.Region)
	if err != nil {
		return outcome{}, err
	}
	r, err := projects.Plan(ctx, s.Sites.Places, v.Region, *v.What, running, s.DB.Now, func(at projects.Step) { tell(sites.Step(at)) })
	f := Funded{People: r.People, SpentFen: r.SpentFen, BudgetFen: r.BudgetFen, Proved: r.Proved && r.Verified, Gap: r.Gap}
	for _, p := range r.Projects {
		if p.Chosen {
			f.Projects++
		}
	}
	return outcome{result: r, cells: []sites.Tile{}, fund: &f}, err
}
