package region

import (
	"testing"

	"pgregory.net/rapid"
)

func TestBoundsHoldExactlyWhatLiesInside(t *testing.T) {
	digits := rapid.StringMatching(`[0-9]{6}([0-9]{3}){0,3}`)
	rapid.Check(t, func(t *rapid.T) {
		c, x := Code(digits.Draw(t, "c")), Code(digits.Draw(t, "x"))
		lo, hi := c.Bounds()
		if got := lo <= x && x < hi; got != x.In(c) {
			t.Fatalf("%s in %s: range says %v, prefix says %v", x, c, got, x.In(c))
		}
		inside := c + x
		if !(lo <= inside && inside < hi) {
			t.Fatalf("%s should lie in [%s,%s)", inside, lo, hi)
		}
	})
}

func TestParse(t *testing.T) {
	for in, want := range map[string]Level{
		"449901": District, "449901001": Street, "449901001002": Community, "449901001002003": Grid,
		"": "", "44990": "", "44990x": "", "44990１": "", "4499010010020034": "",
	} {
		c, err := Parse(in)
		if (err == nil) != (want != "") || c.Level() != want && err == nil {
			t.Errorf("Parse(%q) = %q, %v; want level %q", in, c, err, want)
		}
	}
}

func TestParents(t *testing.T) {
	c := Code("449901001002003")
	if c.Parent() != "449901001002" || c.Community() != "449901001002" || c.Street() != "449901001" || c.District() != "449901" {
		t.Error(c.Parent(), c.Community(), c.Street(), c.District())
	}
	if Code("449901").Parent() != "" || Code("449901").Street() != "449901" || Code("449901").Community() != "" {
		t.Error("a district has no parent, keeps its rows under itself and lies in no community")
	}
}
