// Command portfolio measures engine/portfolio beside Debian's cbc: random
// instances, the same in both, cbc on the textbook model. It prints one line of
// JSON for each kind of instance, and one for each instance on which they differ
// or one of them was not done; all are told on standard error.
//
//	portfolio [-instances 200] [-first 1] [-most 2000] [-cbc cbc] [-limit 60s]
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"linli/engine/portfolio/binary"
	"linli/engine/portfolio/search"
)

// line is what the report reads; see bench/main.go.
type line struct {
	Instance      string  `json:"instance"`
	Ours          float64 `json:"ours"`
	Peer          string  `json:"peer"`
	PeerSeconds   float64 `json:"peer_seconds"`
	Objective     float64 `json:"objective"`
	PeerObjective float64 `json:"peer_objective"`
	Measure       string  `json:"measure"`
	Runs          int     `json:"runs"`
	PeerRuns      int     `json:"peer_runs"`
	Note          string  `json:"note,omitempty"`
}

// result is one instance.
type result struct {
	line
	kind               string
	status, peerStatus string
	bound              int64
	nodes              int
}

// done reports whether a solver called its answer final.
func done(status string) bool { return status == "optimal" || status == "infeasible" }

// same reports whether both are done and say the same.
func (r result) same() bool {
	return done(r.status) && r.status == r.peerStatus && r.Objective == r.PeerObjective
}

func main() {
	log.SetFlags(0)
	instances := flag.Int("instances", 200, "how many")
	first := flag.Int("first", 1, "seed of the first")
	most := flag.Int("most", 2000, "projects of the largest")
	cbc := flag.String("cbc", "cbc", "the command; empty: ours alone")
	limit := flag.Duration("limit", time.Minute, "for each instance and solver")
	flag.Parse()
	dir, err := os.MkdirTemp("", "portfolio")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir) //nolint:errcheck // scratch
	var all []result
	for i := range *instances {
		r, err := measure(uint64(*first+i), *most, *cbc, *limit, filepath.Join(dir, "p.lp"))
		if err != nil {
			log.Fatal(err) //nolint:gocritic // the folder is in the system's temporary one
		}
		log.Printf("%s: %.2f s %s %.0f (at most %d, %d nodes); %s %.2f s %s %.0f", r.Instance, r.Ours, r.status, r.Objective, r.bound, r.nodes, r.Peer, r.PeerSeconds, r.peerStatus, r.PeerObjective)
		all = append(all, r)
	}
	out := json.NewEncoder(os.Stdout)
	for _, kind := range append([]string{""}, kinds...) {
		if err := out.Encode(sum(all, kind)); err != nil {
			log.Fatal(err)
		}
	}
	for _, r := range all {
		if *cbc != "" && !r.same() {
			r.Note = ""
			r.Instance += fmt.Sprintf(" (ours %s, at most %d; peer %s)", r.status, r.bound, r.peerStatus)
			if err := out.Encode(r.line); err != nil {
				log.Fatal(err)
			}
		}
	}
}

// sum is all instances of a kind in one line: the times together, and on how many
// both ended with the same.
func sum(all []result, kind string) line {
	l := line{Measure: "proved", Note: "Times are of all instances of the kind together. \"proved\" counts instances whose answer was final within the limit; ours were all verified. Effect follows cost weakly, strongly (plus a constant) or is equal to it; free is random."}
	n, same, less := 0, 0, 0
	for _, r := range all {
		if kind != "" && r.kind != kind {
			continue
		}
		n++
		l.Ours += r.Ours
		l.Peer = r.Peer
		l.PeerSeconds += r.PeerSeconds
		if done(r.status) {
			l.Objective++
		}
		if done(r.peerStatus) {
			l.PeerObjective++
		}
		if r.same() {
			same++
		}
		if r.Objective < r.PeerObjective {
			less++
		}
	}
	name := kind
	if name == "" {
		name = "all kinds"
	}
	l.Instance = fmt.Sprintf("%d instances, %s: both proved the same on %d, ours is less on %d", n, name, same, less)
	l.Runs, l.PeerRuns = 1, 1
	return l
}

func measure(seed uint64, most int, cbc string, limit time.Duration, file string) (result, error) {
	p, kind := instance(seed, most)
	l := result{line: line{Instance: fmt.Sprintf("%d: %d projects, %s, %d floors", seed, len(p.Projects), kind, len(p.Floors)), Measure: "effect", Runs: 1}, kind: kind}
	b := p.Program()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	began := time.Now()
	s, err := search.Solve(ctx, b, search.Options{})
	if err != nil {
		return l, err
	}
	l.Ours = time.Since(began).Seconds()
	l.Objective, l.status, l.bound, l.nodes = float64(s.Value), string(s.Status), s.Bound, s.Nodes
	if err := binary.Verify(b, s); err != nil {
		return l, fmt.Errorf("%s: %w", l.Instance, err)
	}
	if cbc == "" {
		return l, nil
	}
	f, err := os.Create(file)
	if err != nil {
		return l, err
	}
	if err := write(f, p); err != nil {
		return l, err
	}
	if err := f.Close(); err != nil {
		return l, err
	}
	l.Peer, l.PeerRuns = "cbc", 1
	began = time.Now()
	solution := file + ".sol"
	command := exec.Command(cbc, file, "-sec", strconv.Itoa(int(limit.Seconds())), "-ratioGap", "0", "-allowableGap", "0", "-solve", "-solu", solution) //nolint:gosec // the command is ours to name
	text, err := command.CombinedOutput()
	if err != nil {
		return l, fmt.Errorf("%s: %w: %s", cbc, err, bytes.TrimSpace(text))
	}
	l.PeerSeconds = time.Since(began).Seconds()
	answer, err := os.ReadFile(solution)
	if err != nil {
		return l, err
	}
	return l, read(&l, b, string(answer))
}

// read takes the choice from cbc's file and adds it up exactly: cbc calls
// feasible what is so within its tolerances.
func read(l *result, b binary.Program, answer string) error {
	status, rest, _ := strings.Cut(answer, "\n")
	l.peerStatus = status
	switch {
	case strings.HasPrefix(status, "Optimal"):
		l.peerStatus = "optimal"
	case strings.Contains(status, "nfeasible"):
		l.peerStatus = "infeasible"
		return nil
	}
	chosen := make([]bool, len(b.Value))
	for row := range strings.Lines(rest) {
		f := strings.Fields(strings.TrimLeft(row, "* "))
		if len(f) < 3 || !strings.HasPrefix(f[1], "x") {
			continue
		}
		j, err := strconv.Atoi(f[1][1:])
		if err != nil {
			return err
		}
		v, err := strconv.ParseFloat(f[2], 64)
		if err != nil {
			return err
		}
		chosen[j] = v > 0.5
	}
	for j, c := range chosen {
		if c {
			l.PeerObjective += float64(b.Value[j])
		}
	}
	if err := b.Keeps(chosen); err != nil {
		l.peerStatus += ", but " + err.Error()
	}
	return nil
}
