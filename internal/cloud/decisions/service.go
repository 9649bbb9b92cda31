package decisions

import (
	"context"
	"log/slog"

	"linli/internal/cloud/decisions/projects"
	"linli/internal/cloud/decisions/sites"
	"linli/internal/fault"
	"linli/internal/platform/access"
	"linli/internal/platform/events"
	"linli/internal/platform/jobs"
	"linli/internal/platform/store"
	"linli/internal/region"
)

// Service is the use cases. One exported method is one transaction, but for
// Compute.
type Service struct {
	DB    *store.DB
	Queue *jobs.Queue
	Log   *slog.Logger
	Sites *sites.Sources
	// Funded lists the funded projects of a place that run now.
	Funded func(ctx context.Context, in region.Code) ([]projects.Option, error)
	// Names gives the names of the staff's accounts, for "who".
	Names func(ctx context.Context) (map[string]string, error)
}

// NewScenario is what a new scenario is asked for.
type NewScenario struct {
	Name  string         `json:"name" minLength:"1" maxLength:"100"`
	Kind  Kind           `json:"kind" enum:"siting,portfolio" default:"siting"`
	Where *sites.Where   `json:"where,omitempty" doc:"Of a siting scenario"`
	What  *projects.What `json:"what,omitempty" doc:"Of a portfolio scenario"`
}

// Begin keeps a scenario for the pass's places, which must be one, and enqueues the
// work. exact is whether the viewer may see the persons of it.
func (s *Service) Begin(ctx context.Context, p access.Pass, a NewScenario) (Scenario, error) {
	if len(p.Places()) != 1 {
		return Scenario{}, ErrOnePlace.On("region")
	}
	v := Scenario{Region: p.Places()[0], Kind: a.Kind, State: Queued, By: p.Who(), Version: 1}
	var err error
	if v.Name, err = named(a.Name); err != nil {
		return v, err
	}
	switch a.Kind {
	case Siting:
		v.Exact = s.Sites.Demand.Exact(ctx, v.Region)
		v.Where, err = s.check(ctx, a, v.Exact)
	case Portfolio:
		v.What, err = s.checkWhat(ctx, v.Region, a)
	default:
		err = sites.ErrOrder.On("kind")
	}
	if err != nil {
		return v, err
	}
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (Scenario, error) {
		v.ID, v.Created = tx.ID(), tx.Now
		if err := add(ctx, tx, v); err != nil {
			return v, err
		}
		if err := s.Queue.Enqueue(ctx, tx, runArgs{v.ID, p.Who(), p.Places()}); err != nil {
			return v, err
		}
		return v, say(ctx, tx, "decisions.queued", v)
	})
}

func (s *Service) check(ctx context.Context, a NewScenario, exact bool) (*sites.Where, error) {
	if a.Where == nil {
		return nil, sites.ErrOrder.On("where")
	}
	w, err := a.Where.Check()
	if err != nil {
		return nil, err
	}
	if w.Group, err = s.Sites.Demand.Check(w.Group, exact); err != nil {
		return nil, err
	}
	if ok, err := s.Sites.Supply.Known(ctx, w.Category); err != nil || !ok {
		if err == nil {
			err = ErrCategory.With(w.Category).On("category")
		}
		return nil, err
	}
	return &w, nil
}

func (s *Service) checkWhat(ctx context.Context, in region.Code, a NewScenario) (*projects.What, error) {
	if a.What == nil {
		return nil, projects.ErrOrder.On("what")
	}
	w, err := a.What.Check()
	if err != nil {
		return nil, err
	}
	running, err := s.Funded(ctx, in)
	if err != nil {
		return nil, err
	}
	_, err = projects.Options(w, in, running)
	return &w, err
}

// Scenarios pages through scenarios, newest first.
func (s *Service) Scenarios(ctx context.Context, p access.Pass, f Filter, before string, limit int) ([]Scenario, error) {
	all, err := store.View(ctx, s.DB, p, func(tx *store.Tx) ([]Scenario, error) { return list(ctx, tx, f, before, limit) })
	if err != nil {
		return nil, err
	}
	return all, s.dress(ctx, all)
}

// Count is how many a list would have in all.
func (s *Service) Count(ctx context.Context, p access.Pass, f Filter) (int64, error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) (int64, error) { return count(ctx, tx, f) })
}

