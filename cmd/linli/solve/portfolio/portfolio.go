// Package portfolio is linli solve portfolio: which projects to do with a budget,
// from tables of projects, effects, floors, limits and rules, with a proved
// bound and a reason for each.
package portfolio

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"linli/cmd/linli/solve/table"
	"linli/cmd/linli/term"
	"linli/engine/portfolio"
	"linli/engine/portfolio/binary"
	"linli/internal/money"
)

// Cmd chooses projects.
type Cmd struct {
	Projects  string        `required:"" help:"CSV of projects: id, cost (yuan); effect, community, group, category and decided (must or no) where there are." type:"existingfile"`
	Effects   string        `help:"CSV of what projects do for whom: project, effect; community and group where there are." type:"existingfile"`
	Floors    string        `help:"CSV of what a community, group or category gets at least: any of community, group, category; effect or cost." type:"existingfile"`
	Limits    string        `help:"CSV of what may go to a community or category at most: any of community, category; cost." type:"existingfile"`
	Rules     string        `help:"CSV rule,projects: needs (the first only with the others), excludes, one-of; projects are parted by |." type:"existingfile"`
	Weights   string        `help:"CSV of how much an effect counts: community or group, weight (a whole number)." type:"existingfile"`
	Budget    string        `required:"" help:"What all may cost together, in yuan."`
	More      []string      `help:"Tell what so many yuan more would buy; several are parted by commas."`
	TimeLimit time.Duration `default:"60s" help:"Time for the search; after it the best choice so far is told with its bound."`
	Out       string        `help:"Write each project with its reason to this CSV." type:"path"`
	JSON      bool          `help:"Print a line that a machine may read."`
}

// job is a problem with its names.
type job struct {
	portfolio.Problem
	projects, communities, groups, categories *table.Names
	more                                      []money.Fen
}

// Run solves, verifies, explains and prints.
func (c *Cmd) Run(ctx context.Context, t *term.Term) error {
	began := time.Now()
	if c.TimeLimit <= 0 {
		return fmt.Errorf("--time-limit %v is not above 0", c.TimeLimit)
	}
	j, err := c.read()
	if err != nil {
		return err
	}
	search, stop := context.WithTimeout(ctx, c.TimeLimit)
	defer stop()
	said := began
	plan, err := portfolio.Solve(search, j.Problem, portfolio.Options{Progress: func(effect, bound float64) {
		if now := time.Now(); now.Sub(said) > 2*time.Second {
			said = now
			_, _ = fmt.Fprintf(t.Err, "effect %s, bound %s\n", number(effect), number(bound))
		}
	}})
	if err != nil {
		return err
	}
	if err := portfolio.Verify(j.Problem, plan); err != nil {
		return err
	}
	seconds := time.Since(began).Seconds()
	if plan.Status == binary.Infeasible {
		return c.none(ctx, t, j, seconds)
	}
	if plan.Chosen == nil {
		return fmt.Errorf("no choice was found in %v: give more with --time-limit", c.TimeLimit)
	}
	var more []change
	for _, fen := range j.more {
		m, err := portfolio.Extra(search, j.Problem, plan, int64(fen))
		if err != nil {
			return err
		}
		more = append(more, change{Budget: fen.Decimal(), Effect: m.Effect, Status: string(m.Status), Adds: j.named(m.Adds), Drops: j.named(m.Drops)})
	}
	if c.Out != "" {
		if err := j.write(c.Out, plan); err != nil {
			return err
		}
	}
	if c.JSON {
		return json.NewEncoder(t.Out).Encode(map[string]any{
			"status": plan.Status, "effect": plan.Effect, "bound": plan.Bound, "gap": plan.Gap, "cost": money.Fen(plan.Cost).Decimal(), "nodes": plan.Nodes,
			"projects": j.named(plan.Chosen), "margin": plan.Margin * 100, "more": more, "seconds": seconds,
		})
	}
	_, err = fmt.Fprintf(t.Out, "%s: effect %d, no choice is above %d (gap %.3f %%); %d of %d projects for %s yuan: %s; %.2f s\n", plan.Status, plan.Effect, plan.Bound, 100*plan.Gap,
		len(plan.Chosen), len(j.Problem.Projects), money.Fen(plan.Cost).Decimal(), strings.Join(j.named(plan.Chosen), ", "), seconds)
	for _, m := range more {
		if err == nil {
			_, err = fmt.Fprintf(t.Out, "%s yuan more: effect %+d (adds %s; drops %s)\n", m.Budget, m.Effect, list(m.Adds), list(m.Drops))
		}
	}
	return err
}

