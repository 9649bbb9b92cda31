package vrplib

import (
	"math"
	"strconv"
	"strings"
)

// solomon reads the text format after its first line: the word VEHICLE, a header,
// number and capacity, the word CUSTOMER, a header, and seven columns of which the
// first row is the depot.
func (r *reader) solomon() error {
	var rows [][]float64
	for r.scan.Scan() {
		r.line++
		fields := strings.Fields(r.scan.Text())
		row := make([]float64, 0, 7)
		for _, f := range fields {
			v, err := strconv.ParseFloat(f, 64)
			if err != nil {
				break // a word of a header
			}
			if !(v >= 0 && v <= 1e6) {
				return r.refuse("%q is not from 0 to 1000000", f)
			}
			row = append(row, v)
		}
		switch {
		case len(row) == 0:
			continue
		case len(row) != len(fields):
			return r.refuse("%q is no row of numbers", r.scan.Text())
		case len(rows) == 0 && len(row) != 2:
			return r.refuse("%d numbers, want the number of vehicles and their capacity", len(row))
		case len(rows) > 0 && len(row) != 7:
			return r.refuse("%d numbers, want 7 of a customer", len(row))
		case len(rows) > MostNodes:
			return r.refuse("more than %d nodes", MostNodes)
		case len(rows) > 0 && (row[0] != float64(len(rows)-1) || row[4] > row[5] || row[3] != math.Trunc(row[3])):
			return r.refuse("customer %g is not next, or has no window or whole demand", row[0])
		}
		rows = append(rows, row)
	}
	if err := r.scan.Err(); err != nil {
		return r.refuse("%v", err)
	}
	if len(rows) < 3 {
		return r.refuse("no customers")
	}
	r.in.Vehicles, r.in.Capacity, r.in.Depot = int(rows[0][0]), int64(rows[0][1]), 0
	r.size(len(rows) - 1)
	for i, row := range rows[1:] {
		r.in.X[i], r.in.Y[i], r.in.Demand[i] = row[1], row[2], int64(row[3])
		r.raw.from[i], r.raw.to[i], r.raw.service[i] = row[4], row[5], row[6]
	}
	for _, s := range []string{"NODE_COORD_SECTION", "DEMAND_SECTION", "TIME_WINDOW_SECTION", "SERVICE_TIME_SECTION"} {
		r.seen[s] = len(rows) - 1
	}
	return nil
}
