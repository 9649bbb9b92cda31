package sharingview

import (
	"context"
	"time"

	"linli/internal/directory/hours"
	"linli/internal/exchange"
	"linli/internal/family"
	"linli/internal/geo"
	"linli/internal/pairing"
	"linli/internal/pairing/rule"
	"linli/internal/people"
	"linli/internal/platform/access"
	"linli/internal/region"
)

// most is how many are read at a time.
const most = 500

func pairingPart(a Around, markets map[string]pairing.Market) Part {
	s := &pairing.Service{DB: a.DB, Box: a.Box, Markets: markets, People: pairs{a}, Zone: hours.Shanghai, Communities: func() (out []region.Code) {
		for _, d := range a.Places.Within("", region.Community) {
			out = append(out, d.Code)
		}
		return out
	}}
	return Part{Register: s.Register, Regular: []Regular{{"pairing", time.Hour, s.Watch}}, Demo: func(ctx context.Context, d Demo) error { return demoPairing(ctx, a, s, d) }}
}

// demoPairing lets a few neighbours say what they would do for others, and draws the month's pairing.
func demoPairing(ctx context.Context, a Around, s *pairing.Service, d Demo) error {
	p := access.HouseIn("demo", d.Worker, d.Hut.Region)
	needs, err := open{a}.Wants(ctx, p)
	if err != nil || len(needs) == 0 {
		return err
	}
	n := 0
	err = a.People.EachFacts(ctx, p, "", func(f people.Facts) error {
		if n >= 9 || f.Age < 32 || f.Age > 68 || a.Vulnerabilities(f) > 0 || f.Lon == 0 {
			return nil
		}
		w := needs[n*7%len(needs)]
		n++
		_, err := a.Exchange.AddOffer(ctx, p, exchange.Offer{Region: f.Region, Source: "resident", Who: f.Person, Name: "邻居愿意帮忙：" + w.Title, Category: w.Category, Lon: f.Lon, Lat: f.Lat, ReachM: 1500, Capacity: 2})
		return err
	})
	if err != nil {
		return err
	}
	_, err = s.Draw(ctx, p, pairing.PairingAsk{Month: d.Clock.Now().In(hours.Shanghai).Format("2006-01"), Kinds: rule.Kinds, Rule: rule.Usual})
	return err
}

// pairs shows people to pairing.
type pairs struct{ a Around }

func (x pairs) Names(ctx context.Context, p access.Pass, ids []string) (map[string]string, error) {
	return x.a.People.Names(ctx, p, ids)
}

func (x pairs) Home(ctx context.Context, person string) (region.Code, error) {
	f, err := x.a.People.FactsOf(ctx, access.House("pairing"), person)
	return f.Region.Community(), err
}

func (x pairs) May(ctx context.Context, p access.Pass, person string) error {
	_, err := x.a.Family.May(ctx, p, person, family.Orders)
	return err
}

// open pairs needs on the exchange with what residents offer there.
type open struct{ a Around }

// Wants are the open needs of the places.
func (x open) Wants(ctx context.Context, p access.Pass) (out []rule.Want, err error) {
	titles, err := x.titles(ctx)
	if err != nil {
		return nil, err
	}
	facts, err := factsOf(ctx, x.a.People, p)
	for before := ""; err == nil; {
		var some []exchange.Need
		some, err = x.a.Exchange.Needs(ctx, p, exchange.Filter{State: exchange.Open}, before, most)
		for _, n := range some {
			f := facts[n.Person]
			out = append(out, rule.Want{Kind: rule.Need, ID: n.ID, Title: titles[n.Category], Category: n.Category, Region: n.Region, Urgency: n.Urgency, Vulnerable: x.a.Vulnerabilities(f), Since: n.Created, Constraints: n.Constraints,
				Person: n.Person, Household: f.Household, At: geo.Point{Lon: n.Lon, Lat: n.Lat}})
			before = n.ID
		}
		if len(some) < most {
			break
		}
	}
	return out, err
}

// Gives are what residents offer there.
func (x open) Gives(ctx context.Context, p access.Pass) (out []rule.Give, err error) {
	facts, err := factsOf(ctx, x.a.People, p)
	for before := ""; err == nil; {
		var some []exchange.Offer
		some, err = x.a.Exchange.Offers(ctx, p, "", string(exchange.OfferOpen), "", before, most)
		for _, o := range some {
			before = o.ID
			if o.Who == "" || o.Source != "resident" && o.Source != "volunteer" {
				continue
			}
			out = append(out, rule.Give{Kind: rule.Need, ID: o.ID, Title: o.Name, Category: o.Category, Region: o.Region, Capacity: o.Capacity - o.Taken, ReachM: o.ReachM, Constraints: o.Constraints,
				Person: o.Who, Household: facts[o.Who].Household, Held: o.Taken, At: geo.Point{Lon: o.Lon, Lat: o.Lat}})
		}
		if len(some) < most {
			break
		}
	}
	return out, err
}

// Propose holds the offer for the need.
func (x open) Propose(ctx context.Context, p access.Pass, w rule.Want, g rule.Give) error {
	_, err := x.a.Exchange.Hold(ctx, p, w.ID, g.ID)
	return err
}

func (x open) titles(ctx context.Context) (map[string]string, error) {
	all, err := x.a.Offers.Categories(ctx, access.House("pairing"))
	out := map[string]string{}
	for _, c := range all {
		out[c.Key] = c.NameZh
	}
	return out, err
}

// factsOf is what is known of everybody in the places.
func factsOf(ctx context.Context, all *people.Service, p access.Pass) (map[string]people.Facts, error) {
	out := map[string]people.Facts{}
	err := all.EachFacts(ctx, p, "", func(f people.Facts) error { out[f.Person] = f; return nil })
	return out, err
}
