package siting_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"linli/cmd/linli/solve/solvetest"
)

const (
	samples = "../../../../docs/guide/samples/siting-"
	shared  = "../../../../../shared/data/siting/"

	// Four blocks and three places on a line, a metre a unit.
	blocks = "id,x,y,weight\na,0,0,10\nb,100,0,20\nc,200,0,30\nd,1000,0,5\n"
	halls  = "id,x,y,price,cap_note\nL,0,0,3,\nM,150,0,9,\nR,1000,0,4,\n"
)

type answer struct {
	Status                string
	Objective, Bound, Gap float64
	Share                 float64
	Sites                 []any
	Seconds               *float64
}

// solved runs the command with --json and reads its last line that is JSON.
func solved(t *testing.T, args ...string) answer {
	t.Helper()
	said := solvetest.Run(t, 0, append([]string{"siting", "--json"}, args...)...)
	line, _, _ := strings.Cut(said, "\n")
	var a answer
	if err := json.Unmarshal([]byte(line), &a); err != nil || a.Seconds == nil {
		t.Fatalf("%q: %v", said, err)
	}
	return a
}

func (a answer) ids() string { return strings.Trim(fmt.Sprint(a.Sites...), "[]") }

func TestEachObjectiveIsSolvedFromTables(t *testing.T) {
	d, s := solvetest.Put(t, "d.csv", blocks), solvetest.Put(t, "s.csv", halls)
	forbid := solvetest.Put(t, "f.csv", "demand,site\na,M\nb,M\nc,M\nd,M\n")
	for name, c := range map[string]struct {
		args string
		want float64
		ids  string
	}{
		"median of one":          {"--p 1", 10*150 + 20*50 + 30*50 + 5*850, "M"},
		"median of two":          {"--p 2", 10*150 + 20*50 + 30*50, "MR"},
		"median, one kept":       {"--p 2 --keep L", 20*50 + 30*50 + 5*850, "LM"},
		"median, two kept":       {"--p 2 --keep L,R", 20*100 + 30*200, "LR"},
		"median within a budget": {"--budget 7", 20*100 + 30*200, "LR"},
		"median, pairs no":       {"--p 2 --forbid " + forbid, 20*100 + 30*200, "LR"},
		"coverage":               {"--objective coverage --p 1 --radius 60", 50, "M"},
		"center":                 {"--objective center --p 2", 150, "MR"},
		"all covered":            {"--objective cover-all --radius 200", 7, "LR"},
		"all covered, less far":  {"--objective cover-all --radius 150", 13, "MR"},
	} {
		t.Run(name, func(t *testing.T) {
			a := solved(t, append([]string{"--demand", d, "--sites", s}, strings.Fields(c.args)...)...)
			if a.Status != "optimal" || a.Objective != c.want || a.Bound != c.want || a.Gap != 0 || a.ids() != c.ids {
				t.Errorf("%+v, want %g with %s", a, c.want, c.ids)
			}
		})
	}
}

func TestCapacitiesPartDemand(t *testing.T) {
	d := solvetest.Put(t, "d.csv", blocks)
	s := solvetest.Put(t, "s.csv", "id,x,y,capacity\nL,0,0,40\nM,150,0,35\nR,1000,0,5\n")
	out := filepath.Join(t.TempDir(), "who.csv")
	// M serves c and five of b, L the rest of b and a.
	a := solved(t, "--demand", d, "--sites", s, "--p", "3", "--out", out)
	if want := 30*50 + 5*50 + 15*100.0; a.Objective != want || a.Status != "optimal" {
		t.Errorf("%+v, want %g", a, want)
	}
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if text := string(b); !strings.HasPrefix(text, "demand,site,distance,amount\n") || !strings.Contains(text, "b,L,100,15\n") || !strings.Contains(text, "b,M,50,5\n") {
		t.Error(text)
	}
}

func TestDistancesAreReadInEveryShape(t *testing.T) {
	d := solvetest.Put(t, "d.csv", "code,label,population\n1,one,10\n2,two,20\n3,three,30\n")
	s := solvetest.Put(t, "s.csv", "objectid,name\n7,Hall\n8,School\n")
	for name, text := range map[string]string{
		"pairs with other names":      "distance,name,destination\n5,Hall,1\n1,School,1\n2,Hall,2\n9,School,2\n4,Hall,3\n3,School,3\n",
		"pairs with ids":              "demand,site,metres\n1,7,5\n1,8,1\n2,7,2\n2,8,9\n3,7,4\n3,8,3\n",
		"pairs, semicolons, a mark":   "\ufeffto;from;dist\n7;one;5\n8;one;1\n7;two;2\n8;two;9\n7;three;4\n8;three;3\n",
		"a matrix":                    "id,Hall,School\n1,5,1\n2,2,9\n3,4,3\n",
		"a matrix with others' names": ",8,7\ntwo,9,2\none,1,5\nthree,3,4\n",
	} {
		t.Run(name, func(t *testing.T) {
			m := solvetest.Put(t, "m.csv", text)
			a := solved(t, "--demand", d, "--sites", s, "--distances", m, "--p", "2")
			if a.Objective != 10*1+20*2+30*3 || len(a.Sites) != 2 {
				t.Errorf("%+v", a)
			}
			if a = solved(t, "--demand", d, "--sites", s, "--distances", m, "--p", "1"); a.Objective != 10*5+20*2+30*4 || len(a.Sites) != 1 {
				t.Errorf("%+v", a)
			}
		})
	}
}

