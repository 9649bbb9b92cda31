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
	"linli/internal/platform/jobs"
	"linli/internal/platform/notify"
)

// makeDelivery wires kitchens, rounds, doors that stay shut, and letters to families.
func (h *House) makeDelivery(work *jobs.Registry) {
	view := deliveryview.View{People: h.People, Offers: h.Offers, Family: func() *family.Service { return h.Family }, Accounts: func() *account.Service { return h.Accounts },
		Vulnerabilities: ordersview.Vulnerabilities}
	h.Deliver = delivery.New(delivery.Service{DB: h.DB, Files: h.Files, Orders: h.Orders, Around: view})
	h.Letters = deliveryview.Letters{View: view, Queue: func() *jobs.Queue { return h.Queue }, Sender: func() notify.Sender { return h.Accounts.Sender }}
	h.Letters.Jobs(work)
}

// watchDelivery runs what happens to it by itself.
func (h *House) watchDelivery(ctx context.Context, g *errgroup.Group) {
	g.Go(func() error { return h.regularly(ctx, "delivery", 30*time.Second, h.Deliver.Watch) })
}
