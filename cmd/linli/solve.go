package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"linli/engine/match"
)

// SolveCmd solves problems given as files, without a database.
type SolveCmd struct {
	Assignment SolveAssignmentCmd `cmd:"" help:"Assign needs to offers at the least total cost, with proof."`
}

// SolveAssignmentCmd reads pairs and capacities.
type SolveAssignmentCmd struct {
	Edges     string `required:"" help:"CSV need,offer,cost." type:"existingfile"`
	Capacity  string `required:"" help:"CSV offer,capacity." type:"existingfile"`
	Unmatched int64  `name:"unmatched-cost" default:"20000" help:"Cost of a need that stays unmatched."`
	Out       string `help:"Write need,offer,cost of the matches to this file." type:"path"`
	JSON      bool   `help:"Print a line that a machine may read."`
}

type names struct {
	of   map[string]int32
	list []string
}

func (n *names) number(s string) int32 {
	i, ok := n.of[s]
	if !ok {
		i = int32(len(n.list))
		n.of[s] = i
		n.list = append(n.list, s)
	}
	return i
}

// Run solves, verifies and prints. A need exists when it stands in edges.csv.
func (c *SolveAssignmentCmd) Run(ctx context.Context, g *Globals) error {
	began := time.Now()
	needs, offers := names{of: map[string]int32{}}, names{of: map[string]int32{}}
	var p match.Problem
	err := eachRow(c.Capacity, []string{"offer", "capacity"}, func(row []string) error {
		units, err := strconv.ParseInt(row[1], 10, 32)
		if err != nil || units < 0 {
			return fmt.Errorf("capacity %q is no whole number ≥ 0", row[1])
		}
		if int(offers.number(row[0])) < len(p.Capacity) {
			return fmt.Errorf("offer %q stands twice", row[0])
		}
		p.Capacity = append(p.Capacity, int32(units))
		return nil
	})
	if err != nil {
		return err
	}
	type pair struct {
		offer int32
		cost  int64
	}
	var pairs [][]pair
	err = eachRow(c.Edges, []string{"need", "offer", "cost"}, func(row []string) error {
		cost, err := strconv.ParseInt(row[2], 10, 64)
		if err != nil || cost < 0 {
			return fmt.Errorf("cost %q is no whole number ≥ 0", row[2])
		}
		j, known := offers.of[row[1]]
		if !known {
			return fmt.Errorf("offer %q has no capacity", row[1])
		}
		i := needs.number(row[0])
		if int(i) == len(pairs) {
			pairs = append(pairs, nil)
		}
		pairs[i] = append(pairs[i], pair{j, cost})
		return nil
	})
	if err != nil {
		return err
	}
	p.Start = []int32{0}
	for _, list := range pairs {
		for _, e := range list {
			p.Offer, p.Cost = append(p.Offer, e.offer), append(p.Cost, e.cost)
		}
		p.Start = append(p.Start, int32(len(p.Offer)))
		p.Unmatched = append(p.Unmatched, c.Unmatched)
	}
	s, err := match.Solve(ctx, p)
	if err == nil {
		err = match.Verify(p, s)
	}
	if err != nil {
		return err
	}
	if c.Out != "" {
		if err := writeMatches(c.Out, p, s, needs.list, offers.list); err != nil {
			return err
		}
	}
	seconds := time.Since(began).Seconds()
	if c.JSON {
		return json.NewEncoder(g.out).Encode(map[string]any{"status": "optimal", "cost": s.Cost, "matched": s.Matched,
			"unmatched": len(s.Match) - s.Matched, "dual_cost": s.DualCost, "seconds": seconds})
	}
	_, err = fmt.Fprintf(g.out, "optimal: cost %d = dual %d; %d matched, %d unmatched; %.2f s\n", s.Cost, s.DualCost, s.Matched, len(s.Match)-s.Matched, seconds)
	return err
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

// eachRow reads a CSV with a given header; an error names the file and line.
func eachRow(path string, header []string, fn func([]string) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // read only
	r := csv.NewReader(f)
	r.FieldsPerRecord, r.ReuseRecord = len(header), true
	for line := 1; ; line++ {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			if line == 1 {
				return fmt.Errorf("%s is empty", path)
			}
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if line == 1 {
			row[0] = strings.TrimPrefix(row[0], "\ufeff")
			if strings.Join(row, ",") != strings.Join(header, ",") {
				return fmt.Errorf("%s: the header is %q, want %q", path, strings.Join(row, ","), strings.Join(header, ","))
			}
			continue
		}
		if err := fn(row); err != nil {
			return fmt.Errorf("%s line %d: %w", path, line, err)
		}
	}
}