func TestAPairThatIsNotThereIsForbidden(t *testing.T) {
	d := solvetest.Put(t, "d.csv", "id,weight\na,1\nb,1\n")
	s := solvetest.Put(t, "s.csv", "id\nS\nT\n")
	m := solvetest.Put(t, "m.csv", "demand,site,distance\na,S,1\na,T,5\nb,T,7\n")
	if a := solved(t, "--demand", d, "--sites", s, "--distances", m, "--p", "1"); a.Objective != 12 || a.ids() != "T" {
		t.Errorf("%+v", a)
	}
	if said := solvetest.Run(t, 0, "siting", "--demand", d, "--sites", s, "--distances", m, "--p", "1"); !strings.Contains(said, "leaves out 1 of 4 pairs") {
		t.Error(said)
	}
}

func TestWaysFollowStreets(t *testing.T) {
	d := solvetest.Put(t, "d.csv", "id,weight,node\na,1,p\nb,1,r\n")
	s := solvetest.Put(t, "s.csv", "id\nq\ns\n") // an id that is a point
	g := solvetest.Put(t, "g.csv", "from,to,length\np,q,10\nq,r,20\np,r,100\nr,s,3\n")
	if a := solved(t, "--demand", d, "--sites", s, "--streets", g, "--p", "1"); a.Objective != 30 || a.ids() != "q" {
		t.Errorf("%+v", a)
	}
	// By coordinates: one degree of latitude is about 111,195 m, and the way goes around.
	d = solvetest.Put(t, "d.csv", "id,lon,lat\na,0,0\n")
	s = solvetest.Put(t, "s.csv", "id,lon,lat\nS,1,0\n")
	g = solvetest.Put(t, "g.csv", "from_lon,from_lat,to_lon,to_lat\n0,0,0,1\n0,1,1,1\n1,1,1,0\n5,5,6,6\n")
	if a := solved(t, "--demand", d, "--sites", s, "--streets", g, "--p", "1"); math.Abs(a.Objective-3*111195) > 100 {
		t.Errorf("%+v", a)
	}
}

func TestTheSamplesAreSolved(t *testing.T) {
	for _, more := range [][]string{{"--p", "2"}, {"--objective", "coverage", "--p", "2", "--radius", "500"}, {"--budget", "90"},
		{"--p", "3", "--streets", samples + "streets.csv"}, {"--objective", "cover-all", "--radius", "1200"}} {
		if a := solved(t, append([]string{"--demand", samples + "demand.csv", "--sites", samples + "sites.csv"}, more...)...); a.Status != "optimal" || len(a.Sites) == 0 {
			t.Errorf("%v: %+v", more, a)
		}
	}
}

func TestAGraphOfORLibraryIsSolved(t *testing.T) {
	g := solvetest.Put(t, "g.txt", " 4 3 1\n 1 2 5\n 2 3 6\n 3 4 7\n")
	if a := solved(t, "--format", "orlib", g); a.Objective != 5+6+13 || a.Status != "optimal" || a.ids() != "2" {
		t.Errorf("%+v", a)
	}
	if a := solved(t, g, "--p", "2"); a.Objective != 5+6 || len(a.Sites) != 2 {
		t.Errorf("%+v", a)
	}
	if _, err := os.Stat(shared); err != nil {
		t.Skip("no ../shared/data/siting beside the repository")
	}
	if a := solved(t, shared+"pmed1.txt"); a.Objective != 5819 || a.Status != "optimal" || len(a.Sites) != 5 {
		t.Errorf("%+v", a)
	}
}

func TestFilesOfSanFranciscoAreReadAsTheyAre(t *testing.T) {
	if _, err := os.Stat(shared); err != nil {
		t.Skip("no ../shared/data/siting beside the repository")
	}
	args := []string{"--demand", shared + "SF_demand_205_centroid_uniform_weight.csv", "--sites", shared + "SF_store_site_16_longlat.csv",
		"--distances", shared + "SF_network_distance_candidateStore_16_censusTract_205_new.csv", "--p", "4"}
	a := solved(t, args...)
	// The least of all 1,820 choices; engine/siting compares every number of stores so.
	if a.Status != "optimal" || math.Abs(a.Objective-2848268129.7145) > 1e-3 || !slices.Equal(a.Sites, []any{"Store_2", "Store_11", "Store_12", "Store_15"}) {
		t.Errorf("%+v", a)
	}
	if a = solved(t, append(args, "--objective", "coverage", "--radius", "5000")...); a.Status != "optimal" || a.Share <= 0.5 || a.Share >= 1 {
		t.Errorf("%+v", a)
	}
}

