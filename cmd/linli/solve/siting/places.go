package siting

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"linli/cmd/linli/solve/table"
	"linli/engine/siting"
	"linli/internal/geo"
)

// mostPairs is how many distances are kept in memory: 1.6 GB.
const mostPairs = 200_000_000

// Names that columns have in files people pass. The first that is there counts.
var (
	idNames       = []string{"id", "code", "name", "objectid", "fid", "node"}
	lonNames      = []string{"longitude", "long", "lon", "lng"}
	latNames      = []string{"latitude", "lat"}
	weightNames   = []string{"weight", "weights", "demand", "population", "pop"}
	otherWeights  = []string{"persons", "people", "residents", "elders", "households", "count"}
	capacityNames = []string{"capacity", "cap"}
	priceNames    = []string{"price", "cost", "fixed_cost"}
	distanceNames = []string{"distance", "dist", "metres", "meters", "length", "total_length", "cost", "minutes", "seconds", "time"}
)

// given is the column that the command line names, or the first of some names.
func given(path, flag, name string, header []string, names []string) (int, error) {
	if name == "" {
		return table.Column(header, names...), nil
	}
	if i := table.Column(header, name); i >= 0 {
		return i, nil
	}
	return -1, fmt.Errorf("%s has no column %q (%s); its columns are %s", path, name, flag, strings.Join(header, ", "))
}

// places is a table of demand or of sites.
type places struct {
	path   string
	header []string
	rows   [][]string
	id     int
	at     []geo.Point  // where there are longitudes
	flat   [][2]float64 // where there are x and y
}

func readPlaces(path, flag, id string) (*places, error) {
	p := &places{path: path}
	err := table.EachRecord(path, func(names []string) error { p.header = names; return nil }, func(fields []string) error {
		p.rows = append(p.rows, slices.Clone(fields))
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(p.rows) == 0 {
		return nil, fmt.Errorf("%s has a header and nothing else", path)
	}
	if p.id, err = given(path, flag, id, p.header, idNames); err != nil {
		return nil, err
	}
	if p.id < 0 {
		p.id = 0
	}
	return p, p.locate()
}

// locate reads where the places are, if the table says.
func (p *places) locate() error {
	x, y := table.Column(p.header, lonNames...), table.Column(p.header, latNames...)
	round := x >= 0 && y >= 0
	if !round {
		if x, y = table.Column(p.header, "x"), table.Column(p.header, "y"); x < 0 || y < 0 {
			return nil
		}
	}
	for i, row := range p.rows {
		a, err := p.number(i, x, row[x])
		if err != nil {
			return err
		}
		b, err := p.number(i, y, row[y])
		switch {
		case err != nil:
			return err
		case round && (math.Abs(a) > 180 || math.Abs(b) > 90):
			return fmt.Errorf("%s: longitude %g, latitude %g of %s is nowhere on earth", p.path, a, b, row[p.id])
		case round:
			p.at = append(p.at, geo.Point{Lon: a, Lat: b})
		default:
			p.flat = append(p.flat, [2]float64{a, b})
		}
	}
	return nil
}

func (p *places) number(row, col int, s string) (float64, error) {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, fmt.Errorf("%s: %s of %s is %q, which is no number", p.path, p.header[col], p.rows[row][p.id], s)
	}
	return v, nil
}

// numbers is a column of numbers.
func (p *places) numbers(col int) ([]float64, error) {
	out := make([]float64, len(p.rows))
	for i, row := range p.rows {
		var err error
		if out[i], err = p.number(i, col, row[col]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// names are the ids, none of which stands twice.
func (p *places) names() ([]string, error) {
	out, seen := make([]string, len(p.rows)), make(map[string]bool, len(p.rows))
	for i, row := range p.rows {
		out[i] = row[p.id]
		if out[i] == "" || seen[out[i]] {
			return nil, fmt.Errorf("%s: %s %q is empty or stands twice", p.path, p.header[p.id], out[i])
		}
		seen[out[i]] = true
	}
	return out, nil
}

// readTables makes a problem of demand and sites.
func (c *Cmd) readTables() (job, error) {
	var j job
	demand, err := readPlaces(c.Demand, "--demand-id", c.ID)
	if err != nil {
		return j, err
	}
	sites, err := readPlaces(c.Sites, "--site-id", c.SiteID)
	if err != nil {
		return j, err
	}
	n, m := len(demand.rows), len(sites.rows)
	if n > mostPairs/m {
		return j, fmt.Errorf("%d demands × %d sites are more than %d pairs", n, m, mostPairs)
	}
	var far func(i, k int) float64
	switch {
	case c.Distances != "":
		far, err = c.readDistances(demand, sites, &j)
	case c.Streets != "":
		far, err = readStreets(c.Streets, demand, sites)
	default:
		far, err = straight(demand, sites)
	}
	if err != nil {
		return j, err
	}
	j.Problem = siting.Problem{Sites: m, Distance: far}
	var e1, e2, e3 error
	j.demand, e1 = demand.names()
	j.sites, e2 = sites.names()
	j.Problem.Weight, e3 = c.weights(demand, &j)
	if err := errors.Join(e1, e2, e3); err != nil {
		return j, err
	}
	if col := table.Column(sites.header, capacityNames...); col >= 0 {
		if j.Capacity, err = sites.numbers(col); err != nil {
			return j, err
		}
		j.notes = append(j.notes, fmt.Sprintf("sites serve no more than %s says; demand may be parted", sites.header[col]))
	}
	if c.Budget > 0 || c.Objective == string(siting.CoverAll) {
		if col := table.Column(sites.header, priceNames...); col >= 0 {
			j.Price, err = sites.numbers(col)
		} else {
			j.notes = append(j.notes, c.Sites+" has no column price: each site costs 1")
		}
	}
	return j, err
}

// weights are the demand's. Without a column that is known to hold them, one that
// begins with pop is taken (POP2000), else each demand counts 1.
func (c *Cmd) weights(demand *places, j *job) ([]float64, error) {
	col, err := given(c.Demand, "--weight", c.Weight, demand.header, weightNames)
	if err != nil {
		return nil, err
	}
	if col < 0 {
		col = slices.IndexFunc(demand.header, func(n string) bool { return strings.HasPrefix(n, "pop") })
	}
	if col < 0 {
		col = table.Column(demand.header, otherWeights...)
	}
	if col < 0 {
		j.notes = append(j.notes, c.Demand+" has no column weight: each demand counts 1")
		return slices.Repeat([]float64{1}, len(demand.rows)), nil
	}
	if c.Weight == "" {
		j.notes = append(j.notes, "weights are "+demand.header[col]+" of "+c.Demand)
	}
	return demand.numbers(col)
}

// straight is the way as the crow flies.
func straight(demand, sites *places) (func(i, k int) float64, error) {
	switch {
	case demand.at != nil && sites.at != nil:
		return kept(len(demand.at), len(sites.at), func(i, k int) float64 { return geo.Metres(demand.at[i], sites.at[k]) }).at, nil
	case demand.flat != nil && sites.flat != nil:
		return kept(len(demand.flat), len(sites.flat), func(i, k int) float64 {
			return math.Hypot(demand.flat[i][0]-sites.flat[k][0], demand.flat[i][1]-sites.flat[k][1])
		}).at, nil
	}
	return nil, fmt.Errorf("give --distances or --streets, for %s (columns %s) and %s (columns %s) have not both longitude and latitude, or both x and y",
		demand.path, strings.Join(demand.header, ", "), sites.path, strings.Join(sites.header, ", "))
}
