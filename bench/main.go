// Command bench measures the engines beside their peers, on the same input in
// one run, and writes docs/benchmarks.md. Each folder beside it is a driver that
// prints one line of JSON for an instance; notes/ holds what the tables cannot
// say: what was tried, and what would be next.
//
//	go run . [-only matching,siting] [-out ../docs/benchmarks.md]
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// suite is one driver with its promise.
type suite struct {
	name, title, promise string
	args                 []string
}

var suites = []suite{
	{"matching", "Matching (`engine/match`)", "a third of LEMON's time at 100,000 needs, a fifth at 1,000,000, the same cost", []string{"-linli", "../bin/linli"}},
	{"siting", "Siting (`engine/siting`)", "all p-median graphs proved optimal; a tenth of CBC's time wherever it ends in five minutes", nil},
	{"portfolio", "Portfolio (`engine/portfolio`)", "the optimum that CBC finds, on 200 random instances of up to 2,000 projects", []string{"-limit", "10s"}},
	{"density", "Density (`engine/density`)", "a million points onto 512 × 512 in 150 ms on four cores, relative error at most 0.001", nil},
	{"linkage", "Linkage (`engine/linkage`)", "pairwise F1 of 0.995 and more on clean person data, without labels and with no threshold but p ≥ 0.5", nil},
	{"routing", "Routing (`engine/routing`)", "within 5 % of the best known cost of 1,000 stops in 60 s; 60 stops in 0.2 s", nil},
	{"orders", "Orders (`internal/orders`)", "the orders a second that PocketBase takes at the same durability, three times as many aimed for; 99th percentile under 50 ms at 500 a second", []string{"-linli", "../bin/linli"}},
}

// line is what a driver prints for one instance. Peer figures are 0 where there
// is no peer; Best is a bound or a published figure.
type line struct {
	Instance      string  `json:"instance"`
	Ours          float64 `json:"ours"` // seconds
	Peer          string  `json:"peer"`
	PeerSeconds   float64 `json:"peer_seconds"`
	Objective     float64 `json:"objective"`
	PeerObjective float64 `json:"peer_objective"`
	Measure       string  `json:"measure"` // of the objective: cost, F1, error; empty is cost
	Memory        int64   `json:"memory_mb"`
	PeerMemory    int64   `json:"peer_memory_mb"`
	Runs          int     `json:"runs"`
	PeerRuns      int     `json:"peer_runs"`
	Note          string  `json:"note"`
}

func main() {
	log.SetFlags(0)
	only := flag.String("only", "", "suites to run, separated by commas; the others keep their tables")
	out := flag.String("out", "../docs/benchmarks.md", "where the report goes")
	kept := flag.String("lines", "lines", "folder where each suite's lines are kept between runs")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	for _, s := range suites {
		if *only != "" && !slices.Contains(strings.Split(*only, ","), s.name) {
			continue
		}
		if _, err := os.Stat(s.name); err != nil {
			continue
		}
		began := time.Now()
		text, err := run(ctx, s)
		if err != nil {
			log.Fatalf("%s: %v", s.name, err)
		}
		fmt.Fprintf(os.Stderr, "== %s took %s\n", s.name, time.Since(began).Round(time.Second)) //nolint:errcheck // progress
		check(os.MkdirAll(*kept, 0o755))
		check(os.WriteFile(filepath.Join(*kept, s.name+".jsonl"), text, 0o644))
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "# Benchmarks\n\n`make bench` wrote this page: ours and the peer on the same input in the same run. Times are medians; they are noise between\nmachines, the ratios are what we promise. Machine: %s, %d cores, %s. Day: %s.\n",
		processor(), runtime.NumCPU(), runtime.Version(), time.Now().Format(time.DateOnly)) //nolint:errcheck // memory
	for _, s := range suites {
		text, err := os.ReadFile(filepath.Join(*kept, s.name+".jsonl"))
		if err != nil {
			continue
		}
		check(section(&b, s, text))
	}
	check(os.WriteFile(*out, b.Bytes(), 0o644))
}