// change is what more money would buy.
type change struct {
	Budget string   `json:"budget"`
	Effect int64    `json:"effect"`
	Status string   `json:"status"`
	Adds   []string `json:"adds"`
	Drops  []string `json:"drops"`
}

func number(v float64) string {
	if math.IsInf(v, 0) {
		return "none"
	}
	return strconv.FormatFloat(v, 'f', 0, 64)
}

func list(names []string) string {
	if len(names) == 0 {
		return "nothing"
	}
	return strings.Join(names, ", ")
}

func (j job) named(projects []int32) []string {
	out := make([]string, len(projects))
	for k, p := range projects {
		out[k] = j.projects.List[p]
	}
	return out
}

// none says why nothing keeps all rules.
func (c *Cmd) none(ctx context.Context, t *term.Term, j job, seconds float64) error {
	limited, stop := context.WithTimeout(ctx, c.TimeLimit)
	defer stop()
	why, err := portfolio.Explain(limited, j.Problem)
	if err != nil {
		return err
	}
	var rules []string
	for _, i := range why.Floors {
		rules = append(rules, "floor of "+j.scope(j.Problem.Floors[i].Scope))
	}
	for _, i := range why.Limits {
		rules = append(rules, "limit of "+j.scope(j.Problem.Limits[i].Scope))
	}
	if why.Budget {
		rules = append(rules, "budget")
	}
	least := ""
	if why.Least >= 0 {
		least = money.Fen(why.Least).Decimal()
	}
	if c.JSON {
		return json.NewEncoder(t.Out).Encode(map[string]any{"status": binary.Infeasible, "contradiction": rules, "least_budget": least, "seconds": seconds})
	}
	text := "infeasible: nothing keeps these together: " + list(rules)
	if least != "" {
		text += "; the least budget that would do is " + least + " yuan"
	}
	_, err = fmt.Fprintln(t.Out, text)
	return err
}

// scope is a part of all in words.
func (j job) scope(s portfolio.Scope) string {
	var words []string
	for _, x := range []struct {
		kind  string
		n     int32
		names *table.Names
	}{{"community", s.Community, j.communities}, {"group", s.Group, j.groups}, {"category", s.Category, j.categories}} {
		if x.n >= 0 {
			words = append(words, x.kind+" "+x.names.List[x.n])
		}
	}
	if len(words) == 0 {
		return "all"
	}
	return strings.Join(words, ", ")
}

// write tells what became of each project and why.
func (j job) write(path string, plan portfolio.Plan) error {
	values := j.Values()
	chosen := map[int32]bool{}
	for _, p := range plan.Chosen {
		chosen[p] = true
	}
	return table.WriteCSV(path, []string{"project", "chosen", "cost", "effect", "reason", "explanation", "short"}, func(put func(...string) error) error {
		for i, r := range plan.Reasons {
			is := "no"
			if chosen[int32(i)] {
				is = "yes"
			}
			if err := put(j.projects.List[i], is, money.Fen(j.Problem.Projects[i].Cost).Decimal(), strconv.FormatInt(values[i], 10), string(r.Why), j.words(r), strconv.FormatFloat(r.Short, 'f', 2, 64)); err != nil {
				return err
			}
		}
		return nil
	})
}

func (j job) words(r portfolio.Reason) string {
	by := ""
	if r.By >= 0 {
		by = j.projects.List[r.By]
	}
	switch r.Why {
	case portfolio.Must:
		return "chosen beforehand"
	case portfolio.Meets:
		return "without it the floor of " + j.scope(j.Problem.Floors[r.Floor].Scope) + " would not be reached"
	case portfolio.Needed:
		return by + " needs it"
	case portfolio.Pays:
		return "it does more than its money would do elsewhere"
	case portfolio.Fits:
		return "it uses money that nothing better could use"
	case portfolio.Refused:
		return "refused beforehand"
	case portfolio.Excluded:
		return by + " is chosen instead"
	case portfolio.Lacks:
		return "it needs " + by + ", which is not chosen"
	case portfolio.Limited:
		return "the limit of " + j.scope(j.Problem.Limits[r.Limit].Scope) + " would be passed by " + money.Fen(r.Left).Decimal() + " yuan"
	case portfolio.Harms:
		if r.Floor >= 0 {
			return "it would bring the floor of " + j.scope(j.Problem.Floors[r.Floor].Scope) + " below what it must be"
		}
		return "it does no good"
	case portfolio.Dear:
		return "its money does more elsewhere"
	case portfolio.NoRoom:
		return money.Fen(r.Left).Decimal() + " yuan of the budget are missing"
	}
	panic("a reason without words: " + string(r.Why))
}
