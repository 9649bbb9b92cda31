package assignment_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"linli/cmd/linli/solve/solvetest"
)

func TestSolveAssignmentReadsWhatPeopleWrite(t *testing.T) {
	edges := solvetest.Put(t, "edges.csv", "\ufeffneed,offer,cost\r\nchen,\"canteen, east\",100\r\nli,\"canteen, east\",200\r\n\r\nli,west,400\r\nwang,west,300")
	capacity := solvetest.Put(t, "capacity.csv", "offer,capacity\n\"canteen, east\",1\nwest,1\n")
	out := filepath.Join(t.TempDir(), "out.csv")
	var got struct {
		Status                             string
		Cost, Matched, Unmatched, DualCost int64
		Dual                               int64 `json:"dual_cost"`
	}
	said := solvetest.Run(t, 0, "assignment", "--edges", edges, "--capacity", capacity, "--unmatched-cost", "2000", "--out", out, "--json")
	if err := json.Unmarshal([]byte(said), &got); err != nil || got.Status != "optimal" || got.Cost != 2400 || got.Dual != 2400 || got.Matched != 2 || got.Unmatched != 1 {
		t.Errorf("%s: %v", said, err)
	}
	if b, err := os.ReadFile(out); err != nil || string(b) != "need,offer,cost\nchen,\"canteen, east\",100\nwang,west,300\n" {
		t.Errorf("%q %v", b, err)
	}
	limits := solvetest.Put(t, "limits.csv", "group,limit\nsun,1\n")
	grouped := solvetest.Put(t, "capacity.csv", "offer,capacity,group\n\"canteen, east\",1,sun\nwest,1,sun\n")
	weights := solvetest.Put(t, "weights.csv", "need,weight\nwang,10\n")
	said = solvetest.Run(t, 0, "assignment", "--edges", edges, "--capacity", grouped, "--limits", limits, "--weights", weights, "--unmatched-cost", "2000", "--json")
	if err := json.Unmarshal([]byte(said), &got); err != nil || got.Matched != 1 || got.Cost != 2000+2000+3000 || got.Dual != got.Cost {
		t.Errorf("one of the group, the weightiest: %s %v", said, err)
	}
}

func TestSolveAssignmentNamesWhatIsWrong(t *testing.T) {
	good := "offer,capacity\na,1\n"
	for want, in := range map[string][2]string{
		"is empty":                    {"", good},
		"the header is":               {"a,b,c\n1,2,3\n", good},
		"line 2: cost \"-1\"":         {"need,offer,cost\nx,a,-1\n", good},
		"cost \"NaN\"":                {"need,offer,cost\nx,a,NaN\n", good},
		"cost \"1.5\"":                {"need,offer,cost\nx,a,1.5\n", good},
		"too large":                   {"need,offer,cost\nx,a,4611686018427387904\n", good},
		"no whole number":             {"need,offer,cost\nx,a,99999999999999999999\n", good},
		"offer \"b\" has no capacity": {"need,offer,cost\nx,b,1\n", good},
		"listed twice":                {"need,offer,cost\nx,a,1\nx,a,2\n", good},
		"2 fields, want 3":            {"need,offer,cost\nx,a\n", good},
		"capacity \"-1\"":             {"need,offer,cost\nx,a,1\n", "offer,capacity\na,-1\n"},
		"\"a\" stands twice":          {"need,offer,cost\nx,a,1\n", "offer,capacity\na,1\na,2\n"},
	} {
		said := solvetest.Run(t, 1, "assignment", "--edges", solvetest.Put(t, "e.csv", in[0]), "--capacity", solvetest.Put(t, "c.csv", in[1]))
		if !strings.Contains(said, want) {
			t.Errorf("%q does not say %q", said, want)
		}
	}
}
