package money

import (
	"errors"
	"testing"

	"pgregory.net/rapid"
)

func TestAmountsReadAsTheyAreWritten(t *testing.T) {
	for in, want := range map[string]Fen{"12": 1200, "12.5": 1250, "¥12.50": 1250, "0.05": 5, "-3.20": -320, "-¥3.20": -320, " 7.00 ": 700} {
		if got, err := Parse(in); err != nil || got != want {
			t.Errorf("Parse(%q) = %d, %v; want %d", in, got, err, want)
		}
	}
	for _, bad := range []string{"", ".", "1.", "1.234", "1,5", "一", "--1", "1e3", "１２"} {
		if got, err := Parse(bad); !errors.Is(err, ErrAmount) {
			t.Errorf("Parse(%q) = %d, %v", bad, got, err)
		}
	}
	for _, big := range []string{"10000000001", "99999999999999999999"} {
		if _, err := Parse(big); !errors.Is(err, ErrRange) {
			t.Errorf("Parse(%q): %v", big, err)
		}
	}
}

func TestWhatIsWrittenCanBeReadAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := Fen(rapid.Int64Range(-int64(Max), int64(Max)).Draw(t, "fen"))
		for _, s := range []string{f.String(), f.Decimal()} {
			if got, err := Parse(s); err != nil || got != f {
				t.Fatalf("%d is written %q and read %d, %v", f, s, got, err)
			}
		}
	})
}

func TestManyUnitsDoNotOverflow(t *testing.T) {
	if got, err := Fen(1500).Times(3); err != nil || got != 4500 {
		t.Error(got, err)
	}
	for _, c := range []struct {
		f Fen
		n int
	}{{Max, 2}, {Max, 1 << 40}, {-1, 1}, {1, -1}, {1 << 62, 4}} {
		if got, err := c.f.Times(c.n); !errors.Is(err, ErrRange) {
			t.Errorf("%d × %d = %d, %v", c.f, c.n, got, err)
		}
	}
}

func TestASplitIsOfOnePrice(t *testing.T) {
	s := Split{Resident: 1000, Subsidy: 400, Fund: 100}
	if !s.Of(1500) || s.Of(1499) || Full(1500).Total() != 1500 {
		t.Error(s)
	}
	if (Split{Resident: 1600, Subsidy: -100}).Of(1500) {
		t.Error("a subsidy below nothing")
	}
	if d := s.Minus(Split{Resident: 900, Subsidy: 500, Fund: 100}); d != (Split{Resident: 100, Subsidy: -100}) {
		t.Error(d)
	}
}
