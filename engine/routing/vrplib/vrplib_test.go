package vrplib

import (
	"bytes"
	"errors"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

const shared = "../../../../shared/data/routing/"

func TestThePublishedSolutionsCostWhatTheySay(t *testing.T) {
	files, _ := filepath.Glob(shared + "*.vrp")
	if len(files) == 0 {
		t.Skip("no ../shared/data/routing beside the repository")
	}
	for _, path := range files {
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		in, err := Read(f)
		if err != nil {
			t.Fatal(path, err)
		}
		g, err := os.Open(strings.TrimSuffix(path, ".vrp") + ".sol")
		if err != nil {
			t.Fatal(err)
		}
		rounds, want, err := ReadSolution(g)
		if err != nil {
			t.Fatal(err)
		}
		cost, nodes := int64(0), in.Customers()
		for _, r := range rounds {
			last, load, clock := in.Depot, int64(0), in.From[in.Depot]
			for _, c := range r {
				i := nodes[c-1]
				cost += in.Distance(last, i)
				clock = max(clock+in.Distance(last, i), in.From[i])
				if clock > in.To[i] {
					t.Errorf("%s: customer %d at %d, after %d", path, c, clock, in.To[i])
				}
				clock, load, last = clock+in.Service[i], load+in.Demand[i], i
			}
			cost += in.Distance(last, in.Depot)
			if load > in.Capacity || clock+in.Distance(last, in.Depot) > in.To[in.Depot] {
				t.Errorf("%s: load %d, back at %d", path, load, clock)
			}
		}
		if got := float64(cost) / float64(in.Scale); math.Abs(got-want) > 1e-6 {
			t.Errorf("%s: cost %.1f, want %.1f", path, got, want)
		}
		if err := errors.Join(f.Close(), g.Close()); err != nil {
			t.Error(err)
		}
	}
}

const small = `NAME: tiny
COMMENT : (somebody, 2024)
TYPE: VRPTW
DIMENSION: 3
CAPACITY: 10
EDGE_WEIGHT_TYPE: EUC_2D
NODE_COORD_SECTION
1 0 0
2 1 1
3 3 4
DEMAND_SECTION
1 0
2 4
3 5
TIME_WINDOW_SECTION
1 0 100
2 0 50.55
3 5 60
SERVICE_TIME_SECTION
1 0
2 1
3 2.5
DEPOT_SECTION
 1
 -1
EOF
`

const explicit = `NAME : grid
TYPE : CVRP
DIMENSION : 3
CAPACITY : 10
DISTANCE : 40
SERVICE_TIME : 3
EDGE_WEIGHT_TYPE : EXPLICIT
EDGE_WEIGHT_FORMAT : FULL_MATRIX
EDGE_WEIGHT_SECTION
0 1 2 3
0 4
5 6 0
DEMAND_SECTION
1 1
2 0
3 5
DEPOT_SECTION
2
-1
`

const solomon = `C101

VEHICLE
NUMBER     CAPACITY
  25         200

CUSTOMER
CUST NO.  XCOORD.   YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE   TIME

    0      40         50          0          0       1236          0
    1      45         68         10        912        967         90
    2      45         70         30        825        870         90
`

func TestEachFormatIsRead(t *testing.T) {
	in, err := Read(strings.NewReader(small))
	if err != nil {
		t.Fatal(err)
	}
	want := &Instance{Name: "tiny", Windows: true, Scale: 10, Capacity: 10, Demand: []int64{0, 4, 5}, From: []int64{0, 0, 50}, To: []int64{1000, 505, 600}, Service: []int64{0, 10, 25},
		X: []float64{0, 1, 3}, Y: []float64{0, 1, 4}}
	if !reflect.DeepEqual(in, want) || in.Distance(0, 1) != 14 || in.Distance(0, 2) != 50 {
		t.Errorf("%+v", in)
	}
	if in, err = Read(strings.NewReader(explicit)); err != nil {
		t.Fatal(err)
	}
	if in.Depot != 1 || in.Distance(0, 2) != 2 || in.Distance(2, 0) != 5 || in.Longest != 40 || in.Service[0] != 3 || in.Service[1] != 0 || !reflect.DeepEqual(in.Customers(), []int{0, 2}) {
		t.Errorf("%+v", in)
	}
	if in, err = Read(strings.NewReader(solomon)); err != nil {
		t.Fatal(err)
	}
	if in.Vehicles != 25 || in.Capacity != 200 || in.From[2] != 8250 || in.Service[1] != 900 || in.Demand[2] != 30 || in.Distance(0, 1) != 186 {
		t.Errorf("%+v", in)
	}
}

func TestNonsenseIsRefusedWithItsLine(t *testing.T) {
	for want, change := range map[string][2]string{
		"line 3: no such instance: TYPE":            {"TYPE: VRPTW", "TYPE: TSP"},
		"line 4: no such instance: DIMENSION":       {"DIMENSION: 3", "DIMENSION: 1e8"},
		"NODE_COORD_SECTION before DIMENSION":       {"DIMENSION: 3\n", ""},
		"line 5: no such instance: CAPACITY \"-1\"": {"CAPACITY: 10", "CAPACITY: -1"},
		"CAPACITY \"NaN\"":                          {"CAPACITY: 10", "CAPACITY: NaN"},
		"EDGE_WEIGHT_TYPE \"GEO\"":                  {"EUC_2D", "GEO"},
		"line 9: no such instance: \"x\"":           {"2 1 1", "2 x 1"},
		"line 9: no such instance: \"NaN\"":         {"2 1 1", "2 NaN 1"},
		"further than":                              {"2 1 1", "2 1e8 1"},
		"want nodes 1 to 3 in order":                {"2 1 1", "3 1 1"},
		"2 numbers in NODE_COORD_SECTION, want 3":   {"2 1 1", "2 1"},
		"demand -4":                                   {"2 4\n", "2 -4\n"},
		"window from 60 to 5":                         {"3 5 60", "3 60 5"},
		"service time -1":                             {"1 0\n2 1\n", "1 0\n2 -1\n"},
		"depot 9 is no node":                          {" 1\n -1", " 9\n -1"},
		"more than one depot":                         {" 1\n -1", " 1\n 2\n -1"},
		"no depot":                                    {"DEPOT_SECTION\n 1\n -1\n", ""},
		"the depot has demand":                        {"1 0\n2 4", "1 7\n2 4"},
		"DEMAND_SECTION has 2 nodes, want 3":          {"3 5\nTIME", "TIME"},
		"WIND_SECTION is not known":                   {"DEMAND_SECTION", "WIND_SECTION"},
		"DEMAND_SECTION stands twice":                 {"TIME_WINDOW_SECTION", "DEMAND_SECTION"},
		"\"hello\" is neither a key nor a section":    {"COMMENT : (somebody, 2024)", "hello"},
		"VEHICLES \"many\"":                           {"COMMENT : (somebody, 2024)", "VEHICLES: many"},
		"EDGE_WEIGHT_FORMAT \"UPPER_ROW\" is not FUL": {"COMMENT : (somebody, 2024)", "EDGE_WEIGHT_FORMAT: UPPER_ROW"},
	} {
		_, err := Read(strings.NewReader(strings.Replace(small, change[0], change[1], 1)))
		if !errors.Is(err, ErrFile) || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not say %q", err, want)
		}
	}
	for want, text := range map[string]string{
		"no DIMENSION":           "",
		"8 distances, want 9":    strings.Replace(explicit, "5 6 0", "5 6", 1),
		"more than 9 distances":  strings.Replace(explicit, "5 6 0", "5 6 0 7", 1),
		"distance -5":            strings.Replace(explicit, "5 6 0", "-5 6 0", 1),
		"no customers":           "C101\nVEHICLE\n1 2\n",
		"want 7 of a customer":   strings.Replace(solomon, "870         90", "870", 1),
		"is no row of numbers":   strings.Replace(solomon, "870", "x", 1),
		"customer 3 is not next": strings.Replace(solomon, "    2      45", "    3      45", 1),
		"is not from 0 to":       strings.Replace(solomon, "870", "-870", 1),
		"the number of vehicles": strings.Replace(solomon, "  25  ", "25 3 ", 1),
		"or has no window":       strings.Replace(solomon, "870", "8", 1),
	} {
		_, err := Read(strings.NewReader(text))
		if !errors.Is(err, ErrFile) || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not say %q", err, want)
		}
	}
}

