package app

import (
	"context"
	"io/fs"
	"time"

	"golang.org/x/sync/errgroup"

	"linli/internal/app/decisionsview"
	"linli/internal/app/deliveryview"
	"linli/internal/app/exchangeview"
	"linli/internal/app/ordersview"
	"linli/internal/app/residentview"
	"linli/internal/app/resourceview"
	"linli/internal/app/sharingview"
	"linli/internal/cloud/decisions"
	"linli/internal/cloud/demandmap"
	"linli/internal/cloud/resourcemap"
	"linli/internal/connect/hsds"
	"linli/internal/delivery"
	"linli/internal/delivery/door"
	"linli/internal/directory"
	"linli/internal/directory/reminders"
	"linli/internal/duplicates"
	"linli/internal/exchange"
	"linli/internal/family"
	"linli/internal/inbox"
	"linli/internal/onedoor"
	"linli/internal/orders"
	"linli/internal/people"
	"linli/internal/platform/access"
	"linli/internal/platform/account"
	"linli/internal/platform/events"
	"linli/internal/platform/jobs"
	"linli/internal/platform/store"
	"linli/internal/region"
	"linli/internal/roster"
	"linli/internal/settings"
	"linli/internal/settlement"
	"linli/internal/supervision"
)

// services is one line a feature.
type services struct {
	People    *people.Service
	Roster    *roster.Service
	OneDoor   *onedoor.Service
	Demand    *demandmap.Map
	Offers    *directory.Directory
	Supply    *resourcemap.Map
	Exchange  *exchange.Service
	HSDS      *hsds.Service
	Doubles   *duplicates.Service
	Orders    *orders.Service
	Supervise *supervision.Service
	Decide    *decisions.Service
	Family    *family.Service
	Inbox     *inbox.Service
	Settings  *settings.Service
	Mine      *residentview.Page
	Money     *settlement.Service
	Deliver   *delivery.Service
	Letters   deliveryview.Letters
	Remind    *reminders.Service
	Hut       []sharingview.Part

	sanctions func(context.Context, *store.Tx, events.Event) error // into the directory

	kinds   minute[map[string]people.AttributeKind]
	matters minute[map[string]bool] // kinds of events that open a matter
}

func featureSchemas() []fs.FS {
	all := []fs.FS{people.Schema, duplicates.Schema, roster.Schema, onedoor.Schema, directory.Schema, exchange.Schema, hsds.Schema, decisions.Schema, family.Schema, inbox.Schema, settings.Schema, delivery.Schema, door.Schema, reminders.Schema}
	all = append(all, orders.Schemas()...)
	all = append(append(all, supervision.Schemas()...), sharingview.Schemas()...)
	return append(all, settlement.Schemas()...)
}

func featureRules() []access.Rules {
	return append([]access.Rules{people.Rules, duplicates.Rules, roster.Rules, onedoor.Rules, demandmap.Rules, directory.Rules, resourcemap.Rules, exchange.Rules, hsds.Rules, orders.Rules, supervision.Rules, decisions.Rules,
		family.Rules, inbox.Rules, settings.Rules, residentview.Rules, settlement.Rules, delivery.Rules, reminders.Rules}, sharingview.Rules()...)
}

