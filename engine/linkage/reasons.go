package linkage

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"linli/engine/linkage/columns"
	"linli/engine/linkage/evidence"
)

// Reason is what one comparison says about a pair.
type Reason struct {
	Column string
	Role   columns.Role
	Level  int
	// Bits is log2 of how much likelier the level is among records of one than among
	// strangers; above 0 it speaks for one.
	Bits float64
}

// Reasons lists what speaks about a pair with a pattern, the strongest first.
func (f *Fitted) Reasons(p evidence.Pattern) []Reason {
	var out []Reason
	for c, w := range f.Comparisons {
		l := p.Level(c)
		if l == evidence.Missing {
			continue
		}
		s := f.state(p, c)
		out = append(out, Reason{w.Name, w.Role, l, math.Log2(w.One[s][l] / w.Strangers[s][l])})
	}
	slices.SortStableFunc(out, func(a, b Reason) int {
		switch d := math.Abs(b.Bits) - math.Abs(a.Bits); {
		case d > 0:
			return 1
		case d < 0:
			return -1
		}
		return 0
	})
	return out
}

func (f *Fitted) state(p evidence.Pattern, c int) int {
	if k := f.Comparisons[c].Parent; k >= 0 {
		if l := p.Level(k); evidence.Equal(l) || f.Comparisons[c].Follows && l != evidence.Missing && l < 14 {
			return 1
		}
	}
	return 0
}

// Explain says why two records are linked, in one line: what speaks for it, the
// strongest first, then what speaks against it.
func (f *Fitted) Explain(p evidence.Pattern, zh bool) string {
	var pro, con []string
	for _, r := range f.Reasons(p) {
		if math.Abs(r.Bits) < 0.5 {
			continue
		}
		s := fmt.Sprintf("%s %s", r.Column, evidence.Words(r.Role, r.Level, zh))
		if r.Bits > 0 {
			pro = append(pro, s)
		} else {
			con = append(con, s)
		}
	}
	comma, but := ", ", "; but "
	if zh {
		comma, but = "，", "；但"
	}
	out := strings.Join(pro, comma)
	if len(con) > 0 {
		out += but + strings.Join(con, comma)
	}
	return out
}
