package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/engine/match"
)

// SolveCmd solves problems given as files, without a database.
type SolveCmd struct {
	Density    SolveDensityCmd    `cmd:"" help:"Turn points into a surface or a honeycomb, with a bound on its error."`
	Routing    SolveRoutingCmd    `cmd:"" help:"Plan rounds with time windows, capacities, skills and breaks, with a proved bound."`
	Linkage    SolveLinkageCmd    `cmd:"" help:"Find which records are of one person or thing, without labels, with calibrated probability and reasons."`
	Assignment SolveAssignmentCmd `cmd:"" help:"Assign needs to offers at the least total cost, with proof."`
}

// SolveAssignmentCmd reads pairs and capacities.
type SolveAssignmentCmd struct {
	Edges     string `required:"" help:"CSV need,offer,cost." type:"existingfile"`
	Capacity  string `required:"" help:"CSV offer,capacity; where there are groups offer,capacity,group." type:"existingfile"`
	Limits    string `help:"CSV group,limit: what the offers of a group give together." type:"existingfile"`
	Weights   string `help:"CSV need,weight: how many times a need's costs count; others count once." type:"existingfile"`
	Unmatched int64  `name:"unmatched-cost" default:"20000" help:"Cost of a need that stays unmatched."`
	Out       string `help:"Write need,offer,cost of the matches to this file." type:"path"`
	JSON      bool   `help:"Print a line that a machine may read."`
}

// maxInput is the largest file that is read: an instance of a hundred million pairs.
const maxInput = 1900 << 20

type names struct {
	of   map[string]int32
	list []string
	last int32 // lines of one need mostly follow each other
}

func (n *names) number(name []byte) int32 {
	if int(n.last) < len(n.list) && n.list[n.last] == string(name) {
		return n.last
	}
	i, ok := n.of[string(name)] // the compiler makes no copy for a look
	if !ok {
		i = int32(len(n.list))
		n.of[string(name)] = i
		n.list = append(n.list, string(name))
	}
	n.last = i
	return i
}

// Run solves, verifies and prints. A need exists when it stands in edges.csv.
func (c *SolveAssignmentCmd) Run(ctx context.Context, g *Globals) error {
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
		return json.NewEncoder(g.out).Encode(map[string]any{"status": "optimal", "cost": s.Cost, "matched": s.Matched,
			"unmatched": len(s.Match) - s.Matched, "dual_cost": s.DualCost, "seconds": seconds, "solve_seconds": solved.Sub(read).Seconds()})
	}
	_, err = fmt.Fprintf(g.out, "optimal: cost %d = dual %d; %d matched, %d unmatched; %.2f s\n", s.Cost, s.DualCost, s.Matched, len(s.Match)-s.Matched, seconds)
	return err
}