// dress adds the names of people and places, and leaves out what the viewer of ctx
// may not be told.
func (s *Service) dress(ctx context.Context, all []Scenario) error {
	names, err := s.Names(ctx)
	for i, v := range all {
		all[i].RegionName, all[i].ByName = s.Sites.Places.Name(v.Region, fault.Zh), names[v.By]
		if v.guarded(s.Sites.Demand.Exact(ctx, v.Region)) {
			all[i].Best, all[i].Limit = nil, nil
			if v.Head != nil {
				h := v.Head.Guarded()
				all[i].Head = &h
			}
		}
	}
	return err
}

// guarded reports whether small counts are to be left out for a viewer.
func (s Scenario) guarded(exact bool) bool { return s.Exact && !exact }

// Scenario is one scenario with its result.
func (s *Service) Scenario(ctx context.Context, p access.Pass, id string) (ScenarioView, error) {
	v, err := store.View(ctx, s.DB, p, func(tx *store.Tx) (v ScenarioView, err error) {
		if v.Scenario, err = byID(ctx, tx, id); err != nil {
			return v, err
		}
		if v.Kind == Portfolio {
			return v, kept(ctx, tx, id, false, &v.Portfolio)
		}
		return v, kept(ctx, tx, id, false, &v.Result)
	})
	if err != nil {
		return v, err
	}
	if v.Result != nil && v.guarded(s.Sites.Demand.Exact(ctx, v.Region)) {
		r := v.Result.Guarded()
		v.Result = &r
	}
	one := []Scenario{v.Scenario}
	err = s.dress(ctx, one)
	v.Scenario = one[0]
	return v, err
}

// Cells are the cells of demand of a scenario; none for who may not see them.
func (s *Service) Cells(ctx context.Context, p access.Pass, id string) ([]sites.Tile, error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) ([]sites.Tile, error) {
		v, err := byID(ctx, tx, id)
		if err != nil || v.guarded(s.Sites.Demand.Exact(ctx, v.Region)) {
			return nil, err
		}
		var out []sites.Tile
		return out, kept(ctx, tx, id, true, &out)
	})
}

// Rename gives a scenario another name.
func (s *Service) Rename(ctx context.Context, p access.Pass, id string, version int64, name string) (Scenario, error) {
	name, err := named(name)
	if err != nil {
		return Scenario{}, err
	}
	return s.step(ctx, p, id, "decisions.renamed", func(_ *store.Tx, v Scenario) (Scenario, error) {
		v.Version, v.Name = version, name
		return v, nil
	})
}

// Cancel ends a scenario that waits or runs; the worker notices within a second.
func (s *Service) Cancel(ctx context.Context, p access.Pass, id string) (Scenario, error) {
	return s.step(ctx, p, id, "decisions.cancelled", func(tx *store.Tx, v Scenario) (Scenario, error) {
		v.Finished, v.Best, v.Limit = tx.Now, nil, nil
		return v.to(Cancelled)
	})
}

// Delete forgets a scenario; one that runs ends.
func (s *Service) Delete(ctx context.Context, p access.Pass, id string, version int64) error {
	_, err := store.In(ctx, s.DB, p, func(tx *store.Tx) (int, error) {
		v, err := byID(ctx, tx, id)
		if err != nil {
			return 0, err
		}
		if err := remove(ctx, tx, id, version); err != nil {
			return 0, err
		}
		return 1, say(ctx, tx, "decisions.deleted", v)
	})
	return err
}

// step changes a scenario by a rule, in one transaction.
func (s *Service) step(ctx context.Context, p access.Pass, id, kind string, rule func(*store.Tx, Scenario) (Scenario, error)) (Scenario, error) {
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (Scenario, error) {
		v, err := byID(ctx, tx, id)
		if err != nil {
			return v, err
		}
		if v, err = rule(tx, v); err != nil {
			return v, err
		}
		if err := save(ctx, tx, v); err != nil {
			return v, err
		}
		v.Version++
		return v, say(ctx, tx, kind, v)
	})
}

func say(ctx context.Context, tx *store.Tx, kind string, v Scenario) error {
	return events.Append(ctx, tx, events.Event{Kind: kind, Region: v.Region, Subject: v.ID, Body: map[string]any{"kind": v.Kind}})
}
