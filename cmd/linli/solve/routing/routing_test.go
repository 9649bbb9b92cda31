package routing_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"linli/cmd/linli/solve/solvetest"
)

const tinyVRP = `NAME : tiny
TYPE : VRPTW
DIMENSION : 5
VEHICLES : 3
CAPACITY : 2
SERVICE_TIME : 1
EDGE_WEIGHT_TYPE : EUC_2D
NODE_COORD_SECTION
1 0 0
2 1 1
3 2 2
4 -1 1
5 -2 2
DEMAND_SECTION
1 0
2 1
3 1
4 1
5 1
TIME_WINDOW_SECTION
1 0 100
2 0 10
3 20 30
4 0 10
5 20 30
DEPOT_SECTION
1
-1
EOF
`

type routingLine struct {
	Status           string
	Cost, Bound, Gap float64
	Routes, Unserved int
	Broken           int
}

func TestSolveRoutingReadsAndWritesVRPLIB(t *testing.T) {
	out := filepath.Join(t.TempDir(), "routes.sol")
	said := solvetest.Run(t, 0, "routing", solvetest.Put(t, "tiny.vrp", tinyVRP), "--iterations", "500", "--out", out, "--json")
	var got routingLine
	// 1.4 and 1.4 out and 2.8 back, twice.
	if err := json.Unmarshal([]byte(said), &got); err != nil || got.Status != "feasible" && got.Status != "optimal" || got.Cost != 11.2 || got.Routes != 2 || got.Bound <= 0 || got.Bound > 11.2 {
		t.Errorf("%s %v", said, err)
	}
	b, err := os.ReadFile(out)
	if text := string(b); err != nil || !strings.Contains(text, ": 1 2\n") || !strings.Contains(text, ": 3 4\n") || !strings.HasSuffix(text, "Cost 11.2\n") {
		t.Errorf("%q %v", b, err)
	}
}

func TestSolveRoutingPlansAStreetsOwnRounds(t *testing.T) {
	samples := "../../../../docs/guide/samples/routing-"
	out := filepath.Join(t.TempDir(), "rounds.csv")
	args := []string{"routing", "--stops", samples + "stops.csv", "--vehicles", samples + "vehicles.csv", "--iterations", "20000", "--json"}
	var got, remembered routingLine
	if err := json.Unmarshal([]byte(solvetest.Run(t, 0, append(args, "--out", out)...)), &got); err != nil || got.Unserved != 0 || got.Routes != 3 || got.Cost < got.Bound {
		t.Errorf("%+v %v", got, err)
	}
	b, err := os.ReadFile(out)
	if lines := strings.Split(strings.TrimSpace(string(b)), "\n"); err != nil || len(lines) != 25 || lines[0] != "vehicle,position,id,arrive,begin,leave" {
		t.Errorf("%s %v", b, err)
	}
	for _, stop := range []string{"lunch-07", "lunch-19"} {
		if !strings.Contains(string(b), stop) || !strings.Contains(string(b[:strings.Index(string(b), stop)]), "rider-2") {
			t.Errorf("%s is not with the rider who has the lift", stop)
		}
	}
	said := solvetest.Run(t, 0, append(args, "--order", samples+"order.csv", "--order-price", "100000")...)
	if err := json.Unmarshal([]byte(said), &remembered); err != nil || remembered.Broken != 0 || remembered.Cost < got.Cost {
		t.Errorf("%s %v", said, err)
	}
	said = solvetest.Run(t, 0, "routing", "--stops", solvetest.Put(t, "s.csv", stopsHead+"far,121.9,31.9,,,5,1,\nnear,121.44,31.22,,,5,1,\n"), "--vehicles", solvetest.Put(t, "v.csv", vehiclesHead+"one,121.44,31.22,,,08:00,12:00,,,,5,\n"), "--iterations", "500", "--unserved-cost", "3000")
	if !strings.Contains(said, "1 stops left out") || !strings.Contains(said, "left out: far: ") {
		t.Error(said)
	}
}

const (
	stopsHead    = "id,longitude,latitude,from,to,minutes,quantity,skill\n"
	vehiclesHead = "id,longitude,latitude,end_longitude,end_latitude,from,to,break_from,break_to,break_minutes,capacity,skills\n"
)

func TestSolveRoutingNamesWhatIsWrong(t *testing.T) {
	for want, change := range map[string][2]string{
		"tiny.vrp: line 2: no such instance: TYPE": {"VRPTW", "TSP"},
		"customer 2 (no vehicle with the skills":   {"3 1\n4 1\n5 1", "3 9\n4 1\n5 1"},
		"customer 4 (no vehicle that may serve it": {"5 20 30", "5 200 300"},
	} {
		if said := solvetest.Run(t, 1, "routing", solvetest.Put(t, "tiny.vrp", strings.Replace(tinyVRP, change[0], change[1], 1)), "--iterations", "100"); !strings.Contains(said, want) {
			t.Errorf("%q does not say %q", said, want)
		}
	}
	stop, vehicle := "a,121.44,31.22,09:00,10:00,5,1,\n", "one,121.44,31.22,,,08:00,12:00,,,,5,\n"
	for want, in := range map[string][2]string{
		"line 2: \"x\", \"31.22\" is no longitude": {"a,x,31.22,09:00,10:00,5,1,\n", vehicle},
		"\"NaN\"":                            {"a,NaN,31.22,09:00,10:00,5,1,\n", vehicle},
		"\"9\" is no time like":              {"a,121.44,31.22,9,10:00,5,1,\n", vehicle},
		"open from 11:00 to 10:00":           {"a,121.44,31.22,11:00,10:00,5,1,\n", vehicle},
		"stop \"a\" has no place":            {"a,,,09:00,10:00,5,1,\n", vehicle},
		"stop \"a\" stands twice":            {stop + stop, vehicle},
		"minutes \"-5\"":                     {"a,121.44,31.22,09:00,10:00,-5,1,\n", vehicle},
		"vehicle \"one\" stands twice":       {stop, vehicle + vehicle},
		"capacity \"\"":                      {stop, "one,121.44,31.22,,,08:00,12:00,,,,,\n"},
		"shift of vehicle 0 from 43200":      {stop, "one,121.44,31.22,,,12:00,08:00,,,,5,\n"},
		"no stops":                           {"", vehicle},
		"a (no vehicle has the skills)":      {"a,121.44,31.22,09:00,10:00,5,1,lift\n", vehicle},
		"a (no vehicle that may serve it":    {"a,121.44,31.22,13:00,14:00,5,1,\n", vehicle},
		"break 0 of vehicle 0 from 43200 to": {stop, "one,121.44,31.22,,,08:00,12:00,12:00,10:00,30,5,\n"},
	} {
		said := solvetest.Run(t, 1, "routing", "--stops", solvetest.Put(t, "s.csv", stopsHead+in[0]), "--vehicles", solvetest.Put(t, "v.csv", vehiclesHead+in[1]), "--iterations", "100")
		if !strings.Contains(said, want) {
			t.Errorf("%q does not say %q", said, want)
		}
	}
	for _, args := range [][]string{{}, {"--stops", solvetest.Put(t, "s.csv", stopsHead)}, {solvetest.Put(t, "tiny.vrp", tinyVRP), "--time-limit", "0s"}} {
		if said := solvetest.Run(t, 1, append([]string{"routing"}, args...)...); !strings.Contains(said, "give one FILE") && !strings.Contains(said, "--time-limit") {
			t.Errorf("%v: %q", args, said)
		}
	}
}
