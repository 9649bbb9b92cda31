package cnid

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParseResident(t *testing.T) {
	good := string(MakeResident("449901", time.Date(1948, 2, 29, 0, 0, 0, 0, time.UTC), 123))
	for name, c := range map[string]struct {
		in   string
		want string
		err  error
	}{
		"the example of GB 11643-1999":       {"11010519491231002X", "11010519491231002X", nil},
		"the second example of the standard": {"440524188001010014", "440524188001010014", nil},
		"a small x and spaces are forgiven":  {" 110105 19491231 002x ", "11010519491231002X", nil},
		"full-width digits are forgiven":     {"１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X", nil},
		"15 digits are brought to 18":        {"110105491231002", "11010519491231002X", nil},
		"a leap day that was":                {good, good, nil},
		"a leap day that was not":            {"449901194702291231", "", ErrIDBirth},
		"a month too many":                   {"110105194913310025", "", ErrIDBirth},
		"one digit wrong":                    {"11010519491231012X", "", ErrIDCheck},
		"two digits swapped":                 {"11010519491213002X", "", ErrIDCheck},
		"too short":                          {"1101051949123100", "", ErrIDLength},
		"a letter inside":                    {"11010519491231O02X", "", ErrIDChar},
		"a letter at the end":                {"11010519491231002Y", "", ErrIDChar},
		"nothing":                            {"", "", ErrIDLength},
	} {
		got, err := ParseResident(c.in)
		if string(got) != c.want || !errors.Is(err, c.err) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// The check digit finds every single wrong digit and every swap of neighbours
// (ISO 7064 MOD 11-2 promises both).
func TestCheckDigitFindsSlips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		birth := time.Date(1930, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 33000).Draw(t, "day"))
		serial := rapid.IntRange(0, 999).Draw(t, "serial")
		id := MakeResident("449901", birth, serial)
		if p, err := ParseResident(string(id)); err != nil || p != id || !p.Birth().Equal(birth) || (p.Sex() == Male) != (serial%2 == 1) {
			t.Fatalf("%s: %v %v", id, p, err)
		}
		b := []byte(id)
		i := rapid.IntRange(0, 16).Draw(t, "i")
		b[i] = '0' + (b[i]-'0'+byte(rapid.IntRange(1, 9).Draw(t, "d")))%10
		if _, err := ParseResident(string(b)); err == nil {
			t.Fatalf("%s passes for %s", b, id)
		}
		b = []byte(id)
		if i < 16 && b[i] != b[i+1] {
			b[i], b[i+1] = b[i+1], b[i]
			if _, err := ParseResident(string(b)); err == nil {
				t.Fatalf("swapped %s passes for %s", b, id)
			}
		}
	})
}

func TestCredit(t *testing.T) {
	for in, want := range map[string]error{
		"91350100M000100Y43": nil, // the example in GB 32100-2015
		"91350100m000100y43": nil, "91350100M000100Y44": ErrCreditCheck, "91350100M000100Y4": ErrCreditForm, "91350100I000100Y43": ErrCreditForm,
	} {
		if _, err := ParseCredit(in); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", in, err, want)
		}
	}
	if _, err := ParseCredit(MakeCredit("52449901MJ0000001")); err != nil {
		t.Error(err)
	}
}

func TestPhonesAndMasks(t *testing.T) {
	for in, want := range map[string]string{
		"+86 139-0000-0001": "13900000001", "1390000 0001": "13900000001", "0757-83330000": "075783330000",
		"１３９０００００００１": "13900000001", "12345678901": "", "139000000": "", "call me": "", "": "",
	} {
		if got, err := ParsePhone(in); got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v", in, got, err)
		}
	}
	if m := MaskPhone("13900000001"); m != "139 **** 0001" {
		t.Error(m)
	}
	if m := Resident("11010519491231002X").Mask(); m != "1101**********002X" {
		t.Error(m)
	}
}

func FuzzParseResident(f *testing.F) {
	f.Add("11010519491231002X")
	f.Fuzz(func(t *testing.T, s string) {
		if id, err := ParseResident(s); err == nil && len(id) != 18 {
			t.Errorf("%q gave %q", s, id)
		}
	})
}
