package sites

import (
	"fmt"
	"math"
	"strings"

	"linli/internal/fault"
)

// proof says what is known of the quality, in words.
func (r SitingResult) proof(n *instance, l fault.Lang) string {
	what, objective := n.said(*r.Objective, l)
	_, bound := n.said(*r.Bound, l)
	switch {
	case r.Proved && l == fault.Zh:
		return what + objective + " = 界限 " + bound + "，差距 0%：" + r.wordless(l)
	case r.Proved:
		return what + objective + " = bound " + bound + ", gap 0%: " + r.wordless(l)
	case l == fault.Zh:
		return what + objective + "，界限 " + bound + "：" + r.wordless(l)
	}
	return what + objective + ", bound " + bound + ": " + r.wordless(l)
}

// wordless is the proof without the figures.
func (r SitingResult) wordless(l fault.Lang) string {
	switch {
	case r.Proved && l == fault.Zh:
		return "已证明在全部备选方案中最优"
	case r.Proved:
		return "proved the best of all choices"
	case l == fault.Zh:
		return fmt.Sprintf("与可能的最优最多相差 %.2g%%", 100*r.Gap)
	}
	return fmt.Sprintf("at most %.2g%% from the best possible", 100*r.Gap)
}

// said is what the objective is called, and a value of it.
func (n *instance) said(v float64, l fault.Lang) (what, value string) {
	zh := l == fault.Zh
	pick := func(whatZh, whatEn, value, unitZh, unitEn string) (string, string) {
		if zh {
			return whatZh + " ", value + " " + unitZh
		}
		return whatEn + " ", strings.TrimSpace(value + " " + unitEn)
	}
	switch n.where.Objective {
	case Median:
		return pick("总路程", "Total way", figure(v/1000), "人·公里", "person-km")
	case Center:
		return pick("最远", "Farthest", figure(math.Round(v)), "米", "m")
	case CoverAll:
		if n.priced() {
			return pick("费用", "Cost", figure(v/100), "元", "yuan")
		}
		return pick("新增", "New sites:", figure(v), "个点", "")
	}
	return pick("覆盖", "Within reach:", figure(math.Round(v)), "人", "people")
}

// figure is a number with at most one decimal and separators of thousands.
func figure(v float64) string {
	v = math.Round(v*10) / 10
	s := fmt.Sprintf("%.1f", math.Abs(v))
	s, tail := s[:len(s)-2], s[len(s)-2:]
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	if tail != ".0" {
		s += tail
	}
	if v < 0 {
		s = "-" + s
	}
	return s
}
