// Package siting is linli solve siting: where sites go, of a published graph or
// of tables of demand and places, with a proved bound.
package siting

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/cmd/linli/solve/table"
	"linli/cmd/linli/term"
	"linli/engine/siting"
	"linli/engine/siting/graph"
)

// Cmd chooses sites.
type Cmd struct {
	File      string        `arg:"" optional:"" help:"A p-median graph of OR-Library: all points are demand of 1 and candidates." type:"existingfile"`
	Format    string        `default:"orlib" enum:"orlib" help:"Format of FILE."`
	Demand    string        `help:"CSV of demand: an id, longitude and latitude (or x and y), a weight (or population)." type:"existingfile"`
	Sites     string        `help:"CSV of places: an id, longitude and latitude (or x and y); capacity and price where there are." type:"existingfile"`
	Distances string        `help:"CSV of distances: demand, site and distance a line, or a matrix with the sites' ids above. Pairs not there are forbidden." type:"existingfile"`
	Streets   string        `help:"CSV of streets: from, to and length, or from_longitude, from_latitude, to_longitude, to_latitude (and length)." type:"existingfile"`
	Forbid    string        `help:"CSV demand,site: pairs that are forbidden." type:"existingfile"`
	Objective string        `default:"median" enum:"median,coverage,center,cover-all" help:"median: least sum of weight × distance; coverage: most weight within the radius; center: least farthest distance; cover-all: cheapest sites that reach all."`
	P         int           `help:"Number of sites at most, those kept among them; of a graph the file's own where it is 0."`
	Radius    float64       `help:"Metres (or the unit of the distances) within which demand is covered."`
	Budget    float64       `help:"What the new sites may cost together."`
	Keep      []string      `help:"Ids of sites that are open already."`
	ID        string        `name:"demand-id" help:"Column of the demand's id, where it is not found by itself."`
	SiteID    string        `name:"site-id" help:"Column of the sites' id, where it is not found by itself."`
	Weight    string        `help:"Column of the demand's weight, where it is not found by itself."`
	TimeLimit time.Duration `default:"60s" help:"Time for the search; after it the best choice so far is told with its bound."`
	Out       string        `help:"Write who goes where to this CSV: demand,site,distance,amount." type:"path"`
	JSON      bool          `help:"Print a line that a machine may read."`
}

// job is a problem with its names.
type job struct {
	siting.Problem
	demand, sites []string
	numbers       bool // the sites' names are numbers of a published graph
	notes         []string
}

// Run solves, verifies and prints.
func (c *Cmd) Run(ctx context.Context, t *term.Term) error {
	began := time.Now()
	j, err := c.read()
	if err != nil {
		return err
	}
	for _, n := range j.notes {
		_, _ = fmt.Fprintln(t.Err, n)
	}
	search, stop := context.WithTimeout(ctx, c.TimeLimit)
	defer stop()
	said := began
	s, err := siting.Solve(search, j.Problem, func(objective, bound float64) {
		if now := time.Now(); now.Sub(said) > 2*time.Second {
			said = now
			_, _ = fmt.Fprintf(t.Err, "objective %s, bound %s\n", text(objective), text(bound))
		}
	})
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("no choice was found in %v: give more with --time-limit", c.TimeLimit)
	}
	if err != nil {
		return j.explain(err)
	}
	if err := siting.Verify(j.Problem, s); err != nil {
		return err
	}
	if c.Out != "" {
		if err := j.write(c.Out, s); err != nil {
			return err
		}
	}
	status := "feasible"
	if s.Proved {
		status = "optimal"
	}
	seconds := time.Since(began).Seconds()
	if c.JSON {
		line := map[string]any{"status": status, "objective": s.Objective, "bound": s.Bound, "gap": s.Gap, "sites": j.chosen(s), "seconds": seconds}
		if j.Objective == siting.Coverage {
			line["share"] = s.Objective / max(total(j.Problem), math.SmallestNonzeroFloat64)
		}
		return json.NewEncoder(t.Out).Encode(line)
	}
	_, err = fmt.Fprintf(t.Out, "%s: %s %s, %s; sites %s; %.2f s\n", status, j.Objective, text(s.Objective), j.bound(s), strings.Join(j.named(s), ", "), seconds)
	return err
}

func text(v float64) string {
	if math.Abs(v) < 1e15 && v == math.Trunc(v) {
		return strconv.FormatFloat(v, 'f', 0, 64)
	}
	return strconv.FormatFloat(v, 'f', 3, 64)
}

func total(p siting.Problem) (sum float64) {
	for _, w := range p.Weight {
		sum += w
	}
	return sum
}

// bound says what is proved.
func (j job) bound(s siting.Solution) string {
	than := "no choice is below"
	if j.Objective == siting.Coverage {
		than = fmt.Sprintf("%.1f %% of all, no choice is above", 100*s.Objective/max(total(j.Problem), math.SmallestNonzeroFloat64))
	}
	return fmt.Sprintf("%s %s (gap %.3f %%)", than, text(s.Bound), 100*s.Gap)
}

func (j job) named(s siting.Solution) []string {
	out := make([]string, len(s.Open))
	for k, x := range s.Open {
		out[k] = j.sites[x]
	}
	return out
}

// chosen are the sites as JSON has them: numbers of a graph's points, ids of a table's.
func (j job) chosen(s siting.Solution) any {
	if !j.numbers {
		return j.named(s)
	}
	out := make([]int, len(s.Open))
	for k, x := range s.Open {
		out[k] = x + 1
	}
	return out
}

