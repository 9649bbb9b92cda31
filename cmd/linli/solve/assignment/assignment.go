// Package assignment is linli solve assignment: needs to offers at the least cost, with proof.
package assignment

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"time"

	"linli/cmd/linli/solve/table"
	"linli/cmd/linli/term"
	"linli/engine/match"
)

// Cmd reads pairs and capacities.
type Cmd struct {
	Edges     string `required:"" help:"CSV need,offer,cost." type:"existingfile"`
	Capacity  string `required:"" help:"CSV offer,capacity; where there are groups offer,capacity,group." type:"existingfile"`
	Limits    string `help:"CSV group,limit: what the offers of a group give together." type:"existingfile"`
	Weights   string `help:"CSV need,weight: how many times a need's costs count; others count once." type:"existingfile"`
	Unmatched int64  `name:"unmatched-cost" default:"20000" help:"Cost of a need that stays unmatched."`
	Out       string `help:"Write need,offer,cost of the matches to this file." type:"path"`
	JSON      bool   `help:"Print a line that a machine may read."`
}

// Run solves, verifies and prints. A need exists when it stands in edges.csv.
func (c *Cmd) Run(ctx context.Context, t *term.Term) error {
	began := time.Now()
	p, needs, offers, err := c.read()
	if err != nil {
		return err
	}
	read := time.Now()
	s, err := match.Solve(ctx, p, nil)
	if err == nil {
		err = match.Verify(p, s)
	}
	if err != nil {
		return err
	}
	solved := time.Now()
	if c.Out != "" {
		if err := writeMatches(c.Out, p, s, needs, offers); err != nil {
			return err
		}
	}
	seconds := solved.Sub(began).Seconds()
	if c.JSON {
		return json.NewEncoder(t.Out).Encode(map[string]any{"status": "optimal", "cost": s.Cost, "matched": s.Matched,
			"unmatched": len(s.Match) - s.Matched, "dual_cost": s.DualCost, "seconds": seconds, "solve_seconds": solved.Sub(read).Seconds()})
	}
	_, err = fmt.Fprintf(t.Out, "optimal: cost %d = dual %d; %d matched, %d unmatched; %.2f s\n", s.Cost, s.DualCost, s.Matched, len(s.Match)-s.Matched, seconds)
	return err
}

// read makes the problem; a need exists when it stands in the pairs.
func (c *Cmd) read() (p match.Problem, needList, offerList []string, err error) {
	needs, offers, groups := table.NewNames(), table.NewNames(), table.NewNames()
	if c.Unmatched < 0 {
		return p, nil, nil, fmt.Errorf("--unmatched-cost %d is negative", c.Unmatched)
	}
	header := []string{"offer", "capacity"}
	if c.Limits != "" {
		header = append(header, "group")
		err = table.EachRow(c.Limits, []string{"group", "limit"}, func(row [][]byte) error {
			limit, err := table.WholeNumber("limit", row[1], math.MaxInt32)
			if err != nil {
				return err
			}
			if int(groups.Number(row[0])) < len(p.Limit) {
				return fmt.Errorf("group %q stands twice", row[0])
			}
			p.Limit = append(p.Limit, int32(limit))
			return nil
		})
		if err != nil {
			return p, nil, nil, err
		}
	}
	err = table.EachRow(c.Capacity, header, func(row [][]byte) error {
		units, err := table.WholeNumber("capacity", row[1], math.MaxInt32)
		if err != nil {
			return err
		}
		if int(offers.Number(row[0])) < len(p.Capacity) {
			return fmt.Errorf("offer %q stands twice", row[0])
		}
		p.Capacity = append(p.Capacity, int32(units))
		if c.Limits == "" {
			return nil
		}
		g, known := groups.Of[string(row[2])]
		if !known && len(row[2]) > 0 {
			return fmt.Errorf("group %q has no limit", row[2])
		}
		if !known {
			g = -1
		}
		p.Group = append(p.Group, g)
		return nil
	})
	if err != nil {
		return p, nil, nil, err
	}
	type pair struct {
		need, offer int32
		cost        int64
	}
	var pairs []pair
	err = table.EachRow(c.Edges, []string{"need", "offer", "cost"}, func(row [][]byte) error {
		cost, err := table.WholeNumber("cost", row[2], math.MaxInt64)
		if err != nil {
			return err
		}
		j, known := offers.Of[string(row[1])]
		if !known {
			return fmt.Errorf("offer %q has no capacity", row[1])
		}
		pairs = append(pairs, pair{needs.Number(row[0]), j, cost})
		return nil
	})
	if err != nil {
		return p, nil, nil, err
	}
	p.Start = make([]int32, len(needs.List)+1)
	for _, x := range pairs {
		p.Start[x.need+1]++
	}
	for i := range needs.List {
		p.Start[i+1] += p.Start[i]
		p.Unmatched = append(p.Unmatched, c.Unmatched)
	}
	at := slices.Clone(p.Start)
	p.Offer, p.Cost = make([]int32, len(pairs)), make([]int64, len(pairs))
	for _, x := range pairs {
		p.Offer[at[x.need]], p.Cost[at[x.need]] = x.offer, x.cost
		at[x.need]++
	}
	if c.Weights != "" {
		weights := make([]int64, len(needs.List))
		for i := range weights {
			weights[i] = 1
		}
		err = table.EachRow(c.Weights, []string{"need", "weight"}, func(row [][]byte) error {
			i, known := needs.Of[string(row[0])]
			if !known {
				return fmt.Errorf("need %q has no pair", row[0])
			}
			weights[i], err = table.WholeNumber("weight", row[1], 1_000_000)
			return err
		})
		if err == nil {
			p, err = p.Weigh(weights)
		}
	}
	return p, needs.List, offers.List, err
}

func writeMatches(path string, p match.Problem, s match.Solution, needs, offers []string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := csv.NewWriter(f)
	err = w.Write([]string{"need", "offer", "cost"})
	for i, j := range s.Match {
		if j < 0 || err != nil {
			continue
		}
		cost := int64(-1)
		for e := p.Start[i]; e < p.Start[i+1]; e++ {
			if p.Offer[e] == j && (cost < 0 || p.Cost[e] < cost) {
				cost = p.Cost[e]
			}
		}
		err = w.Write([]string{needs[i], offers[j], strconv.FormatInt(cost, 10)})
	}
	w.Flush()
	return errors.Join(err, w.Error(), f.Close())
}