func TestBadInputIsRefusedWithItsName(t *testing.T) {
	d, s := solvetest.Put(t, "d.csv", blocks), solvetest.Put(t, "s.csv", halls)
	put := func(text string) string { return solvetest.Put(t, "x.csv", text) }
	both := func(more ...string) []string { return append([]string{"--demand", d, "--sites", s}, more...) }
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"nothing":            {nil, "give one FILE"},
		"two ways":           {both("--p", "1", "--distances", d, "--streets", d), "give one FILE"},
		"no number":          {both(), "wants --p or --budget"},
		"no radius":          {both("--objective", "coverage", "--p", "1"), "--radius"},
		"unknown kept":       {both("--p", "1", "--keep", "Z"), `no site "Z"; there are L, M, R`},
		"a negative number":  {both("--p=-1"), "-1 sites"},
		"a negative budget":  {both("--budget=-1"), "budget"},
		"NaN radius":         {both("--objective", "coverage", "--p", "1", "--radius", "NaN"), "--radius"},
		"no time":            {both("--p", "1", "--time-limit", "0s"), "--time-limit"},
		"no demand":          {[]string{"--demand", put("id,x,y\n"), "--sites", s, "--p", "1"}, "nothing else"},
		"an empty file":      {[]string{"--demand", put(""), "--sites", s, "--p", "1"}, "is empty"},
		"a weight of words":  {[]string{"--demand", put("id,x,y,weight\na,0,0,many\n"), "--sites", s, "--p", "1"}, `weight of a is "many"`},
		"a weight of NaN":    {[]string{"--demand", put("id,x,y,weight\na,0,0,NaN\n"), "--sites", s, "--p", "1"}, `weight of a is "NaN"`},
		"a negative weight":  {[]string{"--demand", put("id,x,y,weight\na,0,0,-4\n"), "--sites", s, "--p", "1"}, "weight 0 is -4"},
		"a place nowhere":    {[]string{"--demand", put("id,lon,lat\na,200,0\n"), "--sites", s, "--p", "1"}, "nowhere on earth"},
		"an id twice":        {[]string{"--demand", put("id,x,y\na,0,0\na,1,1\n"), "--sites", s, "--p", "1"}, `id "a" is empty or stands twice`},
		"no places":          {[]string{"--demand", put("id,weight\na,1\n"), "--sites", s, "--p", "1"}, "longitude and latitude"},
		"a ragged line":      {[]string{"--demand", put("id,x,y\na,0\n"), "--sites", s, "--p", "1"}, "wrong number of fields"},
		"no such weight":     {both("--p", "1", "--weight", "age"), `no column "age"`},
		"an unknown id":      {both("--p", "1", "--distances", put("demand,site,distance\na,L,1\nb,M,2\nz,R,3\n")), `no demand "z"`},
		"a pair twice":       {both("--p", "1", "--distances", put("demand,site,distance\na,L,1\na,L,2\n")), "stand twice"},
		"distances of words": {both("--p", "1", "--distances", put("demand,site,distance\na,L,far\n")), `"far" is no distance`},
		"a negative way":     {both("--p", "1", "--distances", put("demand,site,distance\na,L,-1\n")), `"-1" is no distance`},
		"other ids":          {both("--p", "1", "--distances", put("demand,site,distance\nq,w,1\n")), "--demand-id"},
		"no distances":       {both("--p", "1", "--distances", put("q,w\n1,2\n")), "neither"},
		"a street to none":   {both("--p", "1", "--streets", put("from,to,length\na,b,1\n")), `"c"`},
		"a negative street":  {both("--p", "1", "--streets", put("from,to,length\na,b,-1\n")), "no length"},
		"streets of nothing": {both("--p", "1", "--streets", put("q,w\n1,2\n")), "wanted are from, to and length"},
		"forbidden unknown":  {both("--p", "1", "--forbid", put("demand,site\na,Z\n")), `no site "Z"`},
		"out of reach":       {both("--objective", "cover-all", "--radius", "20"), "no site is in reach of b, c"},
		"a graph of words":   {[]string{put("1,2,3")}, "no graph of OR-Library"},
	} {
		t.Run(name, func(t *testing.T) {
			if said := solvetest.Run(t, 1, append([]string{"siting"}, c.args...)...); !strings.Contains(said, c.want) {
				t.Errorf("%q, want %q", said, c.want)
			}
		})
	}
}
