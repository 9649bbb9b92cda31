package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	xterm "golang.org/x/term"

	"github.com/schollz/progressbar/v3"

	"linli/cmd/linli/solve/table"
	"linli/cmd/linli/term"
	"linli/internal/exchange/plan"
	"linli/internal/fault"
)

// PlanCmd plans from files, without a database.
type PlanCmd struct {
	Match PlanMatchCmd `cmd:"" help:"Match needs with offers, as well as can be proved."`
}

// PlanMatchCmd matches needs.csv with offers.csv.
type PlanMatchCmd struct {
	Needs     string `required:"" type:"existingfile" help:"CSV: id,category,longitude,latitude,priority (1 to 1,000; more is more urgent)."`
	Offers    string `required:"" type:"existingfile" help:"CSV: id,category,longitude,latitude,capacity,reach_m."`
	Out       string `required:"" type:"path" help:"CSV to write: need,offer,distance_m,reason; one line a need."`
	Radius    int    `default:"1500" help:"Farthest pair in metres; 0: only the reach of an offer counts."`
	Unmatched int64  `name:"unmatched-cost" default:"20000" help:"Metres that an unmatched need of priority 1 is worth."`
	JSON      bool   `help:"Print the summary as JSON on standard output."`
}

type planSummary struct {
	Status    string           `json:"status"`
	Needs     int              `json:"needs"`
	Offers    int              `json:"offers"`
	Matched   int              `json:"matched"`
	Unmatched int              `json:"unmatched"`
	Why       map[plan.Why]int `json:"unmatched_why"`
	DistanceM int64            `json:"distance_m"`
	Cost      int64            `json:"cost"`
	DualCost  int64            `json:"dual_cost"`
	Proof     string           `json:"proof"`
	Seconds   float64          `json:"seconds"`
	Skipped   []plan.Skipped   `json:"skipped"`
}

// Run plans and writes the file; the summary goes to standard error.
func (c *PlanMatchCmd) Run(ctx context.Context, g *Globals) error {
	begin := time.Now()
	needs, bad, err := readFile(c.Needs, plan.ReadNeeds)
	if err != nil {
		return err
	}
	offers, worse, err := readFile(c.Offers, plan.ReadOffers)
	if err != nil {
		return err
	}
	bad = append(bad, worse...)
	s := plan.Settings{RadiusM: c.Radius, UnmatchedCost: c.Unmatched}
	if c.Radius < 0 {
		return errRadius.On("--radius")
	}
	if f, ok := g.err.(*os.File); ok && xterm.IsTerminal(int(f.Fd())) {
		bar := progressbar.NewOptions(100, progressbar.OptionSetWriter(g.err), progressbar.OptionSetDescription("plan"), progressbar.OptionClearOnFinish())
		s.Progress = func(x float64) { _ = bar.Set(int(100 * x)) }
		defer bar.Finish() //nolint:errcheck // a progress bar
	}
	r, err := plan.Make(ctx, needs, offers, s)
	if err != nil {
		return err
	}
	l := term.Lang()
	if err := table.WriteWhole(c.Out, func(w io.Writer) error { return plan.Write(w, r, needs, offers, l) }); err != nil {
		return err
	}
	sum := planSummary{"optimal", len(needs), len(offers), len(r.Pairs), len(r.Unmet), r.ByWhy(), r.Ways, r.Cost, r.DualCost, r.Proof(l), time.Since(begin).Seconds(), bad}
	if bad == nil {
		sum.Skipped = []plan.Skipped{}
	}
	c.tell(g.err, sum, l)
	if c.JSON {
		return json.NewEncoder(g.out).Encode(sum)
	}
	return nil
}

var errRadius = fault.New(fault.Invalid, "cli.radius", "半径不能为负。", "A radius is not negative.")

func readFile[T any](path string, read func(io.Reader, string) ([]T, []plan.Skipped, error)) ([]T, []plan.Skipped, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close() //nolint:errcheck // it was only read
	return read(f, filepath.Base(path))
}

func (c *PlanMatchCmd) tell(w io.Writer, s planSummary, l fault.Lang) {
	say := func(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) } //nolint:errcheck // nobody is left to tell
	for i, b := range s.Skipped {
		if i == 20 {
			say("… %d more rows skipped (--json names them all)", len(s.Skipped)-i)
			break
		}
		say("%s:%d: %s", b.File, b.Line, b.Text(l))
	}
	say("needs %d, offers %d, rows skipped %d", s.Needs, s.Offers, len(s.Skipped))
	say("matched %d, unmatched %d", s.Matched, s.Unmatched)
	for _, why := range []plan.Why{plan.NoOffer, plan.NoPlace, plan.TooFar, plan.Unheeded, plan.NotEntitled, plan.Full} {
		if n := s.Why[why]; n > 0 {
			say("  %d: %s", n, plan.WhyWords(why, l))
		}
	}
	say("total cost %d (distance %d m), %.2f s", s.Cost, s.DistanceM, s.Seconds)
	say("%s", s.Proof)
}
