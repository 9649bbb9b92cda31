package app

import (
	"context"

	"golang.org/x/sync/errgroup"

	"linli/internal/platform/access"
	"linli/internal/settlement"
)

// makeSettlement wires programmes and books; orders get their purse.
func (h *House) makeSettlement() {
	h.Money = settlement.New(h.DB, func(ctx context.Context, org string) string {
		o, err := h.Offers.Organisation(ctx, access.House("settlement.names"), org)
		if err != nil {
			return org
		}
		return o.Name
	})
	h.Orders.Purse = h.Money.Programmes
}

// watchSettlement runs what happens to it by itself.
func (h *House) watchSettlement(ctx context.Context, g *errgroup.Group) {
	g.Go(func() error { return h.follow(ctx, "settlement", h.Money.Follow, "orders.") })
}
