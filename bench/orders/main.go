// Command orders measures how many orders a second the real server takes over
// HTTP at full durability, beside PocketBase's records API with the same
// durability, in one run on one machine. It prints one line of JSON a measurement.
//
//	orders -linli ../bin/linli [-pocketbase] [-postgres postgres://…] [-seconds 8] [-connections 32] [-rate 500]
//
// Each server is a process of its own on fresh data. The load generator shares
// the machine's cores with whichever server it measures. Each of our orders comes
// from a resident of their own with an Idempotency-Key, and checks who asks, who
// is entitled, the times and cut-offs, takes a place, splits the price and writes
// its event; each of PocketBase's writes one record of the same fields and
// indexes with one token.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"time"
)

// line is what bench collects; seconds are those of a thousand orders.
type line struct {
	Instance    string  `json:"instance"`
	Ours        float64 `json:"ours"`
	Peer        string  `json:"peer"`
	PeerSeconds float64 `json:"peer_seconds"`
	Objective   float64 `json:"objective"`
	PeerObject  float64 `json:"peer_objective"`
	Measure     string  `json:"measure"`
	Memory      int64   `json:"memory_mb"`
	PeerMemory  int64   `json:"peer_memory_mb"`
	Runs        int     `json:"runs"`
	PeerRuns    int     `json:"peer_runs"`
	Note        string  `json:"note"`
}

func main() {
	log.SetFlags(0)
	linli := flag.String("linli", "../bin/linli", "the server")
	pocket := flag.Bool("pocketbase", true, "measure PocketBase beside it")
	postgres := flag.String("postgres", os.Getenv("LINLI_BENCH_PG"), "postgres:// address of an empty database to measure too")
	seconds := flag.Int("seconds", 8, "how long a measurement lasts, at most 60")
	connections := flag.Int("connections", 32, "clients at once")
	rate := flag.Int("rate", 500, "orders a second of the measurement at a fixed rate")
	residents := flag.Int("residents", 2000, "people who order")
	rounds := flag.Int("rounds", 3, "measurements of each; the median counts")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	b := bench{linli: *linli, seconds: time.Duration(min(*seconds, 60)) * time.Second, connections: *connections, rate: *rate, residents: *residents}
	check(b.run(ctx, *pocket, *postgres, *rounds))
}

type bench struct {
	linli       string
	seconds     time.Duration
	connections int
	rate        int
	residents   int
}

// run measures SQLite and the peer in turn, round by round, then PostgreSQL.
func (b bench) run(ctx context.Context, pocket bool, postgres string, rounds int) error {
	var ours, theirs []result
	work, err := os.MkdirTemp("", "bench-orders")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work) //nolint:errcheck // a temporary folder
	peer := ""
	if pocket {
		peer = filepath.Join(work, "pocketbase.bin")
		c := exec.CommandContext(ctx, "go", "build", "-o", peer, ".")
		c.Dir, c.Stderr = pocketFolder(), os.Stderr
		if err := c.Run(); err != nil {
			return fmt.Errorf("pocketbase: %w", err)
		}
	}
	for i := range rounds {
		r, err := b.measureOurs(ctx, filepath.Join(work, fmt.Sprintf("ours%d", i)), "")
		if err != nil {
			return err
		}
		ours = append(ours, r)
		if pocket {
			if r, err = b.measurePocket(ctx, peer, filepath.Join(work, fmt.Sprintf("theirs%d", i))); err != nil {
				return err
			}
			theirs = append(theirs, r)
		}
	}
	o, t := median(ours), median(theirs)
	b.print("SQLite, synchronous=FULL, "+fmt.Sprint(b.connections)+" clients: 1,000 orders", "PocketBase v0.39.0", o.fast, t.fast, o, t, len(ours), len(theirs))
	b.print(fmt.Sprintf("SQLite, %d orders a second: 99th percentile", b.rate), "PocketBase v0.39.0", o.p99, t.p99, o, t, len(ours), len(theirs))
	if postgres != "" {
		r, err := b.measureOurs(ctx, filepath.Join(work, "postgres"), postgres)
		if err != nil {
			return err
		}
		b.print("PostgreSQL, "+fmt.Sprint(b.connections)+" clients: 1,000 orders", "", r.fast, 0, r, result{}, 1, 0)
		b.print(fmt.Sprintf("PostgreSQL, %d orders a second: 99th percentile", b.rate), "", r.p99, 0, r, result{}, 1, 0)
	}
	return nil
}

func (b bench) print(what, peer string, ours, theirs float64, o, t result, runs, peerRuns int) {
	l := line{Instance: what, Ours: ours, PeerSeconds: theirs, Objective: o.perSecond, PeerObject: t.perSecond, Measure: "orders a second at most", Memory: o.memory, PeerMemory: t.memory, Runs: runs, PeerRuns: peerRuns,
		Note: fmt.Sprintf("The load generator runs on the same %d cores. At %d a second ours answers in %s (p50), %s (p99); CPU time of the server an order at most speed: ours %.0f µs, PocketBase %.0f µs",
			runtime.NumCPU(), b.rate, ms(o.p50), ms(o.p99), o.cpu*1e6, t.cpu*1e6)}
	if theirs > 0 {
		l.Peer = peer
		l.Note += fmt.Sprintf("; PocketBase in %s (p50), %s (p99)", ms(t.p50), ms(t.p99))
	}
	out, err := json.Marshal(l)
	check(err)
	fmt.Println(string(out))
}

func ms(s float64) string { return fmt.Sprintf("%.1f ms", s*1000) }

func pocketFolder() string {
	for _, at := range []string{"orders/pocketbase", "bench/orders/pocketbase", "pocketbase"} {
		if _, err := os.Stat(at + "/go.mod"); err == nil {
			return at
		}
	}
	return "orders/pocketbase"
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
