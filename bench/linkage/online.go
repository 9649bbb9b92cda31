package main

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"syscall"
	"time"

	"linli/engine/linkage"
	"linli/engine/linkage/columns"
	"linli/engine/linkage/errors"
)

// online asks an index of n residents for new records, one at a time, some of whom
// are there already, and takes each of them in.
func online(n int) line {
	const late = 5000
	source := errors.Chinese{Seed: 18, Records: n + late, Copies: errors.Copies{Share: 0.05, Max: 1}}
	raw, err := columns.NewRaw(source.Header())
	check(err)
	var rows [][]string
	var who []int64
	_, err = source.Each(context.Background(), func(r errors.Record) error {
		who = append(who, r.Entity)
		if len(who) > n {
			rows = append(rows, slices.Clone(r.Values))
			return nil
		}
		return raw.Add(r.Values)
	})
	check(err)
	x, _, err := linkage.NewIndex(context.Background(), &linkage.Problem{Records: raw, Workers: runtime.GOMAXPROCS(0)})
	check(err)
	runtime.GC()
	truth := map[int64][]int32{}
	for i, e := range who[:n] {
		truth[e] = append(truth[e], int32(i))
	}
	var times []time.Duration
	all, found, right := 0, 0, 0
	for k, row := range rows {
		began := time.Now()
		list, err := x.Find(row, 0.5)
		times = append(times, time.Since(began))
		check(err)
		e := who[n+k]
		all, found = all+len(truth[e]), found+len(list)
		for _, m := range list {
			if slices.Contains(truth[e], m.Record) {
				right++
			}
		}
		r, err := x.Add(row)
		check(err)
		truth[e] = append(truth[e], r)
	}
	slices.Sort(times)
	var u syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return line{Instance: fmt.Sprintf("one new record against %d, 99th percentile of %d", n, len(times)), Ours: times[len(times)*99/100].Seconds(), Measure: "F1", Runs: len(times), Memory: u.Maxrss >> 10,
		Objective: 2 * float64(right) / float64(max(1, all+found)),
		Note:      fmt.Sprintf("One by one, each taken in after it was asked for: median %v, slowest %v; %d pairs were there, %d found, %d of them right", times[len(times)/2], times[len(times)-1], all, found, right)}
}
