package ordersview

import (
	"context"
	"sync"
	"time"

	"linli/internal/directory"
	"linli/internal/directory/eligibility"
	"linli/internal/directory/hours"
	"linli/internal/fault"
	"linli/internal/money"
	"linli/internal/orders"
	"linli/internal/orders/board"
	"linli/internal/orders/counter"
	"linli/internal/orders/flow"
	"linli/internal/people"
	"linli/internal/platform/access"
	"linli/internal/platform/account"
	"linli/internal/platform/regions"
	"linli/internal/platform/store"
	"linli/internal/platform/workdays"
	"linli/internal/region"
	"linli/internal/role"
)

// Parts are what orders is shown.
type Parts struct {
	DB       *store.DB
	People   *people.Service
	Offers   *directory.Directory
	Places   *regions.Register
	Workdays *workdays.Service
	Accounts func() *account.Service // made after the features
}

// Make is the feature with all it needs but its Purse and its Proxies.
func Make(x Parts) *orders.Service {
	return orders.New(orders.Service{DB: x.DB, Directory: &menu{offers: x.Offers}, People: folk{x.People, func(c region.Code) string { return x.Places.Name(c, fault.Zh) }},
		Workdays: official{x.Workdays}, Staff: crew{x.Accounts}})
}

// official is the calendar as orders ask it.
type official struct{ *workdays.Service }

func (o official) Works(day time.Time) bool { return o.Days().Works(day) }

// folk shows the register to orders.
type folk struct {
	people *people.Service
	name   func(region.Code) string
}

func (f folk) Person(ctx context.Context, tx *store.Tx, id string) (orders.Person, error) {
	x, name, err := f.people.Brief(ctx, tx, id)
	if err != nil {
		return orders.Person{}, orders.ErrPerson.On("person")
	}
	return orders.Person{ID: id, Name: name, Home: x.Region, Lon: x.Lon, Lat: x.Lat, Facts: Facts(x), Vulnerable: Vulnerabilities(x)}, nil
}

func (f folk) Home(ctx context.Context, id string) (region.Code, error) {
	return store.View(ctx, f.people.DB, access.House("orders.home"), func(tx *store.Tx) (region.Code, error) {
		at, err := f.people.Home(ctx, tx, id)
		if err != nil {
			err = orders.ErrPerson.On("person")
		}
		return at, err
	})
}

func (f folk) Names(ctx context.Context, p access.Pass, ids []string) (map[string]string, error) {
	return f.people.Names(ctx, p, ids)
}

func (f folk) Contacts(ctx context.Context, ids []string) (map[string]orders.Contact, error) {
	return store.View(ctx, f.people.DB, access.House("orders.contacts"), func(tx *store.Tx) (map[string]orders.Contact, error) {
		all, err := f.people.Cards(ctx, tx, ids)
		out := map[string]orders.Contact{}
		for id, p := range all {
			out[id] = orders.Contact{Name: p.Name, Address: p.Address}
		}
		return out, err
	})
}

// Look finds people for a desk: names and ages, never a number or an address.
func (f folk) Look(ctx context.Context, who string, district region.Code, text string) ([]counter.Person, error) {
	found, _, err := f.people.Find(ctx, access.HouseIn("orders.counter", who, district), people.Query{Text: text, Limit: 10}, false)
	out := make([]counter.Person, 0, len(found))
	for _, p := range found {
		out = append(out, counter.Person{ID: p.ID, Name: p.Name, Age: p.Age, Home: f.name(p.Region.Community())})
	}
	return out, err
}

// crew is who can be sent: the carers of an organisation.
type crew struct{ accounts func() *account.Service }

func (c crew) Carers(ctx context.Context, org string) ([]board.Carer, error) {
	all, err := c.accounts().Holders(ctx, role.Carer, org)
	out := make([]board.Carer, len(all))
	for i, a := range all {
		out[i] = board.Carer{Account: a.ID, Name: a.Name}
	}
	return out, err
}

