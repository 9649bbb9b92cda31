package vrplib

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// WriteSolution writes rounds of customers, numbered from 1, and a cost.
func WriteSolution(to io.Writer, rounds [][]int, cost string) error {
	w := bufio.NewWriter(to)
	for i, r := range rounds {
		_, _ = fmt.Fprintf(w, "Route #%d:", i+1) // the error is kept for Flush
		for _, c := range r {
			_, _ = fmt.Fprintf(w, " %d", c)
		}
		_ = w.WriteByte('\n')
	}
	_, _ = fmt.Fprintf(w, "Cost %s\n", cost)
	return w.Flush()
}

// ReadSolution reads what WriteSolution writes. An error names the line.
func ReadSolution(from io.Reader) (rounds [][]int, cost float64, err error) {
	scan := bufio.NewScanner(from)
	scan.Buffer(nil, 1<<22)
	for line := 1; scan.Scan(); line++ {
		text := strings.TrimSpace(scan.Text())
		if head, body, ok := strings.Cut(text, ":"); ok && strings.HasPrefix(head, "Route") {
			var round []int
			for _, f := range strings.Fields(body) {
				c, err := strconv.Atoi(f)
				if err != nil || c < 1 || c >= MostNodes {
					return nil, 0, fmt.Errorf("line %d: %w: customer %q", line, ErrFile, f)
				}
				round = append(round, c)
			}
			rounds = append(rounds, round)
		} else if rest, ok := strings.CutPrefix(text, "Cost"); ok {
			if cost, err = strconv.ParseFloat(strings.TrimSpace(rest), 64); err != nil {
				return nil, 0, fmt.Errorf("line %d: %w: cost %q", line, ErrFile, rest)
			}
		} else if text != "" {
			return nil, 0, fmt.Errorf("line %d: %w: %q", line, ErrFile, text)
		}
	}
	return rounds, cost, scan.Err()
}
