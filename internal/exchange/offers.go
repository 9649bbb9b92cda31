package exchange

import (
	"context"
	"slices"
	"strings"

	"linli/internal/exchange/plan"
	"linli/internal/fault"
	"linli/internal/geo"
	"linli/internal/platform/access"
	"linli/internal/platform/store"
	"linli/internal/region"
)

// Candidate is one offer for a need, or why it is none.
type Candidate struct {
	Offer     Offer    `json:"offer"`
	DistanceM int      `json:"distance_m"`
	Free      int      `json:"free"`
	Possible  bool     `json:"possible"`
	Why       plan.Why `json:"why,omitempty"`
	ReasonZh  string   `json:"reason_zh"`
	ReasonEn  string   `json:"reason_en"`
}

// Candidates are the best offers for one need, and near ones with why not.
func (s *Service) Candidates(ctx context.Context, p access.Pass, id string, limit int) ([]Candidate, error) {
	var n Need
	offers, err := store.View(ctx, s.DB, p, func(tx *store.Tx) (all []Offer, err error) {
		if n, err = needByID(ctx, tx, id); err != nil {
			return nil, err
		}
		return openOffers(ctx, tx, []string{n.Category})
	})
	if err != nil {
		return nil, err
	}
	panel, err := s.Registers.Panel(ctx, p, n.Person)
	if err != nil {
		return nil, err
	}
	one := plan.Need{ID: n.ID, Category: n.Category, At: geo.Point{Lon: n.Lon, Lat: n.Lat}, Weight: 1, Constraints: n.Constraints}
	var out []Candidate
	for _, c := range plan.Candidates(one, planOffers(offers), plan.Settings{Possible: func(_, j int) bool {
		return offers[j].serves(n.Region) && panel.Entitled(n.Person, offers[j].Service)
	}}, limit) {
		o := offers[c.Offer]
		v := Candidate{Offer: o, DistanceM: c.DistanceM, Free: max(0, o.Capacity-o.Taken), Possible: c.Why == "", Why: c.Why}
		if v.Possible {
			v.ReasonZh, v.ReasonEn = plan.Pair{DistanceM: c.DistanceM, Rank: len(out) + 1, Possible: len(out) + 1}.Way(fault.Zh), plan.Pair{DistanceM: c.DistanceM}.Way(fault.En)
		} else {
			v.ReasonZh, v.ReasonEn = plan.WhyWords(c.Why, fault.Zh), plan.WhyWords(c.Why, fault.En)
		}
		out = append(out, v)
	}
	return out, nil
}

// ForOffer are the open needs that an offer could meet, the weightiest first.
func (s *Service) ForOffer(ctx context.Context, p access.Pass, id string, limit int) ([]Row, error) {
	var o Offer
	needs, err := store.View(ctx, s.DB, p, func(tx *store.Tx) (all []Need, err error) {
		found, err := offersByID(ctx, tx, []string{id})
		if err != nil {
			return nil, err
		}
		var ok bool
		if o, ok = found[id]; !ok {
			return nil, ErrNoOffer
		}
		return openNeeds(ctx, tx, []string{o.Category})
	})
	if err != nil {
		return nil, err
	}
	panel, err := s.Registers.Panel(ctx, p, "")
	if err != nil {
		return nil, err
	}
	one := planOffers([]Offer{o})
	var out []Row
	for _, n := range needs {
		c := plan.Candidates(plan.Need{Category: n.Category, At: geo.Point{Lon: n.Lon, Lat: n.Lat}, Constraints: n.Constraints}, one,
			plan.Settings{Possible: func(_, _ int) bool { return o.serves(n.Region) && panel.Entitled(n.Person, o.Service) }}, 1)
		if len(c) == 1 && c[0].Why == "" {
			w := plan.Weights{Urgency: 1, Vulnerable: 2, Waiting: 1}.Of(n.Urgency, panel.Vulnerabilities(n.Person), n.Created, s.DB.Now())
			out = append(out, Row{Need: n.ID, Person: n.Person, Region: n.Region, Category: n.Category, Urgency: n.Urgency, Weight: w, DistanceM: c[0].DistanceM, State: "proposed", From: [2]float64{n.Lon, n.Lat}})
		}
	}
	slices.SortFunc(out, func(a, b Row) int {
		if a.Weight != b.Weight {
			return int(b.Weight - a.Weight)
		}
		if a.DistanceM != b.DistanceM {
			return a.DistanceM - b.DistanceM
		}
		return strings.Compare(a.Need, b.Need)
	})
	out = out[:min(limit, len(out))]
	return out, s.nameRows(ctx, p, out)
}

// Offers pages through offers in the pass's places, newest first.
func (s *Service) Offers(ctx context.Context, p access.Pass, category, state, service, before string, limit int) ([]Offer, error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) ([]Offer, error) {
		return listOffers(ctx, tx, category, state, service, before, limit)
	})
}

// Offer is one offer.
func (s *Service) Offer(ctx context.Context, p access.Pass, id string) (Offer, error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) (Offer, error) { return offerByID(ctx, tx, id) })
}

// AddOffer writes down what a resident offers.
func (s *Service) AddOffer(ctx context.Context, p access.Pass, o Offer) (Offer, error) {
	if err := s.inUse(ctx, "category", o.Category); err != nil {
		return o, err
	}
	if err := (geo.Point{Lon: o.Lon, Lat: o.Lat}).Check(); err != nil {
		return o, fault.Of(err).On("lon")
	}
	if _, err := region.Parse(string(o.Region)); err != nil {
		return o, fault.Of(err).On("region")
	}
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (Offer, error) {
		if o.Source == "" {
			o.Source = "resident"
		}
		o.ID, o.Taken, o.State, o.Changed, o.Version, o.Service, o.Point, o.WhoName = tx.ID(), 0, OfferOpen, tx.Now, 1, "", "", ""
		if err := putOffers(ctx, tx, []Offer{o}); err != nil {
			return o, err
		}
		return o, say(ctx, tx, "exchange.offer_added", o.Region, o.ID, map[string]string{"category": o.Category})
	})
}

// PutOffers brings the offers of a service up to date: those given are open, the
// service's others are paused. What is taken stays taken.
func (s *Service) PutOffers(ctx context.Context, tx *store.Tx, service string, all []Offer) error {
	have, err := offersOfService(ctx, tx, service)
	if err != nil {
		return err
	}
	for _, o := range have {
		if o.State == OfferOpen && !slices.ContainsFunc(all, func(n Offer) bool { return n.ID == o.ID }) {
			o.State = OfferPaused
			all = append(all, o)
		}
	}
	return s.LoadOffers(ctx, tx, all)
}

// LoadOffers adds many offers or brings them up to date.
func (s *Service) LoadOffers(ctx context.Context, tx *store.Tx, all []Offer) error {
	return putOffers(ctx, tx, all)
}

// MoveOffer pauses, opens or ends an offer.
func (s *Service) MoveOffer(ctx context.Context, p access.Pass, id string, version int64, next OfferState) (Offer, error) {
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (Offer, error) {
		o, err := offerByID(ctx, tx, id)
		if err != nil {
			return o, err
		}
		if o.State == OfferEnded || o.State == next {
			return o, ErrState.With(string(o.State), string(next)).On("state")
		}
		o.Version, o.State = version, next
		if err := saveOfferState(ctx, tx, o); err != nil {
			return o, err
		}
		o.Version++
		return o, say(ctx, tx, "exchange.offer_"+string(next), o.Region, o.ID, nil)
	})
}
