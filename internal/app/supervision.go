package app

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	"linli/internal/app/supervisionview"
	"linli/internal/directory"
	"linli/internal/platform/account"
	"linli/internal/region"
	"linli/internal/supervision"
)

// makeSupervision wires ratings, complaints, call-backs, scorecards and sanctions.
func (h *House) makeSupervision() {
	v := &supervisionview.View{DB: h.DB, Orders: h.Orders, Offers: h.Offers, Accounts: func() *account.Service { return h.Accounts }, District: h.district}
	h.sanctions = v.FollowSanctions
	h.Supervise = supervision.New(h.DB, supervision.Around{Orders: v, Names: v, Handlers: v, Workdays: h.Workdays, Box: h.Box, District: h.district})
}

// watchSupervision runs what happens to it by itself.
func (h *House) watchSupervision(ctx context.Context, g *errgroup.Group) {
	g.Go(func() error { return h.regularly(ctx, "supervision", time.Minute, h.Supervise.Watch) })
}

// district is the district of the installation.
func (h *House) district() region.Code {
	if all := h.Places.Children(""); len(all) > 0 {
		return all[0].Code
	}
	return directory.Nowhere
}
