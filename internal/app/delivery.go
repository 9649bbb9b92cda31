package app

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	"linli/internal/app/deliveryview"
	"linli/internal/app/ordersview"
	"linli/internal/delivery"
	"linli/internal/family"
	"linli/internal/platform/account"
)

// makeDelivery wires kitchens, rounds and doors that stay shut.
func (h *House) makeDelivery() {
	h.Deliver = delivery.New(delivery.Service{DB: h.DB, Files: h.Files, Orders: h.Orders,
		Around: deliveryview.View{People: h.People, Offers: h.Offers, Family: func() *family.Service { return h.Family }, Accounts: func() *account.Service { return h.Accounts },
			Vulnerabilities: ordersview.Vulnerabilities}})
}

// watchDelivery runs what happens to it by itself.
func (h *House) watchDelivery(ctx context.Context, g *errgroup.Group) {
	g.Go(func() error { return h.regularly(ctx, "delivery", 30*time.Second, h.Deliver.Watch) })
}
