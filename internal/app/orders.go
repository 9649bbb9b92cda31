package app

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	"linli/internal/app/ordersview"
	"linli/internal/platform/access"
	"linli/internal/platform/account"
)

// makeOrders wires the street's micro-service centre. Settlement gives it its
// Purse and family its Proxies.
func (h *House) makeOrders() {
	h.Orders = ordersview.Make(ordersview.Parts{DB: h.DB, People: h.People, Offers: h.Offers, Places: h.Places, Workdays: h.Workdays, Accounts: func() *account.Service { return h.Accounts }})
}

// watchOrders runs what happens to orders by itself.
func (h *House) watchOrders(ctx context.Context, g *errgroup.Group) {
	g.Go(func() error {
		return h.regularly(ctx, "orders.late", time.Minute, func(ctx context.Context, p access.Pass) (int, error) {
			n, err := h.Orders.Watch.Late(ctx, p)
			if err != nil {
				return n, err
			}
			more, err := h.Orders.Waiting.Lapse(ctx, p)
			return n + more, err
		})
	})
	g.Go(func() error { return h.hourly(ctx, "orders.series", h.Orders.Series.Fill) })
}
