package waiting

import (
	"testing"
	"time"
)

// The published formula, by hand.
func TestTheLineIsOrderedByTheFormula(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	row := func(id string, vulnerable int, waited time.Duration) Waiting {
		return Waiting{ID: id, Created: now.Add(-waited), Keep: Keep{Vulnerable: vulnerable}}
	}
	all := []Waiting{
		row("a", 0, 5*time.Hour),    // 5
		row("b", 1, 10*time.Minute), // 10
		row("c", 7, 0),              // 30: three count
		row("d", 0, 100*time.Hour),  // 48: two days count
		row("e", 1, 59*time.Minute), // 10, and came before b
		row("f", 0, 5*time.Hour),    // 5, same moment as a
	}
	Line(all, now)
	got := ""
	for i, w := range all {
		got += w.ID
		if w.Rank != i+1 {
			t.Errorf("%s has rank %d", w.ID, w.Rank)
		}
	}
	if got != "dcebaf" {
		t.Errorf("%s", got)
	}
	if all[1].Points != 30 || all[1].WhyZh != "困难情形 3 项 × 10 分 + 已等候 0 小时 × 1 分 = 30 分" {
		t.Errorf("%+v", all[1])
	}
}

func TestAnOfferLastsTwoHoursOfTheDayAndNeverBeyondTheCutOff(t *testing.T) {
	at := func(s string) time.Time { x, _ := time.Parse("2006-01-02 15:04 -0700", s+" +0800"); return x }
	for _, c := range []struct{ now, cutOff, want string }{
		{"2026-11-23 10:00", "2026-11-24 16:00", "2026-11-23 12:00"},
		{"2026-11-23 21:00", "2026-11-24 16:00", "2026-11-24 10:30"},
		{"2026-11-23 15:00", "2026-11-23 16:00", "2026-11-23 16:00"},
		{"2026-11-28 17:00", "2026-11-30 16:00", "2026-11-29 09:30"}, // people eat on Sundays
	} {
		if got := (Waiting{Keep: Keep{CutOff: at(c.cutOff)}}).until(at(c.now)); !got.Equal(at(c.want)) {
			t.Errorf("offered at %s: until %s, want %s", c.now, got, c.want)
		}
	}
}
