package app

import (
	"context"

	"golang.org/x/sync/errgroup"

	"linli/internal/app/ordersview"
	"linli/internal/app/residentview"
	"linli/internal/directory/hours"
	"linli/internal/family"
	"linli/internal/inbox"
	"linli/internal/platform/account"
	"linli/internal/settings"
)

// makeResidents wires what residents see: whom they act for, their messages, their page.
func (h *House) makeResidents() {
	register := residentview.Register{People: h.People, Accounts: func() *account.Service { return h.Accounts }}
	h.Family = &family.Service{DB: h.DB, Register: register, Zone: hours.Shanghai}
	h.Inbox = &inbox.Service{DB: h.DB, Around: residentview.Letters{Family: h.Family, Offers: h.Offers, About: h.Supervise.Complaints.Filer}}
	h.Settings = &settings.Service{DB: h.DB}
	h.Orders.Proxies = residentview.Proxies{Family: h.Family}
	h.Mine = &residentview.Page{DB: h.DB, People: h.People, Family: h.Family, Inbox: h.Inbox, Orders: h.Orders, Offers: h.Offers, Facts: ordersview.Facts, Zone: hours.Shanghai, Accounts: register.Accounts}
}

func (h *House) registerResidents() {
	h.Family.Operations(h.API, residentview.Register{People: h.People, Accounts: func() *account.Service { return h.Accounts }})
	h.Inbox.Register(h.API)
	h.Settings.Register(h.API)
	h.Mine.Register(h.API)
}

// watchResidents runs what happens to it by itself.
func (h *House) watchResidents(ctx context.Context, g *errgroup.Group) {
	g.Go(func() error { return h.hourly(ctx, "family", h.Family.Expire) })
	g.Go(func() error { return h.hourly(ctx, "inbox", h.Inbox.Clear) })
}
