package plan

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"linli/internal/fault"
)

func TestFilesTellEveryBadRow(t *testing.T) {
	in := "\uFEFFID,Category,longitude,latitude,priority,extra\n" +
		"n1,meal,113.2,23.1,3,x\n" +
		"n2,meal,113.2,23.1,,\n" +
		"n1,meal,113.2,23.1,1\n" +
		",meal,113.2,23.1,1\n" +
		"n3,,113.2,23.1,1\n" +
		"n4,meal,x,23.1,1\n" +
		"n5,meal,23.1,113.2,1\n" +
		"n6,meal,0,0,1\n" +
		"n7,meal,113.2,23.1,many\n" +
		"n8,meal,113.2,23.1,2.0\n" +
		"n9,meal,113.2,23.1,1,x,y\n" +
		"\"n\n10\",meal,113.2,23.1,0\n"
	needs, skipped, err := ReadNeeds(strings.NewReader(in), "needs.csv")
	if err != nil || len(needs) != 4 || needs[0].Weight != 3 || needs[1].Weight != 1 || needs[2].ID != "n8" || needs[3].Weight != 1 {
		t.Errorf("%+v, %v", needs, err)
	}
	want := map[int]*fault.Fault{4: errTwice, 5: errID, 6: errCategory, 7: errPlace, 8: nil, 9: errPlace, 10: errNumber, 12: errRow}
	if len(skipped) != len(want) {
		t.Errorf("%+v", skipped)
	}
	for _, s := range skipped {
		if f, ok := want[s.Line]; !ok || f != nil && !errors.Is(s.fault, f) || s.Text(fault.Zh) == s.Text(fault.En) {
			t.Errorf("%+v", s)
		}
	}
	if _, _, err := ReadNeeds(strings.NewReader("id,category\n"), "needs.csv"); !errors.Is(err, ErrHeader) {
		t.Error(err)
	}
	if _, _, err := ReadNeeds(strings.NewReader(""), "needs.csv"); !errors.Is(err, ErrEmpty) {
		t.Error(err)
	}
	if _, _, err := ReadOffers(strings.NewReader("id,category,longitude,latitude\n\xff,meal,1,1\n"), "offers.csv"); !errors.Is(err, ErrEncoding) {
		t.Error(err)
	}
	offers, skipped, err := ReadOffers(strings.NewReader("id,category,longitude,latitude,capacity,reach_m\no1,meal,113.2,23.1,,\no2,meal,113.2,23.1,-1,\n"), "offers.csv")
	if err != nil || len(offers) != 1 || offers[0].Capacity != 1 || offers[0].ReachM != 0 || len(skipped) != 1 {
		t.Errorf("%+v, %+v, %v", offers, skipped, err)
	}
	r, err := Make(t.Context(), needs, offers, Settings{RadiusM: 1500})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Write(&out, r, needs, offers, fault.En); err != nil || !strings.Contains(out.String(), "n1,o1,0,") || strings.Count(out.String(), "\n") != 6 {
		t.Errorf("%v\n%s", err, out.String())
	}
	if p := r.Proof(fault.En); !strings.HasPrefix(p, "cost 80000 = dual cost 80000") {
		t.Error(p)
	}
}
