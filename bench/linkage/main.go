// Command linkage scores engine/linkage on records whose truth is known: sets of
// others where they lie in ../../shared/data, and sets made by engine/linkage/errors.
// It prints one line of JSON for a set. The figures beside are those that Splink 4
// publishes for its own sets of the same kind; it is not run here.
//
//	linkage -linli ../bin/linli [-million=false]
package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	"linli/engine/linkage/errors"
)

type line struct {
	Instance      string  `json:"instance"`
	Ours          float64 `json:"ours"`
	Peer          string  `json:"peer"`
	Objective     float64 `json:"objective"`
	PeerObjective float64 `json:"peer_objective"`
	Measure       string  `json:"measure"`
	Memory        int64   `json:"memory_mb"`
	Runs          int     `json:"runs"`
	Note          string  `json:"note"`
}

// set is one file with who is who.
type set struct {
	name, path, id string
	ignore         string
	entity         map[string]string // of each id
	splink         float64
}

func main() {
	log.SetFlags(0)
	linli := flag.String("linli", "../bin/linli", "the binary to measure")
	million := flag.Bool("million", true, "also a million records")
	flag.Parse()
	dir, err := os.MkdirTemp("", "bench-linkage")
	check(err)
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder
	out := json.NewEncoder(os.Stdout)
	sets := append(given("../../shared/data/linkage"),
		made(dir, "like FEBRL 1, 1,000 records", errors.Febrl1(11, 1000), 0),
		made(dir, "like FEBRL 2, 5,000 records", errors.Febrl2(12, 5000), 0),
		made(dir, "like FEBRL 3, 5,000 records", errors.Febrl3(13, 5000), 0.9929),
		made(dir, "like FEBRL 4, 10,000 records in one file", errors.Febrl4(14, 10000), 0.9992),
		made(dir, "Chinese residents, usual errors, 20,000", errors.Chinese{Seed: 15, Records: 20000, Copies: errors.Copies{Share: 0.1, Max: 2}}, 0),
		made(dir, "Chinese residents, rough errors, 20,000", errors.Chinese{Seed: 16, Records: 20000, Copies: errors.Copies{Share: 0.3, Max: 2}, Rates: errors.RoughRates()}, 0))
	if *million {
		sets = append(sets, made(dir, "Chinese residents, usual errors, 1,000,000", errors.Chinese{Seed: 17, Records: 1_000_000, Copies: errors.Copies{Share: 0.05, Max: 1}}, 0))
	}
	for _, s := range sets {
		check(out.Encode(s.score(*linli, dir)))
	}
	if *million {
		check(out.Encode(online(1_000_000)))
	}
}

// given are the sets of others, as far as they are there.
func given(dir string) (all []set) {
	table := func(name string) [][]string {
		f, err := os.Open(filepath.Join(dir, name))
		if err != nil {
			fmt.Fprintf(os.Stderr, "linkage: %s is not there and is left out\n", name) //nolint:errcheck // progress
			return nil
		}
		defer f.Close() //nolint:errcheck // read only
		r := csv.NewReader(f)
		r.TrimLeadingSpace = true
		rows, err := r.ReadAll()
		check(err)
		return rows[1:]
	}
	if rows := table("febrl1.csv"); rows != nil {
		s := set{name: "FEBRL 1, 1,000 records", path: filepath.Join(dir, "febrl1.csv"), id: "rec_id", entity: map[string]string{}}
		for _, r := range rows {
			s.entity[r[0]] = strings.Split(r[0], "-")[1]
		}
		all = append(all, s)
	}
	if rows := table("fake_1000.csv"); rows != nil {
		s := set{name: "Splink's fake people, 1,000 records", path: filepath.Join(dir, "fake_1000.csv"), id: "unique_id", ignore: "cluster", entity: map[string]string{}}
		for _, r := range rows {
			s.entity[r[0]] = r[len(r)-1]
		}
		all = append(all, s)
	}
	return all
}

func made(dir, name string, source errors.Source, splink float64) set {
	s := set{name: name, path: filepath.Join(dir, fmt.Sprintf("%x.csv", name)), id: "id", entity: map[string]string{}, splink: splink}
	f, err := os.Create(s.path)
	check(err)
	w := csv.NewWriter(f)
	check(w.Write(append([]string{"id"}, source.Header()...)))
	_, err = source.Each(context.Background(), func(r errors.Record) error {
		s.entity[r.ID] = fmt.Sprint(r.Entity)
		return w.Write(append([]string{r.ID}, r.Values...))
	})
	check(err)
	w.Flush()
	check(w.Error())
	check(f.Close())
	return s
}

// score is the pairwise F1 at p ≥ 0.5.
func (s set) score(linli, dir string) line {
	pairs := filepath.Join(dir, "pairs.csv")
	args := []string{"solve", "linkage", s.path, "--id", s.id, "--out", pairs, "--json"}
	if s.ignore != "" {
		args = append(args, "--ignore", s.ignore)
	}
	c := exec.Command(linli, args...)
	c.Stderr = os.Stderr
	text, err := c.Output()
	check(err)
	var got struct {
		Seconds float64
		Recall  float64 `json:"blocking_recall"`
	}
	check(json.Unmarshal(text, &got))
	f, err := os.Open(pairs)
	check(err)
	defer f.Close() //nolint:errcheck // read only
	rows, err := csv.NewReader(f).ReadAll()
	check(err)
	right, said := 0, len(rows)-1
	for _, r := range rows[1:] {
		if s.entity[r[0]] == s.entity[r[1]] {
			right++
		}
	}
	of, truth := map[string]int{}, 0
	for _, e := range s.entity {
		truth += of[e]
		of[e]++
	}
	l := line{Instance: s.name, Ours: got.Seconds, Measure: "F1", Runs: 1, Memory: c.ProcessState.SysUsage().(*syscall.Rusage).Maxrss >> 10,
		Objective: 2 * float64(right) / float64(max(1, said+truth)),
		Note:      fmt.Sprintf("%s: %d true pairs, %d found, %d of them right; blocking recall estimated at %.4f", s.name, truth, said, right, got.Recall)}
	if s.splink > 0 {
		l.Peer, l.PeerObjective = "Splink 4 on the set itself, published", s.splink
	}
	return l
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