// explain names demand that no site can serve, which is the usual reason.
func (j job) explain(err error) error {
	if !errors.Is(err, siting.ErrImpossible) {
		return err
	}
	reach := math.MaxFloat64
	if j.Objective == siting.CoverAll {
		reach = j.Radius
	}
	var alone []string
	for i := range j.demand {
		near := false
		for k := range j.sites {
			if near = j.Distance(i, k) <= reach; near {
				break
			}
		}
		if !near && j.Problem.Weight[i] > 0 {
			alone = append(alone, j.demand[i])
		}
	}
	if len(alone) == 0 {
		return err
	}
	more := ""
	if len(alone) > 5 {
		alone, more = alone[:5], fmt.Sprintf(" and %d more", len(alone)-5)
	}
	return fmt.Errorf("%w: no site is in reach of %s%s", err, strings.Join(alone, ", "), more)
}

// write tells who goes where; demand that no site serves has an empty site.
func (j job) write(path string, s siting.Solution) error {
	return table.WriteCSV(path, []string{"demand", "site", "distance", "amount"}, func(put func(...string) error) error {
		if s.Parts != nil {
			for _, x := range s.Parts {
				if err := put(j.demand[x.Demand], j.sites[x.Site], text(j.Distance(int(x.Demand), int(x.Site))), text(x.Amount)); err != nil {
					return err
				}
			}
			return nil
		}
		for i, k := range s.Site {
			row := []string{j.demand[i], "", "", "0"}
			if k >= 0 {
				row = []string{j.demand[i], j.sites[k], text(j.Distance(i, int(k))), text(j.Problem.Weight[i])}
			}
			if err := put(row...); err != nil {
				return err
			}
		}
		return nil
	})
}

func (c *Cmd) read() (job, error) {
	if c.TimeLimit <= 0 {
		return job{}, fmt.Errorf("--time-limit %v is not above 0", c.TimeLimit)
	}
	tables := c.Demand != "" || c.Sites != "" || c.Distances != "" || c.Streets != ""
	var j job
	var err error
	switch {
	case c.File != "" && !tables:
		j, err = c.readGraph()
	case c.File == "" && c.Demand != "" && c.Sites != "" && (c.Distances == "" || c.Streets == ""):
		j, err = c.readTables()
	default:
		return job{}, errors.New("give one FILE, or --demand and --sites, with --distances or --streets or neither")
	}
	if err != nil {
		return job{}, err
	}
	j.Objective, j.Problem.Radius, j.Problem.Budget = siting.Objective(c.Objective), c.Radius, c.Budget
	if c.P != 0 {
		j.Problem.P = c.P
	}
	if (j.Objective == siting.Coverage || j.Objective == siting.CoverAll) && !(c.Radius > 0) {
		return job{}, fmt.Errorf("--objective %s wants a --radius above 0", c.Objective)
	}
	if j.Objective == siting.CoverAll && c.P == 0 {
		j.Problem.P = 0 // the graph's own
	}
	if c.P == 0 && c.Budget == 0 && j.Problem.P == 0 && j.Objective != siting.CoverAll {
		return job{}, fmt.Errorf("--objective %s wants --p or --budget", c.Objective)
	}
	for _, name := range c.Keep {
		k := slices.Index(j.sites, strings.TrimSpace(name))
		if k < 0 {
			return job{}, fmt.Errorf("--keep: there is no site %q; there are %s", name, strings.Join(j.sites[:min(len(j.sites), 5)], ", "))
		}
		j.Problem.Keep = append(j.Problem.Keep, k)
	}
	return j, c.forbid(&j)
}

// forbid takes the pairs of --forbid out.
func (c *Cmd) forbid(j *job) error {
	if c.Forbid == "" {
		return nil
	}
	demand, sites := index(j.demand), index(j.sites)
	no := map[[2]int]bool{}
	if err := table.EachRow(c.Forbid, []string{"demand", "site"}, func(row [][]byte) error {
		i, ok := demand[string(row[0])]
		if !ok {
			return fmt.Errorf("there is no demand %q", row[0])
		}
		k, ok := sites[string(row[1])]
		if !ok {
			return fmt.Errorf("there is no site %q", row[1])
		}
		no[[2]int{i, k}] = true
		return nil
	}); err != nil {
		return err
	}
	far := j.Distance
	j.Distance = func(i, k int) float64 {
		if no[[2]int{i, k}] {
			return math.Inf(1)
		}
		return far(i, k)
	}
	return nil
}

func index(names []string) map[string]int {
	out := make(map[string]int, len(names))
	for i, n := range names {
		out[n] = i
	}
	return out
}

func (c *Cmd) readGraph() (job, error) {
	f, err := table.Open(c.File)
	if err != nil {
		return job{}, err
	}
	defer f.Close() //nolint:errcheck // read only
	g, p, err := graph.ReadORLib(f)
	if err != nil {
		return job{}, fmt.Errorf("%s: %w", c.File, err)
	}
	n := g.Points()
	all, w, names := make([]int, n), make([]float64, n), make([]string, n)
	for i := range all {
		all[i], w[i], names[i] = i, 1, strconv.Itoa(i+1)
	}
	d := g.FromAll(all)
	return job{demand: names, sites: names, numbers: true, Problem: siting.Problem{Weight: w, Sites: n, P: p, Distance: func(i, j int) float64 { return d[i][j] }}}, nil
}