// run runs a driver and returns what it printed; its progress goes to standard error.
func run(ctx context.Context, s suite) ([]byte, error) {
	c := exec.CommandContext(ctx, "go", append([]string{"run", "./" + s.name}, s.args...)...)
	var text bytes.Buffer
	c.Stdout, c.Stderr = io.MultiWriter(&text, os.Stderr), os.Stderr
	if err := c.Run(); err != nil {
		return nil, err
	}
	if text.Len() == 0 {
		return nil, fmt.Errorf("nothing was measured")
	}
	return text.Bytes(), nil
}

func section(b *bytes.Buffer, s suite, text []byte) error {
	fmt.Fprintf(b, "\n## %s\n\nPromised: %s.\n\n| instance | ours | peer | its time | ratio | result | peer's result | memory | runs |\n|---|---|---|---|---|---|---|---|---|\n", s.title, s.promise) //nolint:errcheck
	var notes []string
	scan := bufio.NewScanner(bytes.NewReader(text))
	for scan.Scan() {
		var l line
		if err := json.Unmarshal(scan.Bytes(), &l); err != nil {
			return fmt.Errorf("%s: %q: %w", s.name, scan.Text(), err)
		}
		peer, its, ratio, theirs, runs := "", "", "", "", fmt.Sprint(l.Runs)
		if l.Peer != "" {
			peer = l.Peer
		}
		if l.PeerSeconds > 0 {
			its = seconds(l.PeerSeconds)
			if l.Ours > 0 {
				ratio = fmt.Sprintf("1 : %.1f", l.PeerSeconds/l.Ours)
			}
			runs = fmt.Sprintf("%d, %d", l.Runs, l.PeerRuns)
		}
		if l.PeerObjective != 0 {
			theirs = number(l.PeerObjective)
		}
		memory := ""
		if l.Memory > 0 {
			memory = fmt.Sprintf("%d MB", l.Memory)
		}
		if l.PeerMemory > 0 {
			memory += fmt.Sprintf(", peer %d MB", l.PeerMemory)
		}
		result := number(l.Objective)
		if l.Measure != "" {
			result = l.Measure + " " + result
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s | %s | %s | %s |\n", l.Instance, seconds(l.Ours), peer, its, ratio, result, theirs, memory, runs) //nolint:errcheck
		if l.Note != "" && !slices.Contains(notes, l.Note) {
			notes = append(notes, l.Note)
		}
	}
	for _, n := range notes {
		fmt.Fprintf(b, "\n%s.", strings.TrimSuffix(n, ".")) //nolint:errcheck
	}
	if len(notes) > 0 {
		b.WriteString("\n")
	}
	more, err := os.ReadFile(filepath.Join("notes", s.name+".md"))
	if err == nil {
		b.WriteString("\n")
		b.Write(more)
	}
	return scan.Err()
}

func seconds(s float64) string {
	switch {
	case s == 0:
		return ""
	case s < 0.01:
		return fmt.Sprintf("%.2f ms", s*1000)
	case s < 1:
		return fmt.Sprintf("%.0f ms", s*1000)
	}
	return fmt.Sprintf("%.1f s", s)
}

func number(v float64) string {
	if v == float64(int64(v)) {
		return fmt.Sprintf("%d", int64(v))
	}
	return fmt.Sprintf("%.5g", v)
}

// processor is what the machine calls its processor.
func processor() string {
	text, _ := os.ReadFile("/proc/cpuinfo") //nolint:errcheck // elsewhere it is unknown
	for l := range strings.Lines(string(text)) {
		if k, v, ok := strings.Cut(l, ":"); ok && strings.TrimSpace(k) == "model name" {
			return strings.TrimSpace(v)
		}
	}
	return runtime.GOARCH
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