func (h *House) makeServices(work *jobs.Registry) {
	h.People = &people.Service{DB: h.DB, Box: h.Box}
	h.Roster = &roster.Service{DB: h.DB, People: h.People, Places: h.Places, Files: h.Files, Box: h.Box}
	h.Roster.Jobs(work)
	h.Doubles = &duplicates.Service{DB: h.DB, People: h.People}
	h.Doubles.Jobs(work)
	h.OneDoor = &onedoor.Service{DB: h.DB, People: homes{h.People}, DueDate: h.Workdays.DueDate}
	h.Demand = &demandmap.Map{DB: h.DB, Source: demandmap.Register{People: h.People}, Regions: h.Places, Log: h.Log}
	h.Offers = &directory.Directory{DB: h.DB, People: facts{h.People}, Names: h.names, Calendar: h.Workdays}
	h.Remind = &reminders.Service{DB: h.DB, Active: h.atWork}
	h.HSDS = &hsds.Service{DB: h.DB, Directory: h.Offers, Places: h.Places}
	h.Exchange = &exchange.Service{DB: h.DB, Registers: exchangeview.Registers{People: h.People, Offers: h.Offers, Facts: ordersview.Facts, Vulnerabilities: ordersview.Vulnerabilities}, Places: h.Places}
	h.Exchange.Jobs(work)
	h.makeOrders()
	h.makeSupervision()
	h.makeSettlement()
	h.makeDelivery(work)
	h.makeResidents()
	h.Hut = sharingview.Parts(h.aroundHut(work))
	h.Supply = &resourcemap.Map{Directory: resourceview.Supply{Directory: h.Offers, Now: h.DB.Now}, Demand: resourceview.Reach{Demand: h.Demand}, Places: h.Places, Now: h.DB.Now}
	h.Decide = decisionsview.Make(decisionsview.Parts{DB: h.DB, Log: h.Log, Accounts: func() *account.Service { return h.Accounts }, People: h.People, Demand: h.Demand, Offers: h.Offers, Places: h.Places})
	h.Decide.Jobs(work)
}

func (h *House) aroundHut(work *jobs.Registry) sharingview.Around {
	return sharingview.Around{DB: h.DB, Box: h.Box, Files: h.Files, Places: h.Places, Workdays: h.Workdays, People: h.People, Offers: h.Offers, Family: h.Family, Exchange: h.Exchange,
		Accounts: func() *account.Service { return h.Accounts }, Queue: func() *jobs.Queue { return h.Queue }, Work: work, Vulnerabilities: ordersview.Vulnerabilities}
}

func (h *House) giveQueue() {
	h.Roster.Queue, h.Exchange.Queue, h.Doubles.Queue, h.Decide.Queue = h.Queue, h.Queue, h.Queue, h.Queue
}

func (h *House) registerFeatures() {
	h.People.Register(h.API)
	h.Roster.Register(h.API)
	h.Doubles.Register(h.API)
	h.OneDoor.Register(h.API)
	h.Demand.Register(h.API)
	h.Offers.Register(h.API)
	h.Supply.Register(h.API)
	h.Exchange.Register(h.API)
	h.HSDS.Register(h.API)
	h.Orders.Register(h.API)
	h.Supervise.Register(h.API)
	h.Decide.Register(h.API)
	h.registerResidents()
	h.Money.Register(h.API)
	h.Deliver.Register(h.API)
	h.Remind.Register(h.API)
	for _, part := range h.Hut {
		part.Register(h.API)
	}
	h.registerDemo()
}

// Seed puts in what every installation begins with: kinds and lists.
func (h *House) Seed(ctx context.Context) error {
	p := access.House("seed")
	if err := h.People.Seed(ctx, p); err != nil {
		return err
	}
	if err := h.Offers.Seed(ctx, p); err != nil {
		return err
	}
	return h.OneDoor.Seed(ctx, p)
}

// follower acts on every event of some kinds (none: of all), once, in order.
type follower struct {
	name   string
	handle func(context.Context, *store.Tx, events.Event) error
	kinds  []string
}

func (h *House) followers() []follower {
	all := []follower{
		{"onedoor", h.followMatters, nil},
		{"exchange", h.Exchange.Follow, exchange.Heeded},
		{"exchange.offers", h.followDirectory, []string{"directory."}},
		{"duplicates", h.Doubles.Follow, []string{"roster."}},
		{"orders", h.Orders.Watch.Follow, []string{"people.", "directory.", "supervision.", "settlement."}},
		{"settlement", h.Money.Follow, settlement.Heeded},
		{"supervision", h.Supervise.Follow, supervision.Heeded},
		{"supervision.directory", h.sanctions, []string{"supervision.sanction_"}},
		{"family", h.Family.Follow, []string{"people."}},
		{"letters", h.Letters.Follow, deliveryview.Heeded},
		{"inbox", h.Inbox.Follow, inbox.Heeded()},
	}
	for _, part := range h.Hut {
		for _, f := range part.Followers {
			all = append(all, follower{f.Name, f.Handle, f.Kinds})
		}
	}
	return all
}

