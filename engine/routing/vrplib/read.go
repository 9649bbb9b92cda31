package vrplib

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// MostNodes is the largest instance that is read, depot and all.
const MostNodes = 10_000

// ErrFile is wrapped by every refusal.
var ErrFile = errors.New("no such instance")

// Instance is what a file says. Nodes are numbered from 0 in the order of the file.
// Times and distances are whole numbers of 1/Scale of the file's unit.
type Instance struct {
	Name              string
	Windows           bool // the file has time windows
	Scale             int64
	Vehicles          int // 0: as many as wanted
	Capacity          int64
	Longest           int64 // of a round, service included; 0: no limit
	Depot             int
	Demand            []int64
	From, To, Service []int64
	X, Y              []float64 // nil where the distances are explicit
	matrix            []float64
}

// Distance between two nodes.
func (in *Instance) Distance(a, b int) int64 {
	var d float64
	if in.matrix != nil {
		d = in.matrix[a*len(in.Demand)+b]
	} else {
		dx, dy := in.X[a]-in.X[b], in.Y[a]-in.Y[b]
		d = math.Sqrt(dx*dx + dy*dy)
	}
	if in.Windows {
		return int64(d * float64(in.Scale))
	}
	return int64(d + 0.5)
}

// Customers are the nodes but the depot, in order: customer k of a solution is
// Customers()[k-1].
func (in *Instance) Customers() []int {
	var out []int
	for i := range in.Demand {
		if i != in.Depot {
			out = append(out, i)
		}
	}
	return out
}

type reader struct {
	in      *Instance
	scan    *bufio.Scanner
	line    int
	section string
	weights string // EDGE_WEIGHT_TYPE
	format  string
	service float64
	seen    map[string]int // rows of each section
	raw     struct{ from, to, service []float64 }
}

func (r *reader) refuse(format string, args ...any) error {
	return fmt.Errorf("line %d: %w: %s", r.line, ErrFile, fmt.Sprintf(format, args...))
}

// Read reads either format. An error names the line.
func Read(from io.Reader) (*Instance, error) {
	r := &reader{in: &Instance{Depot: -1}, scan: bufio.NewScanner(from), seen: map[string]int{}}
	r.scan.Buffer(nil, 1<<22)
	for r.scan.Scan() {
		r.line++
		line := strings.TrimSpace(strings.TrimPrefix(r.scan.Text(), "\ufeff"))
		if line == "EOF" {
			break
		}
		if line == "" {
			continue
		}
		if r.line == 1 && !strings.Contains(line, ":") {
			r.in.Name = line
			if err := r.solomon(); err != nil {
				return nil, err
			}
			return r.finish()
		}
		if err := r.take(line); err != nil {
			return nil, err
		}
	}
	if err := r.scan.Err(); err != nil {
		return nil, fmt.Errorf("line %d: %w", r.line+1, err)
	}
	return r.finish()
}

func (r *reader) take(line string) error {
	key, value, isKey := strings.Cut(line, ":")
	key, value = strings.TrimSpace(key), strings.TrimSpace(value)
	if strings.HasSuffix(key, "_SECTION") && value == "" {
		r.section = key
		switch {
		case r.in.Demand == nil:
			return r.refuse("%s before DIMENSION", key)
		case r.seen[key] > 0:
			return r.refuse("%s stands twice", key)
		}
		return nil
	}
	if isKey && !strings.ContainsAny(line[:1], "-0123456789.") {
		return r.key(key, value)
	}
	if r.section == "" {
		return r.refuse("%q is neither a key nor a section", line)
	}
	fields := strings.Fields(line)
	numbers := make([]float64, len(fields))
	for i, f := range fields {
		v, err := strconv.ParseFloat(f, 64)
		if err != nil || math.IsNaN(v) || math.Abs(v) > 1e9 {
			return r.refuse("%q is no number of use here", f)
		}
		numbers[i] = v
	}
	return r.row(numbers)
}

func (r *reader) key(key, value string) error {
	number := func(most float64) (float64, error) {
		v, err := strconv.ParseFloat(value, 64)
		if err != nil || !(v >= 0 && v <= most) {
			return 0, r.refuse("%s %q is no number from 0 to %g", key, value, most)
		}
		return v, nil
	}
	var (
		v   float64
		err error
	)
	switch key {
	case "NAME":
		r.in.Name = value
	case "TYPE":
		if value != "CVRP" && value != "VRPTW" && value != "CVRPTW" {
			return r.refuse("TYPE %q is not CVRP or VRPTW", value)
		}
	case "DIMENSION":
		if v, err = number(MostNodes); err == nil {
			if r.in.Demand != nil || v < 2 || v != math.Trunc(v) {
				return r.refuse("DIMENSION %q is no whole number from 2 to %d, once", value, MostNodes)
			}
			r.size(int(v))
		}
	case "VEHICLES":
		v, err = number(1e6)
		r.in.Vehicles = int(v)
	case "CAPACITY":
		v, err = number(1e12)
		r.in.Capacity = int64(v)
	case "SERVICE_TIME":
		r.service, err = number(1e7)
	case "DISTANCE":
		v, err = number(1e7)
		r.in.Longest = int64(v)
	case "EDGE_WEIGHT_TYPE":
		if r.weights = value; value != "EUC_2D" && value != "EXPLICIT" {
			return r.refuse("EDGE_WEIGHT_TYPE %q is not EUC_2D or EXPLICIT", value)
		}
	case "EDGE_WEIGHT_FORMAT":
		if r.format = value; value != "FULL_MATRIX" {
			return r.refuse("EDGE_WEIGHT_FORMAT %q is not FULL_MATRIX", value)
		}
	}
	return err
}

