package portfolio_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"linli/cmd/linli/solve/solvetest"
)

const samples = "../../../../docs/guide/samples/portfolio-"

type answer struct {
	Status        string
	Effect, Bound int64
	Gap           float64
	Cost          string
	Projects      []string
	More          []struct{ Effect int64 }
	Contradiction []string
	LeastBudget   string `json:"least_budget"`
	Seconds       *float64
}

func solved(t *testing.T, args ...string) answer {
	t.Helper()
	line, _, _ := strings.Cut(solvetest.Run(t, 0, append([]string{"portfolio", "--json"}, args...)...), "\n")
	var a answer
	if err := json.Unmarshal([]byte(line), &a); err != nil || a.Seconds == nil {
		t.Fatalf("%q: %v", line, err)
	}
	return a
}

func sample(budget string, more ...string) []string {
	return append([]string{"--projects", samples + "projects.csv", "--floors", samples + "floors.csv", "--limits", samples + "limits.csv", "--rules", samples + "rules.csv", "--weights", samples + "weights.csv", "--budget", budget}, more...)
}

func TestTheSampleOfTheGuideIsSolved(t *testing.T) {
	out := filepath.Join(t.TempDir(), "why.csv")
	a := solved(t, sample("2000000", "--more", "100000,500000", "--out", out)...)
	if a.Status != "optimal" || a.Effect != 969 || a.Bound != 969 || a.Gap != 0 || a.Cost != "1950000.00" || len(a.Projects) != 8 || len(a.More) != 2 || a.More[0].Effect != 0 || a.More[1].Effect != 88 {
		t.Errorf("%+v", a)
	}
	why, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"Canteen Yongfu Road,no,420000.00,320,limited,the limit of category meals would be passed by 250000.00 yuan,",
		"Canteen Dongping,yes,380000.00,240,floor,without it the floor of community Dongping would not be reached,",
		"Shared kitchen Xinhua,no,120000.00,80,excluded,Canteen Xinhua is chosen instead,",
		"Ramps Xinhua,yes,70000.00,88,must,chosen beforehand,",
		"Evening bus,no,230000.00,70,refused,refused beforehand,",
	} {
		if !strings.Contains(string(why), line) {
			t.Errorf("%s\nlacks %s", why, line)
		}
	}
}

func TestWhatCannotBeKeptIsNamed(t *testing.T) {
	a := solved(t, sample("700000")...)
	if a.Status != "infeasible" || strings.Join(a.Contradiction, "; ") != "floor of group disabled; floor of category care; budget" || a.LeastBudget != "1545000.00" {
		t.Errorf("%+v", a)
	}
	if b := solved(t, sample(a.LeastBudget)...); b.Status != "optimal" || b.Cost != a.LeastBudget {
		t.Errorf("with that budget: %+v", b)
	}
	if b := solved(t, sample("1544999.99")...); b.Status != "infeasible" {
		t.Errorf("with less: %+v", b)
	}
}

func TestEffectsMayStandInATableOfTheirOwn(t *testing.T) {
	p := solvetest.Put(t, "p.csv", "编号,费用,社区\nA,10,东\nB,10.50,西\n")
	e := solvetest.Put(t, "e.csv", "项目,社区,人群,效果\nA,东,老人,5\nA,西,老人,2\nB,西,孩子,6\n")
	f := solvetest.Put(t, "f.csv", "人群,效果\n老人,1\n")
	a := solved(t, "--projects", p, "--effects", e, "--floors", f, "--budget", "12")
	if a.Status != "optimal" || a.Effect != 7 || strings.Join(a.Projects, "") != "A" {
		t.Errorf("%+v", a)
	}
}

func TestBadTablesAreRefusedByName(t *testing.T) {
	const good = "id,cost,effect,community\nA,10,5,East\nB,20,6,West\n"
	for name, c := range map[string]struct {
		file, text, want string
		args             string
	}{
		"no cost":           {"projects", "id,effect\nA,1\n", "no column cost", ""},
		"no rows":           {"projects", "id,cost\n", "nothing else", ""},
		"nothing":           {"projects", "", "is empty", ""},
		"negative":          {"projects", "id,cost\nA,-1\n", "negative", ""},
		"NaN":               {"projects", "id,cost\nA,NaN\n", `line 2: cost "NaN"`, ""},
		"endless":           {"projects", "id,cost\nA,1e99\n", `cost "1e99"`, ""},
		"too large":         {"projects", "id,cost\nA,46116860184273879\n", "cost", ""},
		"twice":             {"projects", "id,cost\nA,1\nA,2\n", `line 3: project "A" stands twice`, ""},
		"half a person":     {"projects", "id,cost,effect\nA,1,0.5\n", "no whole number", ""},
		"undecided":         {"projects", "id,cost,decided\nA,1,maybe\n", "neither must nor no", ""},
		"a field too many":  {"projects", "id,cost\nA,1,2\n", "wrong number of fields", ""},
		"unknown project":   {"effects", "project,effect\nC,1\n", `there is no project "C"`, ""},
		"effect twice":      {"effects", "project,community,effect\nA,East,1\n", "twice", ""},
		"unknown place":     {"floors", "community,effect\nNorth,1\n", `there is no community "North"`, ""},
		"floor of both":     {"floors", "community,effect,cost\nEast,1,1\n", "one of them", ""},
		"limit of nothing":  {"limits", "community,cost\nEast,\n", "cost is empty", ""},
		"unknown rule":      {"rules", "rule,projects\nlikes,A|B\n", "none of needs", ""},
		"rule of one":       {"rules", "rule,projects\nneeds,A\n", "two projects", ""},
		"a rule's stranger": {"rules", "rule,projects\nneeds,A|Z\n", `there is no project "Z"`, ""},
		"weight of nobody":  {"weights", "community,weight\n,2\n", "one of them", ""},
		"negative weight":   {"weights", "community,weight\nEast,-2\n", "negative", ""},
		"budget in words":   {"", "", "--budget", "--budget much"},
		"no time":           {"", "", "--time-limit", "--time-limit 0s"},
		"more in words":     {"", "", "--more", "--more much"},
	} {
		t.Run(name, func(t *testing.T) {
			args := map[string]string{"projects": solvetest.Put(t, "projects.csv", good)}
			if c.file != "" {
				args[c.file] = solvetest.Put(t, c.file+".csv", c.text)
			}
			line := []string{"portfolio"}
			for k, v := range args {
				line = append(line, "--"+k, v)
			}
			if !strings.Contains(c.args, "--budget") {
				line = append(line, "--budget", "100")
			}
			if said := solvetest.Run(t, 1, append(line, strings.Fields(c.args)...)...); !strings.Contains(said, c.want) {
				t.Errorf("%q does not say %q", said, c.want)
			}
		})
	}
}