// background runs what follows the event log until ctx ends.
func (h *House) background(ctx context.Context) error {
	if err := h.Roster.Resume(ctx); err != nil {
		return err
	}
	g, ctx := errgroup.WithContext(ctx)
	for _, x := range h.followers() {
		g.Go(func() error { return h.follow(ctx, x.name, x.handle, x.kinds...) })
	}
	g.Go(func() error { return h.regularly(ctx, "duplicates.index", time.Minute, h.Doubles.Prepare) })
	g.Go(func() error { return h.Demand.Run(ctx, time.Second) })
	g.Go(func() error { return h.hourly(ctx, "directory", h.Offers.Promote) })
	g.Go(func() error { return h.hourly(ctx, "reminders", h.Remind.Remind) })
	h.watchOrders(ctx, g)
	h.watchSupervision(ctx, g)
	h.watchResidents(ctx, g)
	h.watchDelivery(ctx, g)
	for _, part := range h.Hut {
		for _, r := range part.Regular {
			g.Go(func() error { return h.regularly(ctx, r.Name, r.Every, r.Do) })
		}
	}
	g.Go(func() error {
		return h.hourly(ctx, "calendar", func(ctx context.Context, _ access.Pass) (int, error) { return 0, h.Workdays.Load(ctx) })
	})
	return g.Wait()
}

// follow lets one feature act on its events until ctx ends.
func (h *House) follow(ctx context.Context, name string, handle func(context.Context, *store.Tx, events.Event) error, kinds ...string) error {
	for ctx.Err() == nil {
		n, err := events.Step(ctx, h.DB, name, handle, kinds...)
		if err != nil && ctx.Err() == nil {
			h.Log.Error("app: a follower of the log stumbled and will try again", "follower", name, "error", err)
		}
		if n > 0 && err == nil {
			continue
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
	return nil
}

// hourly does what is due, now and every hour until ctx ends.
func (h *House) hourly(ctx context.Context, name string, do func(context.Context, access.Pass) (int, error)) error {
	return h.regularly(ctx, name, time.Hour, do)
}

func (h *House) regularly(ctx context.Context, name string, every time.Duration, do func(context.Context, access.Pass) (int, error)) error {
	for ctx.Err() == nil {
		if n, err := do(ctx, access.House(name)); err != nil && ctx.Err() == nil {
			h.Log.Error("app: regular work failed and will be tried again", "work", name, "error", err)
		} else if n > 0 {
			h.Log.Info("app: regular work", "work", name, "done", n)
		}
		select {
		case <-ctx.Done():
		case <-time.After(every):
		}
	}
	return nil
}

// followMatters opens the matters that follow an event. Which events do is
// editable; a change counts within a minute.
func (h *House) followMatters(ctx context.Context, tx *store.Tx, e events.Event) error {
	heeded := h.matters.get(func() (map[string]bool, error) {
		all, err := h.OneDoor.Kinds(ctx, access.House("matters"))
		out := map[string]bool{}
		for _, k := range all {
			out[k.Follows] = true
		}
		return out, err
	}, h.DB.Now())
	if !heeded[e.Kind] {
		return nil
	}
	return h.OneDoor.Follow(ctx, tx, e)
}

func (h *House) residents() account.Residents { return h.People }

// homes tells onedoor where people live.
type homes struct{ people *people.Service }

func (h homes) Home(ctx context.Context, tx *store.Tx, person string) (region.Code, error) {
	at, err := h.people.Home(ctx, tx, person)
	if err != nil {
		return "", onedoor.ErrPerson.On("person")
	}
	return at, nil
}
