package app

import (
	"context"

	"github.com/google/uuid"

	"linli/internal/directory"
	"linli/internal/directory/hours"
	"linli/internal/exchange"
	"linli/internal/platform/access"
	"linli/internal/platform/store"
	"linli/internal/region"
	"linli/internal/town"
)

// demoID is the id of a thing of the town, the same each time.
func demoID(key string) string {
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte("linli-demo:"+town.District+":"+key)).String()
}

// demoDirectory takes the town's organisations, points, services and projects in.
func (h *House) demoDirectory(ctx context.Context, t *town.Town) error {
	b := directory.Batch{}
	for _, o := range t.Organisations {
		x := directory.Organisation{ID: demoID(o.Key), Region: region.Code(o.Region), Kind: directory.Kind(o.Kind), Name: o.Name, NameEn: o.NameEn, Credit: o.Credit,
			Phone: o.Phone, Contact: o.Contact, Stage: directory.Active}
		if o.LicenceUntil != "" {
			x.Licences = []directory.Licence{{Name: licenceOf[o.Kind], Until: o.LicenceUntil}}
		}
		b.Organisations = append(b.Organisations, x)
	}
	for _, p := range t.Points {
		x := directory.ServicePoint{ID: demoID(p.Key), Organisation: demoID(p.Organisation), Region: region.Code(p.Region), Kind: p.Kind, Name: p.Name, NameEn: p.NameEn,
			Address: p.Address, Phone: p.Phone, Lon: p.Lon, Lat: p.Lat, StepFree: p.StepFree, Languages: []string{"zh", "yue"},
			Hours: hours.Plan{Office: offices[p.Kind]}}
		if p.Kind == "hut" {
			x.Region = x.Region.Community() // it is the whole community's
		}
		for _, s := range p.Hours {
			x.Hours.Spans = append(x.Hours.Spans, hours.Span{Days: s.Days, From: s.From, To: s.To})
		}
		b.Points = append(b.Points, x)
	}
	for _, s := range t.Services {
		x := directory.Service{ID: demoID(s.Key), Organisation: demoID(s.Organisation), Region: region.Code(s.Region), Category: s.Category, Name: s.Name, NameEn: s.NameEn,
			Mode: directory.Mode(s.Mode), PriceFen: s.PriceFen, Unit: s.Unit, PerDay: s.PerDay, Eligibility: s.Eligibility, State: directory.Published}
		if s.SubsidyFen > 0 {
			x.Subsidies = []directory.Subsidy{
				{For: `attribute("minimum_allowance") or attribute("low_income")`, Fen: min(s.PriceFen, 2*s.SubsidyFen), Note: "低保、低收入家庭补贴"},
				{For: s.Eligibility, Fen: min(s.PriceFen, s.SubsidyFen), Note: "区财政补贴"}}
		}
		switch s.Mode {
		case "delivery":
			x.ReachM, x.OrderUntil, x.CancelHours = 2000, "-1d 16:00", 12
		case "home_visit":
			x.ReachM, x.OrderUntil, x.CancelHours, x.Constraints = 4000, "-1d 12:00", 24, []string{"same_sex", "step_free"}
		case "on_site", "day_care":
			x.ReachM = 2500
		}
		for _, p := range s.Points {
			x.Points = append(x.Points, demoID(p))
		}
		b.Services = append(b.Services, x)
	}
	for _, p := range t.Projects {
		b.Projects = append(b.Projects, directory.Project{ID: demoID(p.Key), Region: region.Code(p.Region), Name: p.Name, NameEn: p.NameEn, Purchaser: demoID(p.Purchaser), Operator: demoID(p.Operator),
			From: p.From, To: p.To, Target: p.Target, BudgetFen: p.BudgetFen, SpentFen: p.BudgetFen / 1000 * int64(1000*p.Actual/max(1, p.Planned)) * 9 / 10, Planned: p.Planned, Actual: p.Actual, Staff: p.Staff, Lon: p.Lon, Lat: p.Lat})
	}
	_, err := store.In(ctx, h.DB, access.House("demo"), func(tx *store.Tx) (map[string]directory.Taken, error) {
		return h.Offers.Load(ctx, tx, "demo", b)
	})
	return err
}

var licenceOf = map[string]string{"provider": "食品经营许可证", "clinic": "医疗机构执业许可证", "social_organisation": "民办非企业单位登记证书", "property_company": "营业执照"}

// offices keep public holidays; canteens, huts and home care do not.
var offices = map[string]bool{"service_hall": true, "health_station": true, "disability_centre": true, "family_centre": true, "day_care": true, "school": true}

// demoNeeds writes down what the people of one community need and offer; ids are
// those of b.People, in order.
func (h *House) demoNeeds(ctx context.Context, b town.Batch, ids []string) error {
	id, began := map[string]string{}, h.DB.Now()
	for i, p := range b.People {
		id[p.Key] = ids[i]
	}
	var needs []exchange.Need
	for i, n := range b.Needs {
		x := exchange.Need{Person: id[n.Person], Region: region.Code(n.Region), Category: n.Category, Lon: n.Lon, Lat: n.Lat, Quantity: n.Quantity, Urgency: n.Urgency, Source: n.Source,
			Created: began.AddDate(0, 0, -(i*37)%150)}
		if n.Constraint != "" {
			x.Constraints = []string{n.Constraint}
		}
		needs = append(needs, x)
	}
	var offers []exchange.Offer
	for _, o := range b.Offers {
		offers = append(offers, exchange.Offer{ID: demoID(o.Key), Region: region.Code(o.Region), Source: "resident", Who: id[o.Person], Name: o.Text, Category: o.Category,
			Lon: o.Lon, Lat: o.Lat, ReachM: o.ReachMetres, Capacity: o.Capacity, Constraints: []string{"same_sex", "step_free"}, State: exchange.OfferOpen})
	}
	_, err := store.In(ctx, h.DB, access.House("demo"), func(tx *store.Tx) (int, error) {
		if err := h.Exchange.LoadOffers(ctx, tx, offers); err != nil {
			return 0, err
		}
		return h.Exchange.Load(ctx, tx, needs)
	})
	return err
}
