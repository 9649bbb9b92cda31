// Command siting measures engine/siting beside CBC on the textbook models, whose
// x are continuous (they are whole by themselves where y are, which helps CBC). It
// prints one line of JSON for an instance.
//
//	siting -runs 5 -limit 60 [-long]
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"linli/engine/siting"
)

type line struct {
	Instance      string  `json:"instance"`
	Ours          float64 `json:"ours"`
	Peer          string  `json:"peer"`
	PeerSeconds   float64 `json:"peer_seconds"`
	Objective     float64 `json:"objective"`
	PeerObjective float64 `json:"peer_objective"`
	Measure       string  `json:"measure"`
	PeerMemory    int64   `json:"peer_memory_mb"`
	Runs          int     `json:"runs"`
	PeerRuns      int     `json:"peer_runs"`
	Note          string  `json:"note,omitempty"`
}

func main() {
	log.SetFlags(0)
	runs := flag.Int("runs", 5, "how often ours is run; the median is printed. CBC is run once")
	limit := flag.Int("limit", 60, "seconds CBC may take for an instance")
	long := flag.Bool("long", false, "also what CBC takes minutes for; wants -limit 300")
	only := flag.String("only", "", "instances whose name has this, and nothing else")
	data := flag.String("data", "../../shared/data/siting", "OR-Library's graphs, where they are")
	flag.Parse()
	dir, err := os.MkdirTemp("", "bench-siting")
	check(err)
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder
	out := json.NewEncoder(os.Stdout)
	for _, in := range instances(*long) {
		if !strings.Contains(in.name, *only) {
			continue
		}
		l := line{Instance: in.name, Peer: "CBC", Runs: *runs, PeerRuns: 1, Measure: string(in.Objective),
			Note: "Ours: solving and verifying on all cores. CBC: its own wall clock, without reading the model, on all cores as far as it uses them"}
		if l.Ours, l.Objective, err = ours(in.Problem, *runs); err != nil {
			log.Fatalf("%s: %v", in.name, err)
		}
		path := filepath.Join(dir, "model.lp")
		check(writeModel(path, in.Problem))
		var optimal bool
		l.PeerSeconds, l.PeerObjective, l.PeerMemory, optimal = cbc(path, *limit)
		switch {
		case !optimal:
			l.Peer = fmt.Sprintf("CBC, not proved in %d s", *limit)
		case math.Abs(l.PeerObjective-l.Objective) > 1e-5*math.Abs(l.Objective)+1e-6:
			log.Fatalf("%s: ours %g, CBC %g, and both say that it is the best", in.name, l.Objective, l.PeerObjective)
		}
		check(out.Encode(l))
	}
	if *only != "" {
		return
	}
	check(out.Encode(forty(*data)))
	check(out.Encode(city(*runs)))
}

// ours is the median time, and the objective, which is proved.
func ours(p siting.Problem, runs int) (seconds, objective float64, err error) {
	var times []float64
	for range runs {
		began := time.Now()
		s, err := siting.Solve(context.Background(), p, nil)
		if err == nil {
			err = siting.Verify(p, s)
		}
		if err == nil && !s.Proved {
			err = fmt.Errorf("not proved: gap %g", s.Gap)
		}
		if err != nil {
			return 0, 0, err
		}
		times, objective = append(times, time.Since(began).Seconds()), s.Objective
	}
	slices.Sort(times)
	return times[runs/2], objective, nil
}

var (
	wall  = regexp.MustCompile(`Total time \(CPU seconds\):\s+\S+\s+\(Wallclock seconds\):\s+(\S+)`)
	value = regexp.MustCompile(`Objective value:\s+(\S+)`)
)

// cbc solves a model; the objective of coverage is minimized with a minus.
func cbc(path string, limit int) (seconds, objective float64, memory int64, optimal bool) {
	c := exec.Command("cbc", path, "-seconds", strconv.Itoa(limit), "-timeMode", "elapsed", "-ratioGap", "0", "-allowableGap", "0", "-solve", "-quit")
	text, err := c.Output()
	if err != nil {
		log.Fatalf("cbc: %v\n%s", err, text)
	}
	memory = c.ProcessState.SysUsage().(*syscall.Rusage).Maxrss >> 10
	if m := wall.FindSubmatch(text); m != nil {
		seconds, err = strconv.ParseFloat(string(m[1]), 64)
		check(err)
	}
	if m := value.FindSubmatch(text); m != nil {
		objective, err = strconv.ParseFloat(string(m[1]), 64)
		check(err)
	}
	// CBC's clock has two decimals.
	return max(seconds, 0.005), math.Abs(objective), memory, strings.Contains(string(text), "Result - Optimal solution found")
}

// forty solves graphs of all sizes of OR-Library's.
func forty(data string) line {
	began := time.Now()
	proved, n := 0, 0
	for _, x := range sizes() {
		s, err := siting.Solve(context.Background(), graphLike(x[0], x[1], 1), nil)
		check(err)
		n++
		if s.Proved {
			proved++
		}
	}
	l := line{Instance: fmt.Sprintf("graphs of all %d sizes of OR-Library's, together", n), Ours: time.Since(began).Seconds(), Objective: float64(proved), Measure: "proved optimal:", Runs: 1,
		Note: "The graphs are made as OR-Library's were, with shortest paths in the time"}
	if right, of := published(data); of > 0 {
		l.Note += fmt.Sprintf(". Of OR-Library's own, %d of %d here have the published optimum, proved", right, of)
	}
	return l
}

// city is 20,000 demands and 2,000 sites, ten seconds.
func city(runs int) line {
	p := town(20_000, 2000, 50)
	var gaps, times []float64
	for range min(runs, 3) {
		ctx, stop := context.WithTimeout(context.Background(), 10*time.Second)
		began := time.Now()
		s, err := siting.Solve(ctx, p, nil)
		times = append(times, time.Since(began).Seconds())
		stop()
		check(err)
		check(siting.Verify(p, s))
		gaps = append(gaps, 100*s.Gap)
	}
	slices.Sort(gaps)
	slices.Sort(times)
	return line{Instance: "20,000 demands × 2,000 sites, 50 chosen, 10 s", Ours: times[len(times)/2], Objective: gaps[len(gaps)/2], Measure: "gap %", Runs: len(gaps)}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
