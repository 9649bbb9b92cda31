package siting

import (
	"errors"
	"fmt"
	"linli/cmd/linli/solve/table"
	"math"
	"runtime"
	"strconv"
	"strings"
	"sync"
)

// matrix is distances by demand, then site; pairs that nobody told are forbidden.
type matrix struct {
	sites int
	far   []float64
}

func newMatrix(n, m int) *matrix {
	d := &matrix{sites: m, far: make([]float64, n*m)}
	for x := range d.far {
		d.far[x] = math.Inf(1)
	}
	return d
}

func (d *matrix) at(i, k int) float64 { return d.far[i*d.sites+k] }

// kept are distances computed once, on all cores.
func kept(n, m int, far func(i, k int) float64) *matrix {
	d := &matrix{sites: m, far: make([]float64, n*m)}
	var wg sync.WaitGroup
	cores := min(runtime.GOMAXPROCS(0), n)
	for c := range cores {
		wg.Go(func() {
			for i := c * n / cores; i < (c+1)*n/cores; i++ {
				for k := range m {
					d.far[i*m+k] = far(i, k)
				}
			}
		})
	}
	wg.Wait()
	return d
}

// parse reads a distance; an empty field or inf is a pair that is forbidden.
func parse(s string) (float64, error) {
	if s == "" {
		return math.Inf(1), nil
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || !(v >= 0) {
		return 0, fmt.Errorf("%q is no distance", s)
	}
	return v, nil
}

// readDistances reads a pair a line, or a matrix with sites above and demand at
// the left. Which columns hold the ids is seen from their values: files of three
// makers rarely call the same thing by the same name.
func (c *Cmd) readDistances(demand, sites *places, j *job) (func(i, k int) float64, error) {
	var header []string
	var found []map[string]bool
	most := 2*max(len(demand.rows), len(sites.rows)) + 100 // a column of more values holds no ids
	err := table.EachRecord(c.Distances, func(names []string) error {
		header = names
		for range names {
			found = append(found, map[string]bool{})
		}
		return nil
	}, func(fields []string) error {
		for x, f := range fields {
			if len(found[x]) <= most && !found[x][f] {
				found[x][strings.Clone(f)] = true
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	col := table.Column(header, distanceNames...)
	if col < 0 {
		return c.readMatrix(demand, sites, header, found)
	}
	found[col] = nil // distances are no ids
	from := match(demand, c.ID != "", found)
	if from >= 0 {
		found[from] = nil
	}
	to := match(sites, c.SiteID != "", found)
	if from < 0 || to < 0 {
		return nil, fmt.Errorf("%s: no column (of %s) holds ids of %s, or none those of %s; name their columns with --demand-id and --site-id",
			c.Distances, strings.Join(header, ", "), demand.path, sites.path)
	}
	rows, columns := index(column1(demand)), index(column1(sites))
	d := newMatrix(len(demand.rows), len(sites.rows))
	err = table.EachRecord(c.Distances, func([]string) error { return nil }, func(fields []string) error {
		i, ok := rows[fields[from]]
		k, there := columns[fields[to]]
		if !ok || !there {
			return fmt.Errorf("there is no demand %q or no site %q", fields[from], fields[to])
		}
		v, err := parse(fields[col])
		if err != nil {
			return err
		}
		if !math.IsInf(d.at(i, k), 1) {
			return fmt.Errorf("demand %q and site %q stand twice", fields[from], fields[to])
		}
		d.far[i*d.sites+k] = v
		return nil
	})
	d.count(c.Distances, j)
	return d.at, err
}

// count notes pairs that are missing.
func (d *matrix) count(path string, j *job) {
	missing := 0
	for _, v := range d.far {
		if math.IsInf(v, 1) {
			missing++
		}
	}
	if missing > 0 {
		j.notes = append(j.notes, fmt.Sprintf("%s leaves out %d of %d pairs: they are forbidden", path, missing, len(d.far)))
	}
}

func column1(p *places) []string {
	out := make([]string, len(p.rows))
	for i, row := range p.rows {
		out[i] = row[p.id]
	}
	return out
}

// match finds the column of a file whose values are most like one of the ids of
// places, and makes that one their id unless it was named.
func match(p *places, named bool, found []map[string]bool) int {
	best, at := 0.0, -1
	try := func(id int) {
		for x, values := range found {
			both, own := 0, make(map[string]bool, len(p.rows))
			for _, row := range p.rows {
				if v := row[id]; !own[v] {
					own[v] = true
					if values[v] {
						both++
					}
				}
			}
			if len(own) < len(p.rows) {
				return // an id that stands twice is none
			}
			if like := float64(both) / float64(len(own)+len(values)-both); like > best {
				best, at, p.id = like, x, id
			}
		}
	}
	try(p.id) // the usual one wins where it is as good
	if !named {
		for id := range p.header {
			try(id)
		}
	}
	return at
}

// readMatrix reads sites above, demand at the left.
func (c *Cmd) readMatrix(demand, sites *places, header []string, found []map[string]bool) (func(i, k int) float64, error) {
	above := make(map[string]bool, len(header))
	for _, h := range header[1:] {
		above[h] = true
	}
	// Headers were read in lower case.
	lower := *sites
	lower.rows = make([][]string, len(sites.rows))
	for i, row := range sites.rows {
		for _, f := range row {
			lower.rows[i] = append(lower.rows[i], strings.ToLower(f))
		}
	}
	to := match(&lower, c.SiteID != "", []map[string]bool{above})
	from := match(demand, c.ID != "", found[:1])
	if to < 0 || from < 0 {
		return nil, fmt.Errorf("%s: its columns (%s) are neither demand, site and %s, nor the ids of %s with those of %s at the left",
			c.Distances, strings.Join(header[:min(len(header), 8)], ", "), distanceNames[0], sites.path, demand.path)
	}
	sites.id = lower.id
	rows, columns := index(column1(demand)), index(column1(&lower))
	d, seen := newMatrix(len(demand.rows), len(sites.rows)), map[int]bool{}
	return d.at, table.EachRecord(c.Distances, func(names []string) error {
		twice := map[string]bool{}
		for _, h := range names[1:] {
			if _, ok := columns[h]; !ok || twice[h] {
				return fmt.Errorf("site %q is not in %s, or stands twice", h, sites.path)
			}
			twice[h] = true
		}
		return nil
	}, func(fields []string) error {
		i, ok := rows[fields[0]]
		if !ok || seen[i] {
			return fmt.Errorf("demand %q is not in %s, or stands twice", fields[0], demand.path)
		}
		seen[i] = true
		var errs error
		for x, f := range fields[1:] {
			v, err := parse(f)
			errs = errors.Join(errs, err)
			d.far[i*d.sites+columns[header[x+1]]] = v
		}
		return errs
	})
}
