package app

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"linli/internal/directory"
	"linli/internal/exchange"
	"linli/internal/platform/access"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/region"
)

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
