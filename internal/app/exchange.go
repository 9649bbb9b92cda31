package app

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"linli/internal/app/ordersview"
	"linli/internal/directory"
	"linli/internal/directory/eligibility"
	"linli/internal/exchange"
	"linli/internal/geo"
	"linli/internal/people"
	"linli/internal/platform/access"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/region"
)

// registers shows people and the directory to the exchange.
type registers struct {
	people *people.Service
	offers *directory.Directory
}

func (r registers) Home(ctx context.Context, tx *store.Tx, person string) (exchange.Home, error) {
	at, p, err := r.people.HomeAt(ctx, tx, person)
	if err != nil {
		return exchange.Home{}, exchange.ErrPerson.On("person")
	}
	return exchange.Home{Region: at, At: p}, nil
}

func (r registers) Names(ctx context.Context, p access.Pass, ids []string) (map[string]string, error) {
	return r.people.Names(ctx, p, ids)
}

func (r registers) Known(ctx context.Context, category string) (bool, error) {
	all, err := r.offers.Categories(ctx, access.House("exchange"))
	for _, c := range all {
		if c.Key == category && c.Active {
			return true, err
		}
	}
	return false, err
}

// panel is a snapshot of the facts that decide.
type panel struct {
	people map[string]people.Facts
	rules  map[string]eligibility.Rule
	memo   map[[2]string]bool
}

func (r registers) Panel(ctx context.Context, p access.Pass, only string) (exchange.Panel, error) {
	out := &panel{people: map[string]people.Facts{}, rules: map[string]eligibility.Rule{}, memo: map[[2]string]bool{}}
	if err := r.people.EachFacts(ctx, p, only, func(f people.Facts) error { out.people[f.Person] = f; return nil }); err != nil {
		return nil, err
	}
	all, err := r.offers.Services(ctx, access.House("exchange"), directory.ServiceFilter{}, "", 100_000)
	for _, s := range all {
		if rule, err := eligibility.Parse(s.Eligibility); err == nil {
			out.rules[s.ID] = rule
		}
	}
	return out, err
}

func (v *panel) Entitled(person, service string) bool {
	if service == "" {
		return true
	}
	key := [2]string{person, service}
	if ok, known := v.memo[key]; known {
		return ok
	}
	rule, published := v.rules[service]
	f, lives := v.people[person]
	ok := published && lives && rule.Holds(ordersview.Facts(f)) == eligibility.Yes
	v.memo[key] = ok
	return ok
}

func (v *panel) Vulnerabilities(person string) int {
	return ordersview.Vulnerabilities(v.people[person])
}

func (r registers) Entitled(ctx context.Context, p access.Pass, category string, fn func(string, exchange.Home) error) error {
	all, err := r.offers.Services(ctx, access.House("exchange"), directory.ServiceFilter{Category: category}, "", 10_000)
	if err != nil {
		return err
	}
	type offered struct {
		s    directory.Service
		rule eligibility.Rule
	}
	var ruled []offered
	for _, s := range all {
		if rule, err := eligibility.Parse(s.Eligibility); err == nil && !rule.Everyone() {
			ruled = append(ruled, offered{s, rule})
		}
	}
	return r.people.EachFacts(ctx, p, "", func(f people.Facts) error {
		for _, o := range ruled {
			if o.s.Serves(f.Region) && o.rule.Holds(ordersview.Facts(f)) == eligibility.Yes {
				return fn(f.Person, exchange.Home{Region: f.Region, At: geo.Point{Lon: f.Lon, Lat: f.Lat}})
			}
		}
		return nil
	})
}

// offersOf are the offers of a published service: one a point, or one for the
// whole area where it needs none.
func (h *House) offersOf(ctx context.Context, s directory.Service) ([]exchange.Offer, error) {
	if s.State != directory.Published {
		return nil, nil
	}
	p := access.House("offers of services")
	points, err := h.Offers.Points(ctx, p, directory.PointFilter{IDs: append([]string{}, s.Points...)}, "", 1000)
	if err != nil {
		return nil, err
	}
	org, err := h.Offers.Organisation(ctx, p, s.Organisation)
	if err != nil {
		return nil, err
	}
	area := s.Area
	if len(area) == 0 && s.Region != directory.Nowhere {
		area = []region.Code{s.Region}
	}
	var out []exchange.Offer
	for _, at := range points {
		if at.Lon == 0 && at.Lat == 0 {
			continue // nowhere on the map: nobody can be matched by distance
		}
		out = append(out, exchange.Offer{ID: uuid.NewSHA1(uuid.NameSpaceURL, []byte("linli-offer:"+s.ID+":"+at.ID)).String(), Region: at.Region, Source: "service", Service: s.ID, Point: at.ID,
			Who: s.Organisation, WhoName: org.Name, Name: s.Name, NameEn: s.NameEn, Category: s.Category, Lon: at.Lon, Lat: at.Lat, ReachM: s.ReachM, Area: area,
			Capacity: s.PerDay, Constraints: constraintsOf(s, at), State: exchange.OfferOpen})
	}
	return out, nil
}

func constraintsOf(s directory.Service, at directory.ServicePoint) []string {
	out := append([]string{}, s.Constraints...)
	if at.StepFree {
		out = append(out, "step_free")
	}
	for _, l := range append(append([]string{}, s.Languages...), at.Languages...) {
		out = append(out, "language:"+l)
	}
	return out
}

// followDirectory keeps offers in step with services.
func (h *House) followDirectory(ctx context.Context, tx *store.Tx, e events.Event) error {
	var all []directory.Service
	p := access.House("offers of services")
	switch {
	case strings.HasPrefix(e.Kind, "directory.service_") && e.Kind != "directory.service_planned":
		s, err := h.Offers.Service(ctx, p, e.Subject)
		if err != nil {
			return err
		}
		all = []directory.Service{s}
	case e.Kind == "directory.point_changed":
		some, err := h.Offers.Services(ctx, p, directory.ServiceFilter{Point: e.Subject}, "", 1000)
		if err != nil {
			return err
		}
		all = some
	}
	for _, s := range all {
		offers, err := h.offersOf(ctx, s)
		if err != nil {
			return err
		}
		if err := h.Exchange.PutOffers(ctx, tx, s.ID, offers); err != nil {
			return err
		}
	}
	return nil
}

// syncOffers makes the offers of every published service, for a new district.
func (h *House) syncOffers(ctx context.Context) error {
	p := access.House("offers of services")
	all, err := h.Offers.Services(ctx, p, directory.ServiceFilter{}, "", 100_000)
	if err != nil {
		return err
	}
	var offers []exchange.Offer
	for _, s := range all {
		some, err := h.offersOf(ctx, s)
		if err != nil {
			return err
		}
		offers = append(offers, some...)
	}
	_, err = store.In(ctx, h.DB, p, func(tx *store.Tx) (int, error) { return len(offers), h.Exchange.LoadOffers(ctx, tx, offers) })
	return err
}
