package main

import (
	"bufio"
	"fmt"
	"io"

	"linli/engine/portfolio"
)

// write writes the textbook model in the LP format: a row for the budget, each
// limit, each floor, each need, each exclusion and each set.
func write(w io.Writer, p portfolio.Problem) error {
	out := bufio.NewWriter(w)
	b := p.Program()
	sum := func(at []int32, by []int64) {
		for k, j := range at {
			a := by[k]
			sign := "+"
			if a < 0 {
				sign, a = "-", -a
			}
			fmt.Fprintf(out, " %s %d x%d", sign, a, j) //nolint:errcheck // Flush tells
			if k%8 == 7 {
				fmt.Fprintln(out) //nolint:errcheck // Flush tells
			}
		}
	}
	all := make([]int32, len(b.Value))
	for j := range all {
		all[j] = int32(j)
	}
	fmt.Fprint(out, "Maximize\n effect:") //nolint:errcheck // Flush tells
	sum(all, b.Value)
	fmt.Fprint(out, "\nSubject To\n") //nolint:errcheck // Flush tells
	for i, r := range b.Rows {
		if len(r.At) == 0 {
			continue
		}
		fmt.Fprintf(out, " r%d:", i) //nolint:errcheck // Flush tells
		sum(r.At, r.By)
		fmt.Fprintf(out, " <= %d\n", r.Most) //nolint:errcheck // Flush tells
	}
	for i, r := range b.Needs {
		fmt.Fprintf(out, " n%d: x%d - x%d <= 0\n", i, r[0], r[1]) //nolint:errcheck // Flush tells
	}
	ones := make([]int64, len(b.Value))
	for j := range ones {
		ones[j] = 1
	}
	for i, c := range b.Cliques {
		fmt.Fprintf(out, " c%d:", i) //nolint:errcheck // Flush tells
		sum(c, ones)
		fmt.Fprint(out, " <= 1\n") //nolint:errcheck // Flush tells
	}
	fmt.Fprint(out, "Binaries\n") //nolint:errcheck // Flush tells
	for j := range all {
		fmt.Fprintf(out, " x%d\n", j) //nolint:errcheck // Flush tells
	}
	fmt.Fprint(out, "End\n") //nolint:errcheck // Flush tells
	return out.Flush()
}