// read makes the problem; a need exists when it stands in the pairs.
func (c *SolveAssignmentCmd) read() (p match.Problem, needList, offerList []string, err error) {
	needs, offers, groups := names{of: map[string]int32{}}, names{of: map[string]int32{}}, names{of: map[string]int32{}}
	if c.Unmatched < 0 {
		return p, nil, nil, fmt.Errorf("--unmatched-cost %d is negative", c.Unmatched)
	}
	header := []string{"offer", "capacity"}
	if c.Limits != "" {
		header = append(header, "group")
		err = eachRow(c.Limits, []string{"group", "limit"}, func(row [][]byte) error {
			limit, err := wholeNumber("limit", row[1], math.MaxInt32)
			if err != nil {
				return err
			}
			if int(groups.number(row[0])) < len(p.Limit) {
				return fmt.Errorf("group %q stands twice", row[0])
			}
			p.Limit = append(p.Limit, int32(limit))
			return nil
		})
		if err != nil {
			return p, nil, nil, err
		}
	}
	err = eachRow(c.Capacity, header, func(row [][]byte) error {
		units, err := wholeNumber("capacity", row[1], math.MaxInt32)
		if err != nil {
			return err
		}
		if int(offers.number(row[0])) < len(p.Capacity) {
			return fmt.Errorf("offer %q stands twice", row[0])
		}
		p.Capacity = append(p.Capacity, int32(units))
		if c.Limits == "" {
			return nil
		}
		g, known := groups.of[string(row[2])]
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
	err = eachRow(c.Edges, []string{"need", "offer", "cost"}, func(row [][]byte) error {
		cost, err := wholeNumber("cost", row[2], math.MaxInt64)
		if err != nil {
			return err
		}
		j, known := offers.of[string(row[1])]
		if !known {
			return fmt.Errorf("offer %q has no capacity", row[1])
		}
		pairs = append(pairs, pair{needs.number(row[0]), j, cost})
		return nil
	})
	if err != nil {
		return p, nil, nil, err
	}
	p.Start = make([]int32, len(needs.list)+1)
	for _, x := range pairs {
		p.Start[x.need+1]++
	}
	for i := range needs.list {
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
		weights := make([]int64, len(needs.list))
		for i := range weights {
			weights[i] = 1
		}
		err = eachRow(c.Weights, []string{"need", "weight"}, func(row [][]byte) error {
			i, known := needs.of[string(row[0])]
			if !known {
				return fmt.Errorf("need %q has no pair", row[0])
			}
			weights[i], err = wholeNumber("weight", row[1], 1_000_000)
			return err
		})
		if err == nil {
			p, err = p.Weigh(weights)
		}
	}
	return p, needs.list, offers.list, err
}

func wholeNumber(what string, s []byte, most int64) (int64, error) {
	n := int64(0)
	for _, c := range s {
		if c < '0' || c > '9' || n > (math.MaxInt64-9)/10 {
			return 0, fmt.Errorf("%s %q is no whole number from 0 to %d", what, s, most)
		}
		n = n*10 + int64(c-'0')
	}
	if len(s) == 0 || n > most {
		return 0, fmt.Errorf("%s %q is no whole number from 0 to %d", what, s, most)
	}
	return n, nil
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

// eachRow reads a CSV with a given header; an error names the file and line. The
// fields hold until fn returns. Lines without quotes, which is nearly all in
// such files, are taken apart here, because millions of them are read.
func eachRow(path string, header []string, fn func(row [][]byte) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // read only
	if info, err := f.Stat(); err != nil || info.Size() > maxInput {
		return errors.Join(err, fmt.Errorf("%s is larger than %d MB", path, maxInput>>20))
	}
	r := bufio.NewReaderSize(f, 1<<20)
	row := make([][]byte, 0, len(header))
	for line := 1; ; line++ {
		text, err := r.ReadSlice('\n')
		if errors.Is(err, io.EOF) && len(text) == 0 {
			if line == 1 {
				return fmt.Errorf("%s is empty", path)
			}
			return nil
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("%s line %d: %w", path, line, err)
		}
		if row, err = fields(row[:0], bytes.TrimRight(text, "\r\n")); err != nil {
			return fmt.Errorf("%s line %d: %w", path, line, err)
		}
		if line == 1 {
			row[0] = bytes.TrimPrefix(row[0], []byte("\ufeff"))
			if got := string(bytes.Join(row, []byte(","))); got != strings.Join(header, ",") {
				return fmt.Errorf("%s: the header is %q, want %q", path, got, strings.Join(header, ","))
			}
			continue
		}
		if len(row) == 1 && len(row[0]) == 0 {
			continue // an empty line
		}
		if len(row) != len(header) {
			return fmt.Errorf("%s line %d: %d fields, want %d", path, line, len(row), len(header))
		}
		if err := fn(row); err != nil {
			return fmt.Errorf("%s line %d: %w", path, line, err)
		}
	}
}

func fields(row [][]byte, text []byte) ([][]byte, error) {
	if bytes.IndexByte(text, '"') >= 0 {
		one, err := csv.NewReader(bytes.NewReader(text)).Read()
		for _, f := range one {
			row = append(row, []byte(f))
		}
		return row, err
	}
	for {
		at := bytes.IndexByte(text, ',')
		if at < 0 {
			return append(row, text), nil
		}
		row, text = append(row, text[:at]), text[at+1:]
	}
}