func (r *reader) size(n int) {
	r.in.Demand = make([]int64, n)
	r.in.X, r.in.Y = make([]float64, n), make([]float64, n)
	r.raw.from, r.raw.to, r.raw.service = make([]float64, n), make([]float64, n), make([]float64, n)
}

// row takes a line of numbers of the section.
func (r *reader) row(v []float64) error {
	n := len(r.in.Demand)
	if r.section == "EDGE_WEIGHT_SECTION" {
		for _, d := range v {
			if d < 0 || d > 1e7 {
				return r.refuse("distance %g", d)
			}
		}
		r.in.matrix = append(r.in.matrix, v...)
		if r.seen[r.section]++; len(r.in.matrix) > n*n {
			return r.refuse("more than %d distances", n*n)
		}
		return nil
	}
	if r.section == "DEPOT_SECTION" {
		return r.depot(v)
	}
	want := map[string]int{"NODE_COORD_SECTION": 3, "DEMAND_SECTION": 2, "TIME_WINDOW_SECTION": 3, "SERVICE_TIME_SECTION": 2}[r.section]
	if want == 0 {
		return r.refuse("%s is not known", r.section)
	}
	if len(v) != want {
		return r.refuse("%d numbers in %s, want %d", len(v), r.section, want)
	}
	r.seen[r.section]++
	if v[0] != float64(r.seen[r.section]) || r.seen[r.section] > n {
		return r.refuse("node %g of %s, want nodes 1 to %d in order", v[0], r.section, n)
	}
	i := r.seen[r.section] - 1
	switch r.section {
	case "NODE_COORD_SECTION":
		r.in.X[i], r.in.Y[i] = v[1], v[2]
		if math.Abs(v[1]) > 1e6 || math.Abs(v[2]) > 1e6 {
			return r.refuse("node %g is further than 1000000 from the origin", v[0])
		}
	case "DEMAND_SECTION":
		if r.in.Demand[i] = int64(v[1]); v[1] < 0 || v[1] != math.Trunc(v[1]) {
			return r.refuse("demand %g is no whole number above or at 0", v[1])
		}
	case "TIME_WINDOW_SECTION":
		if r.raw.from[i], r.raw.to[i] = v[1], v[2]; v[1] < 0 || v[1] > v[2] || v[2] > 1e7 {
			return r.refuse("window from %g to %g", v[1], v[2])
		}
	case "SERVICE_TIME_SECTION":
		if r.raw.service[i] = v[1]; v[1] < 0 || v[1] > 1e7 {
			return r.refuse("service time %g", v[1])
		}
	}
	return nil
}

// depot takes numbers up to -1.
func (r *reader) depot(v []float64) error {
	for _, d := range v {
		switch {
		case d == -1:
		case r.in.Depot >= 0:
			return r.refuse("more than one depot")
		case d != math.Trunc(d) || d < 1 || int(d) > len(r.in.Demand):
			return r.refuse("depot %g is no node", d)
		default:
			r.in.Depot = int(d) - 1
		}
	}
	return nil
}

// finish checks that all is there, and scales.
func (r *reader) finish() (*Instance, error) {
	in, n := r.in, len(r.in.Demand)
	if n == 0 {
		return nil, r.refuse("no DIMENSION")
	}
	in.Windows = r.seen["TIME_WINDOW_SECTION"] > 0
	need := []string{"NODE_COORD_SECTION", "DEMAND_SECTION"}
	if r.weights == "EXPLICIT" {
		need = need[1:]
		if len(in.matrix) != n*n {
			return nil, r.refuse("%d distances, want %d", len(in.matrix), n*n)
		}
		in.X, in.Y = nil, nil
	} else {
		in.matrix = nil
	}
	for _, s := range []string{"TIME_WINDOW_SECTION", "SERVICE_TIME_SECTION"} {
		if r.seen[s] > 0 {
			need = append(need, s)
		}
	}
	for _, s := range need {
		if r.seen[s] != n {
			return nil, r.refuse("%s has %d nodes, want %d", s, r.seen[s], n)
		}
	}
	if in.Depot < 0 {
		return nil, r.refuse("no depot")
	}
	if in.Demand[in.Depot] != 0 {
		return nil, r.refuse("the depot has demand %d", in.Demand[in.Depot])
	}
	in.Scale = 1
	if in.Windows {
		in.Scale = 10
	}
	scale := float64(in.Scale)
	in.Longest *= in.Scale
	for i := range n {
		if r.seen["SERVICE_TIME_SECTION"] == 0 && i != in.Depot {
			r.raw.service[i] = r.service
		}
		in.From = append(in.From, int64(math.Ceil(r.raw.from[i]*scale)))
		in.To = append(in.To, int64(math.Floor(r.raw.to[i]*scale)))
		in.Service = append(in.Service, int64(math.Ceil(r.raw.service[i]*scale)))
	}
	return in, nil
}
