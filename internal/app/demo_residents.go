package app

import (
	"context"
	"errors"
	"time"

	"linli/internal/cnid"
	"linli/internal/directory"
	"linli/internal/family"
	"linli/internal/fault"
	"linli/internal/geo"
	"linli/internal/people"
	"linli/internal/platform/access"
	"linli/internal/region"
	"linli/internal/role"
	"linli/internal/town"
)

// demoResident is somebody who signs in with a phone in the demo.
type demoResident struct {
	name, phone string
	born        time.Time
	seq         int
	attributes  []string
	zh, en      string // why one would be her
	login       bool
}

func born(year, month, day int) time.Time {
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}

// demoPeople live round the corner from a canteen that delivers: an elder who lives alone, her daughter, and
// four who share a phone.
var demoPeople = []demoResident{
	{"邝婉珍", "16600000001", born(1944, 5, 12), 982, []string{"lives_alone"}, "82 岁独居老人", "82, lives alone", true},
	{"邝静怡", "16600000002", born(1972, 8, 30), 984, nil, "女儿，替母亲订餐", "Her daughter, who orders for her", true},
	{"冯桂芳", "16600000009", born(1939, 2, 3), 986, []string{"lives_alone"}, "四位老人合用一部手机", "Four elders with one phone", true},
	{"冯桂兰", "16600000009", born(1941, 7, 19), 988, nil, "", "", false},
	{"陈桂英", "16600000009", born(1938, 11, 1), 990, []string{"lives_alone"}, "", "", false},
	{"罗桂香", "16600000009", born(1943, 9, 9), 992, nil, "", "", false},
}

// demoResidents takes them in, and records that the mother agreed.
func (h *House) demoResidents(ctx context.Context) error {
	p := access.House("demo")
	_, at, err := h.demoPlace(ctx, demoMeals)
	if err != nil || at.ID == "" {
		return err // a village without a canteen
	}
	ids := map[string]string{}
	for n, d := range demoPeople {
		row := people.Row{Name: d.name, ResidentID: cnid.MakeResident("449901", d.born, d.seq), Sex: cnid.Female, Phone: d.phone, Region: at.Region, Address: at.Address, Building: "2栋", Unit: "1单元", Flat: string(rune('2'+n)) + "01",
			At: geo.Point{Lon: at.Lon + 0.0008*float64(n%3), Lat: at.Lat + 0.0006*float64(n%2+1)}}
		for _, a := range d.attributes {
			row.Attributes = append(row.Attributes, people.Attribute{Key: a})
		}
		one, err := h.People.Admit(ctx, p, row)
		if errors.Is(err, people.ErrTaken) {
			return nil // a first try was cut off
		}
		if err != nil {
			return err
		}
		ids[d.name] = one.ID
	}
	_, err = h.Family.Put(ctx, p, family.Recording{Person: ids["邝婉珍"], Helper: ids["邝静怡"], Relation: "parent", What: []string{family.Orders, family.Messages}, Evidence: "本人在社区服务窗口当面同意"}, h.Family.Register.(family.Accounts))
	return err
}

// demoPlace is a service of a category and its point, in the street of the demo's
// kitchen: its provider and carers work for it, its residents live around it.
func (h *House) demoPlace(ctx context.Context, category string) (service directory.Service, at directory.ServicePoint, err error) {
	p, street := access.House("demo"), region.Code("")
	if category != demoMeals {
		_, kitchen, err := h.demoPlace(ctx, demoMeals)
		if err != nil {
			return service, at, err
		}
		street = kitchen.Region.Street()
	}
	all, err := h.Offers.Services(ctx, p, directory.ServiceFilter{Category: category}, "", 1000)
	for _, s := range all {
		if err != nil || len(s.Points) == 0 {
			continue
		}
		var x directory.ServicePoint
		if x, err = h.Offers.Point(ctx, p, s.Points[0]); err == nil && (at.ID == "" || x.Region < at.Region) && (street == "" || s.Serves(street+"001")) {
			service, at = s, x
		}
	}
	return service, at, err
}

// demoResidentLogins lists those who sign in with a phone.
func (h *House) demoResidentLogins(l fault.Lang) (out []DemoLogin) {
	at := region.Code(town.District)
	for _, d := range demoPeople {
		if d.login {
			out = append(out, DemoLogin{Name: d.name, Role: role.Resident, NameZh: d.zh, NameEn: d.en, Region: at, RegionName: h.Places.Name(at, l), Phone: d.phone})
		}
	}
	return out
}
