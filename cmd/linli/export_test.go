package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"linli/internal/app"
)

// linli runs the command line in this process.
func linli(t *testing.T, want int, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if got := run(append([]string{"--log-level", "error"}, args...), &out, &errs); got != want {
		t.Fatalf("linli %s: exit %d, want %d\n%s%s", strings.Join(args, " "), got, want, &out, &errs)
	}
	return out.String() + errs.String()
}

// What is exported can be read back: needs and offers by plan match, regions by
// import regions; a refused export leaves no file behind.
func TestExportsAreReadBack(t *testing.T) {
	dir := t.TempDir()
	data, file := filepath.Join(dir, "data"), func(name string) string { return filepath.Join(dir, name) }
	h, err := app.Open(t.Context(), app.Config{Data: data, Demo: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := h.MakeDemo(t.Context(), 2000, 1, false, func(int64, int64) {}); err != nil {
		t.Fatal(err)
	}
	h.Close()

	linli(t, 0, "export", "needs", "--data", data, "--state", "open", "--out", file("needs.csv"))
	linli(t, 0, "export", "offers", "--data", data, "--out", file("offers.csv"))
	said := linli(t, 0, "plan", "match", "--needs", file("needs.csv"), "--offers", file("offers.csv"), "--out", file("plan.csv"))
	if !strings.Contains(said, "proved optimal") || strings.Contains(said, "matched 0") {
		t.Error(said)
	}

	linli(t, 0, "export", "regions", "--data", data, "--out", file("regions.geojson"))
	linli(t, 0, "import", "regions", "--data", file("other"), file("regions.geojson"))
	linli(t, 0, "export", "regions", "--data", file("other"), "--out", file("again.geojson"))
	one, err := os.ReadFile(file("regions.geojson"))
	if err != nil {
		t.Fatal(err)
	}
	if two, err := os.ReadFile(file("again.geojson")); err != nil || !bytes.Equal(one, two) || len(one) < 10_000 {
		t.Errorf("regions came back different: %d and %d bytes, %v", len(one), len(two), err)
	}

	all := linli(t, 0, "export", "people", "--data", data, "--out", file("people.xlsx"))
	street := linli(t, 0, "export", "people", "--data", data, "--region", "449901001", "--out", file("street.csv"))
	raw, err := os.ReadFile(file("street.csv"))
	if err != nil || bytes.Count(raw, []byte("\n")) < 100 || all == street {
		t.Errorf("%v: all %s, street %s", err, all, street)
	}
	if strings.Contains(string(raw), "449901001,") || bytes.Contains(raw, []byte(",449901002")) {
		t.Error("the export of a street holds another")
	}
	for _, line := range strings.Split(string(raw), "\n")[1:] {
		if cells := strings.Split(line, ","); len(cells) > 5 && cells[4] != "" && !strings.Contains(cells[4], "*") {
			t.Errorf("a number left the register unmasked: %d characters", len(cells[4]))
		}
	}
	linli(t, 2, "export", "people", "--data", data, "--region", "44", "--out", file("refused.csv"))
	if _, err := os.Stat(file("refused.csv")); err == nil {
		t.Error("a refused export left a file")
	}
}

// The guide shows what the program says.
func TestTheGuideIsTrue(t *testing.T) {
	page, err := os.ReadFile("../../docs/guide/matching.md")
	if err != nil {
		t.Fatal(err)
	}
	said := linli(t, 0, "plan", "match", "--needs", "../../docs/guide/samples/needs.csv", "--offers", "../../docs/guide/samples/offers.csv", "--out", filepath.Join(t.TempDir(), "plan.csv"))
	clock := regexp.MustCompile(`\d+\.\d\d s`)
	if said = clock.ReplaceAllString(said, "0.00 s"); !strings.Contains(string(page), said) {
		t.Errorf("docs/guide/matching.md does not show\n%s", said)
	}
}
