// Command portfolio measures engine/portfolio beside Debian's cbc: random
// instances, the same in both, cbc on the textbook model. It prints one line of
// JSON for each.
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
	"syscall"
	"time"

	"linli/engine/portfolio/binary"
)

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

	Status     string `json:"status"`
	PeerStatus string `json:"peer_status"`
	Bound      int64  `json:"bound"`
	Nodes      int    `json:"nodes"`
	Verify     string `json:"verify"`

	CPU     float64 `json:"cpu"` // seconds of processor, of all cores together
	PeerCPU float64 `json:"peer_cpu"`
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
	out := json.NewEncoder(os.Stdout)
	for i := range *instances {
		l, err := measure(uint64(*first+i), *most, *cbc, *limit, filepath.Join(dir, "p.lp"))
		if err == nil {
			err = out.Encode(l)
		}
		if err != nil {
			log.Fatal(err) //nolint:gocritic // the folder is in the system's temporary one
		}
	}
}

func measure(seed uint64, most int, cbc string, limit time.Duration, file string) (line, error) {
	p, name := instance(seed, most)
	l := line{Instance: fmt.Sprintf("%d: %s", seed, name), Measure: "effect", Runs: 1}
	b := p.Program()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	began, busy := time.Now(), processor()
	s, err := binary.Solve(ctx, b, binary.Options{})
	if err != nil {
		return l, err
	}
	l.Ours, l.CPU = time.Since(began).Seconds(), processor()-busy
	l.Objective, l.Status, l.Bound, l.Nodes = float64(s.Value), string(s.Status), s.Bound, s.Nodes
	l.Verify = "ok"
	if err := binary.Verify(b, s); err != nil {
		l.Verify = err.Error()
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
	l.PeerCPU = (command.ProcessState.UserTime() + command.ProcessState.SystemTime()).Seconds()
	answer, err := os.ReadFile(solution)
	if err != nil {
		return l, err
	}
	return l, read(&l, b, string(answer))
}

// read takes the choice from cbc's file and adds it up exactly: cbc calls
// feasible what is so within its tolerances.
func read(l *line, b binary.Program, answer string) error {
	status, rest, _ := strings.Cut(answer, "\n")
	l.PeerStatus = status
	switch {
	case strings.HasPrefix(status, "Optimal"):
		l.PeerStatus = "optimal"
	case strings.Contains(status, "nfeasible"):
		l.PeerStatus = "infeasible"
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
		l.PeerStatus += ", but " + err.Error()
	}
	return nil
}

// processor is how long this process has computed.
func processor() float64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return float64(u.Utime.Sec+u.Stime.Sec) + float64(u.Utime.Usec+u.Stime.Usec)/1e6
}
