// Command matching measures engine/match beside LEMON's network simplex on
// instances of its own: needs in clusters, offers spread evenly, an edge to the nearest.
// It prints one line of JSON for each instance.
//
//	matching -linli ../bin/linli -runs 5
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"linli/engine/match"
)

type line struct {
	Instance      string  `json:"instance"`
	Ours          float64 `json:"ours"`
	Peer          string  `json:"peer"`
	PeerSeconds   float64 `json:"peer_seconds"`
	Objective     float64 `json:"objective"`
	PeerObjective float64 `json:"peer_objective"`
	Memory        int64   `json:"memory_mb"`
	PeerMemory    int64   `json:"peer_memory_mb"`
	Runs          int     `json:"runs"`
	PeerRuns      int     `json:"peer_runs"`
	Note          string  `json:"note,omitempty"`
}

func main() {
	log.SetFlags(0)
	linli := flag.String("linli", "../bin/linli", "the binary to measure")
	runs := flag.Int("runs", 5, "how often each is run; the median is printed")
	most := flag.Int("most", 1_000_000, "leave out instances with more needs")
	flag.Parse()
	dir, err := os.MkdirTemp("", "bench-matching")
	check(err)
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder
	peer := filepath.Join(dir, "netflow")
	build := exec.Command("g++", "-O3", "-o", peer, "peers/netflow.cpp")
	build.Stderr = os.Stderr
	check(build.Run())
	out := json.NewEncoder(os.Stdout)
	for _, size := range []struct{ needs, offers, degree, peerRuns int }{{100_000, 10_000, 16, *runs}, {1_000_000, 50_000, 12, 1}} {
		if size.needs > *most {
			continue
		}
		in := generate(size.needs, size.offers, size.degree)
		check(in.write(dir))
		l := line{Instance: fmt.Sprintf("%d needs × %d offers × %d pairs each", size.needs, size.offers, size.degree), Peer: "LEMON NetworkSimplex", Runs: *runs, PeerRuns: size.peerRuns}
		var ours, theirs []float64
		for range *runs {
			var got struct {
				Cost    float64 `json:"cost"`
				Dual    float64 `json:"dual_cost"`
				Seconds float64 `json:"solve_seconds"`
			}
			m := run(&got, *linli, "solve", "assignment", "--edges", filepath.Join(dir, "edges.csv"), "--capacity", filepath.Join(dir, "capacity.csv"), "--json")
			if got.Cost != got.Dual {
				log.Fatalf("%s: cost %.0f, dual %.0f", l.Instance, got.Cost, got.Dual)
			}
			ours, l.Objective, l.Memory = append(ours, got.Seconds), got.Cost, max(l.Memory, m)
		}
		for range size.peerRuns {
			var got struct{ Cost, Seconds float64 }
			m := run(&got, peer, filepath.Join(dir, "instance.min"), "simplex")
			theirs, l.PeerObjective, l.PeerMemory = append(theirs, got.Seconds), got.Cost, max(l.PeerMemory, m)
		}
		l.Ours, l.PeerSeconds = median(ours), median(theirs)
		l.Note = "solving and verifying, without reading the files; the peer: solving"
		check(out.Encode(l))
		if size.needs == 100_000 {
			check(out.Encode(change(in, *runs)))
		}
	}
}

// change measures one need or offer that comes or goes, against solving anew.
func change(in instance, runs int) line {
	p := in.problem()
	ctx := context.Background()
	var whole, small []float64
	var cost int64
	for range runs {
		began := time.Now()
		s, err := match.Solve(ctx, p, nil)
		check(err)
		whole = append(whole, time.Since(began).Seconds())
		plan, err := match.NewPlan(p, s)
		check(err)
		began = time.Now()
		const pairs = 1000
		for i := range pairs {
			need := i * 97 % in.needs
			check(plan.RemoveNeed(need))
			at, end := p.Start[need], p.Start[need+1]
			_, err := plan.AddNeed(p.Unmatched[need], p.Offer[at:end], p.Cost[at:end])
			check(err)
		}
		small = append(small, time.Since(began).Seconds()/pairs*5)
		check(match.Verify(plan.Problem(), plan.Solution()))
		cost = plan.Cost()
	}
	return line{Instance: "10 changes (5 needs go, 5 come) in the first", Ours: median(small), Peer: "engine/match from scratch", PeerSeconds: median(whole),
		Objective: float64(cost), PeerObjective: float64(cost), Runs: runs, PeerRuns: runs, Note: "after 1,000 such pairs of changes the plan is verified to be optimal"}
}

// run runs a command that prints one JSON object, and returns the most memory
// that it used, in MB.
func run(into any, name string, args ...string) int64 {
	c := exec.Command(name, args...)
	c.Stderr = os.Stderr
	text, err := c.Output()
	check(err)
	check(json.Unmarshal(text, into))
	return c.ProcessState.SysUsage().(*syscall.Rusage).Maxrss >> 10
}

func median(v []float64) float64 {
	slices.Sort(v)
	return v[len(v)/2]
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
