package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"

	"linli/engine/siting"
)

// writeModel writes the textbook model of a problem in LP format: y opens a site,
// x is the share of a demand that a site serves, z that a demand is covered.
func writeModel(path string, p siting.Problem) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	switch p.Objective {
	case siting.Median, siting.Center:
		assignment(w, p)
	default:
		covering(w, p)
	}
	limits(w, p)
	say(w, "Binaries\n")
	for j := range p.Sites {
		say(w, " y%d\n", j)
	}
	say(w, "End\n")
	return errors.Join(w.Flush(), f.Close())
}

// say writes; what fails is told by Flush.
func say(w io.Writer, format string, a ...any) { _, _ = fmt.Fprintf(w, format, a...) }

func assignment(w io.Writer, p siting.Problem) {
	say(w, "Minimize\n obj:")
	if p.Objective == siting.Center {
		say(w, " r")
	} else {
		for i, v := range p.Weight {
			for j := range p.Sites {
				say(w, " + %g x%d_%d\n", v*p.Distance(i, j), i, j)
			}
		}
	}
	say(w, "\nSubject To\n")
	for i := range p.Weight {
		for j := range p.Sites {
			say(w, " + x%d_%d\n", i, j)
		}
		say(w, " = 1\n")
		for j := range p.Sites {
			say(w, " x%d_%d - y%d <= 0\n", i, j, j)
		}
		if p.Objective == siting.Center {
			for j := range p.Sites {
				say(w, " + %g x%d_%d\n", p.Distance(i, j), i, j)
			}
			say(w, " - r <= 0\n")
		}
	}
	for j := range p.Capacity {
		for i, v := range p.Weight {
			say(w, " + %g x%d_%d\n", v, i, j)
		}
		say(w, " - %g y%d <= 0\n", p.Capacity[j], j)
	}
}

func covering(w io.Writer, p siting.Problem) {
	coverage := p.Objective == siting.Coverage
	say(w, "Minimize\n obj:")
	if coverage {
		for i, v := range p.Weight {
			say(w, " - %g z%d\n", v, i)
		}
	} else {
		for j := range p.Sites {
			say(w, " + %g y%d\n", p.PriceOf(j), j)
		}
	}
	say(w, "\nSubject To\n")
	for i := range p.Weight {
		some := false
		for j := range p.Sites {
			if p.Distance(i, j) <= p.Radius {
				say(w, " + y%d\n", j)
				some = true
			}
		}
		switch {
		case coverage:
			say(w, " - z%d >= 0\n", i)
		case some:
			say(w, " >= 1\n")
		}
	}
	if coverage {
		for i := range p.Weight {
			say(w, " z%d <= 1\n", i)
		}
	}
}

func limits(w io.Writer, p siting.Problem) {
	if p.P > 0 {
		for j := range p.Sites {
			say(w, " + y%d\n", j)
		}
		say(w, " <= %d\n", p.P)
	}
	if p.Budget > 0 {
		for j := range p.Sites {
			say(w, " + %g y%d\n", p.PriceOf(j), j)
		}
		say(w, " <= %g\n", p.Budget)
	}
}
