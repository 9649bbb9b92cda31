package sites

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"time"

	"linli/engine/siting"
	"linli/internal/platform/access"
	"linli/internal/region"
)

// Step is how far the work has come.
type Step struct {
	Share       float64  // 0 to 1
	Best, Bound *float64 // of the search, once there are some
}

// Plan works an order out for a place. The pass reads the register there; exact
// is whether whoever gave the order may see the persons. tell hears of progress,
// from one goroutine at a time. When ctx ends there is no result; when the order's own limit
// does, the best so far with its bound.
func (s *Sources) Plan(ctx context.Context, p access.Pass, in region.Code, w Where, exact bool, tell func(Step)) (SitingResult, []Tile, error) {
	tell(Step{Share: 0.02})
	n, err := s.instance(ctx, p, in, w, exact)
	if err != nil {
		return SitingResult{}, nil, err
	}
	tell(Step{Share: 0.2})
	began := s.Now()
	problem := n.problem()
	limit := time.Duration(w.LimitS) * time.Second
	search, stop := context.WithTimeout(ctx, limit)
	defer stop()
	sol, err := siting.Solve(search, problem, func(objective, bound float64) {
		at := Step{Share: 0.2 + 0.7*min(1, s.Now().Sub(began).Seconds()/limit.Seconds())}
		if finite(objective) && finite(bound) {
			at.Best, at.Bound = &objective, &bound
		}
		tell(at)
	})
	switch {
	case ctx.Err() != nil:
		return SitingResult{}, nil, ctx.Err()
	case errors.Is(err, siting.ErrImpossible), errors.Is(err, context.DeadlineExceeded):
		return SitingResult{}, nil, ErrImpossible
	case err != nil:
		return SitingResult{}, nil, fmt.Errorf("decisions: %w", err)
	}
	tell(Step{Share: 0.92, Best: &sol.Objective, Bound: &sol.Bound})
	if err := siting.Verify(problem, sol); err != nil {
		return SitingResult{}, nil, fmt.Errorf("%w: %w", ErrWrong, err)
	}
	r, tiles := n.read(sol, s, in)
	r.Verified, r.Digest, r.Seconds = true, n.digest(), math.Round(s.Now().Sub(began).Seconds()*100)/100
	return r, tiles, nil
}

func finite(v float64) bool { return !math.IsInf(v, 0) && !math.IsNaN(v) }

// instance gathers everything that an order is worked out from.
func (s *Sources) instance(ctx context.Context, p access.Pass, in region.Code, w Where, exact bool) (*instance, error) {
	points, err := s.Supply.Points(ctx)
	if err != nil {
		return nil, err
	}
	free, err := s.candidates(points, w, in)
	if err != nil {
		return nil, err
	}
	c, err := s.gather(ctx, p, in, w.Group, exact)
	if err != nil {
		return nil, err
	}
	return newInstance(w, c, existing(points, w, in), free)
}

// Open lists what an order would start from, for the map of a form: the points
// that are there, and the candidates.
func (s *Sources) Open(ctx context.Context, in region.Code, w Where) (there, free []Place, err error) {
	points, err := s.Supply.Points(ctx)
	if err != nil {
		return nil, nil, err
	}
	if len(w.From) > 0 {
		if free, err = s.candidates(points, w, in); err != nil && !errors.Is(err, ErrNoPlace) {
			return nil, nil, err
		}
	}
	return existing(points, w, in), free, nil
}

// digest of everything that was looked at; a name or a limit decides nothing.
func (n *instance) digest() string {
	h := sha256.New()
	e := json.NewEncoder(h)
	w := n.where
	w.LimitS = 0
	put := func(v any) {
		if err := e.Encode(v); err != nil {
			panic(err) // our own types
		}
	}
	put(w)
	for _, u := range n.crowd.units {
		put([]any{u.home, u.x, u.y, u.People})
	}
	for _, p := range n.sites {
		put([]any{p.ID, p.Lon, p.Lat, p.CostFen, p.there, p.fixed})
	}
	return hex.EncodeToString(h.Sum(nil))
}