// menu keeps services and points in memory until the directory or the calendar
// changes, here or on another server.
type menu struct {
	offers *directory.Directory

	mu   sync.RWMutex
	seen [2]uint64
	held map[string]map[string]*orders.Offer // by service and point
}

// Point is where a point is and whose.
func (m *menu) Point(ctx context.Context, id string) (region.Code, string, error) {
	at, err := m.offers.Point(ctx, access.House("orders.menu"), id)
	if err != nil {
		err = orders.ErrPoint.On("point")
	}
	return at.Region, at.Organisation, err
}

func (m *menu) version() [2]uint64 {
	return [2]uint64{m.offers.DB.Touched("directory"), m.offers.DB.Touched("workdays")}
}

// Offer is a published service at one of its points.
func (m *menu) Offer(ctx context.Context, id, point string) (*orders.Offer, error) {
	now := m.version()
	m.mu.RLock()
	points, ok := m.held[id]
	fresh := m.seen == now
	m.mu.RUnlock()
	if !ok || !fresh {
		var err error
		if points, err = m.read(ctx, id); err != nil {
			return nil, err
		}
		m.mu.Lock()
		if m.seen != now {
			m.held, m.seen = map[string]map[string]*orders.Offer{}, now
		}
		m.held[id] = points
		m.mu.Unlock()
	}
	if point == "" && len(points) == 1 {
		for point = range points { //nolint:revive // the only one
		}
	}
	if o, ok := points[point]; ok {
		return o, nil
	}
	return nil, orders.ErrPoint.On("point")
}

func (m *menu) read(ctx context.Context, id string) (map[string]*orders.Offer, error) {
	p := access.House("orders.menu")
	s, err := m.offers.Service(ctx, p, id)
	if err != nil || s.State != directory.Published {
		return nil, orders.ErrService.On("service")
	}
	org, err := m.offers.Organisation(ctx, p, s.Organisation)
	if err != nil {
		return nil, orders.ErrService.On("service")
	}
	points, err := m.offers.Points(ctx, p, directory.PointFilter{IDs: append([]string{}, s.Points...)}, "", 1000)
	if err != nil {
		return nil, err
	}
	closed, err := m.offers.Closures(ctx, p, s.Points, m.offers.DB.Now())
	if err != nil {
		return nil, err
	}
	rule, err := eligibility.Parse(s.Eligibility)
	if err != nil {
		return nil, err
	}
	out := map[string]*orders.Offer{}
	for _, at := range points {
		o := &orders.Offer{Service: s.ID, Name: s.Name, NameEn: s.NameEn, Category: s.Category, Mode: flow.Mode(s.Mode), Org: s.Organisation, OrgName: org.Name,
			Point: at.ID, PointName: at.Name, At: at.Region, Lon: at.Lon, Lat: at.Lat, ReachM: s.ReachM, PriceFen: money.Fen(s.PriceFen), PerDay: s.PerDay, PerSlot: s.PerSlot,
			OrderUntil: s.OrderUntil, CancelHours: s.CancelHours, Hours: at.Hours, Serves: s.Serves,
			Judge: func(f eligibility.Facts) eligibility.Ruling { return judge(rule, s, f, m.offers.Names) }}
		if s.Hours != nil {
			o.Hours = *s.Hours
		}
		for _, c := range closed[at.ID] {
			o.Closed = append(o.Closed, hours.Closure{From: c.From, To: c.To})
		}
		out[at.ID] = o
	}
	return out, nil
}

// judge is the verdict of the directory, from rules that are parsed already.
func judge(rule eligibility.Rule, s directory.Service, f eligibility.Facts, names eligibility.Names) eligibility.Ruling {
	if rule.Everyone() && s.ForWhom != "" {
		return eligibility.Ruling{Verdict: eligibility.Unknown, Reasons: []eligibility.Ground{{Verdict: eligibility.Unknown, Zh: "请核对：" + s.ForWhom, En: "please check: " + s.ForWhom}}}
	}
	return rule.Of(f, names)
}