func TestASolutionIsReadAsWritten(t *testing.T) {
	var b bytes.Buffer
	want := [][]int{{3, 1}, {2}}
	if err := WriteSolution(&b, want, "12.5"); err != nil {
		t.Fatal(err)
	}
	got, cost, err := ReadSolution(&b)
	if err != nil || cost != 12.5 || !reflect.DeepEqual(got, want) {
		t.Error(got, cost, err)
	}
	for _, text := range []string{"Route #1: 0", "Route #1: x", "Cost much", "what"} {
		if _, _, err := ReadSolution(strings.NewReader(text)); !errors.Is(err, ErrFile) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// FuzzRead: whatever the bytes, the reader refuses or gives a whole instance.
func FuzzRead(f *testing.F) {
	f.Add(small)
	f.Add(explicit)
	f.Add(solomon)
	f.Fuzz(func(t *testing.T, text string) {
		in, err := Read(strings.NewReader(text))
		if err != nil {
			return
		}
		n := len(in.Demand)
		if n < 2 || len(in.From) != n || len(in.To) != n || len(in.Service) != n || in.Depot < 0 || in.Depot >= n {
			t.Fatalf("%+v", in)
		}
		if d := in.Distance(0, n-1); d < 0 || d > 1<<29 {
			t.Fatalf("distance %d", d)
		}
	})
}
