// Package solve holds the commands that solve a problem given as files, without
// a database; each has a folder of its own.
package solve

import (
	"linli/cmd/linli/solve/assignment"
	"linli/cmd/linli/solve/density"
	"linli/cmd/linli/solve/linkage"
	"linli/cmd/linli/solve/portfolio"
	"linli/cmd/linli/solve/routing"
	"linli/cmd/linli/solve/siting"
)

// Cmd is linli solve.
type Cmd struct {
	Assignment assignment.Cmd `cmd:"" help:"Assign needs to offers at the least total cost, with proof."`
	Density    density.Cmd    `cmd:"" help:"Turn points into a surface or a honeycomb, with a bound on its error."`
	Linkage    linkage.Cmd    `cmd:"" help:"Find which records are of one person or thing, without labels, with calibrated probability and reasons."`
	Portfolio  portfolio.Cmd  `cmd:"" help:"Choose projects under a budget with floors, limits and rules, with a proved bound and reasons."`
	Routing    routing.Cmd    `cmd:"" help:"Plan rounds with time windows, capacities, skills and breaks, with a proved bound."`
	Siting     siting.Cmd     `cmd:"" help:"Choose where sites go: median, coverage, center or cover-all, with a proved bound."`
}
