// Command routing measures engine/routing on published instances with their best
// known costs, where they lie in ../../shared/data, and on a street's own size: 60 stops.
// It prints one line of JSON for an instance. There is no peer on Debian; the best known
// cost is the peer.
//
//	routing -linli ../bin/linli -seconds 60
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

type line struct {
	Instance      string  `json:"instance"`
	Ours          float64 `json:"ours"`
	Peer          string  `json:"peer"`
	Objective     float64 `json:"objective"`
	PeerObjective float64 `json:"peer_objective"`
	Memory        int64   `json:"memory_mb"`
	Runs          int     `json:"runs"`
	Note          string  `json:"note"`
}

type answer struct {
	Cost, Bound, Seconds float64
	Routes, Unserved     int
}

func main() {
	log.SetFlags(0)
	linli := flag.String("linli", "../bin/linli", "the binary to measure")
	seconds := flag.Int("seconds", 60, "for each instance of 1,000 stops")
	flag.Parse()
	dir, err := os.MkdirTemp("", "bench-routing")
	check(err)
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder
	out := json.NewEncoder(os.Stdout)
	files, err := filepath.Glob("../../shared/data/routing/*.vrp")
	check(err)
	if len(files) == 0 {
		fmt.Fprintln(os.Stderr, "routing: the published instances are not there and are left out") //nolint:errcheck // progress
	}
	for _, f := range files {
		best := bestKnown(strings.TrimSuffix(f, ".vrp") + ".sol")
		a, memory := run(*linli, f, "--time-limit", fmt.Sprintf("%ds", *seconds))
		check(out.Encode(line{Instance: strings.TrimSuffix(filepath.Base(f), ".vrp") + ", 1,000 stops", Ours: a.Seconds, Peer: "best known cost", Objective: a.Cost, PeerObjective: best,
			Memory: memory, Runs: 1, Note: fmt.Sprintf("%s: %.2f %% above the best known cost, %d rounds; proved lower bound %.1f",
				strings.TrimSuffix(filepath.Base(f), ".vrp"), 100*(a.Cost/best-1), a.Routes, a.Bound)}))
	}
	// Sixty meals with windows of half an hour to two hours, six couriers of twelve.
	path := filepath.Join(dir, "sixty.vrp")
	check(os.WriteFile(path, []byte(sixty()), 0o600))
	var times []float64
	var a answer
	var memory int64
	for range 5 {
		a, memory = run(*linli, path, "--iterations", "32000")
		times = append(times, a.Seconds)
	}
	slices.Sort(times)
	long, _ := run(*linli, path, "--time-limit", "20s")
	check(out.Encode(line{Instance: "60 stops of a street, 32,000 steps", Ours: times[2], Peer: "ours after 20 s", Objective: a.Cost, PeerObjective: long.Cost, Memory: memory, Runs: 5,
		Note: "The time is for reading, searching, proving the bound and verifying"}))
}

func run(linli, file string, args ...string) (a answer, memory int64) {
	c := exec.Command(linli, append([]string{"solve", "routing", file, "--json"}, args...)...)
	c.Stderr = os.Stderr
	text, err := c.Output()
	check(err)
	check(json.Unmarshal(text, &a))
	if a.Unserved > 0 {
		log.Fatalf("%s: %d stops are left out", file, a.Unserved)
	}
	return a, c.ProcessState.SysUsage().(*syscall.Rusage).Maxrss >> 10
}

// bestKnown reads the line "Cost …" of a solution.
func bestKnown(path string) float64 {
	f, err := os.Open(path)
	check(err)
	defer f.Close() //nolint:errcheck // read only
	s := bufio.NewScanner(f)
	for s.Scan() {
		if rest, ok := strings.CutPrefix(s.Text(), "Cost "); ok {
			v, err := strconv.ParseFloat(strings.TrimSpace(rest), 64)
			check(err)
			return v
		}
	}
	log.Fatalf("%s has no cost", path)
	return 0
}

func sixty() string {
	r := rand.New(rand.NewPCG(60, 1))
	var b, windows, demands strings.Builder
	fmt.Fprintf(&b, "NAME : sixty\nTYPE : VRPTW\nDIMENSION : 61\nVEHICLES : 10\nCAPACITY : 12\nSERVICE_TIME : 3\nEDGE_WEIGHT_TYPE : EUC_2D\nNODE_COORD_SECTION\n1 50 50\n") //nolint:errcheck // memory
	for i := 2; i <= 61; i++ {
		x, y := 50+20*r.NormFloat64(), 50+20*r.NormFloat64()
		fmt.Fprintf(&b, "%d %.0f %.0f\n", i, math.Max(0, x), math.Max(0, y)) //nolint:errcheck
		from := 20 + r.IntN(120)
		fmt.Fprintf(&windows, "%d %d %d\n", i, from, from+30+r.IntN(90)) //nolint:errcheck
		fmt.Fprintf(&demands, "%d 1\n", i)                               //nolint:errcheck
	}
	return b.String() + "DEMAND_SECTION\n1 0\n" + demands.String() + "TIME_WINDOW_SECTION\n1 0 400\n" + windows.String() + "DEPOT_SECTION\n1\n-1\nEOF\n"
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
