package orders_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"linli/internal/calendar"
	"linli/internal/directory/eligibility"
	"linli/internal/directory/hours"
	"linli/internal/fault"
	"linli/internal/money"
	"linli/internal/orders"
	"linli/internal/orders/board"
	"linli/internal/orders/counter"
	"linli/internal/orders/flow"
	"linli/internal/orders/waiting"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/audit"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
	"linli/internal/region"
	"linli/internal/role"
)

const (
	home   = region.Code("449901001001")
	next   = region.Code("449901002001")
	street = region.Code("449901001")
)

// monday is a working Monday, nine in the morning.
var monday = time.Date(2026, 11, 23, 9, 0, 0, 0, hours.Shanghai)

// town is a small world of its own: people, a canteen, a calendar.
type town struct {
	t      testing.TB
	db     *store.DB
	orders *orders.Service

	mu     sync.Mutex
	now    time.Time
	people map[string]orders.Person
	offers map[string]*orders.Offer
	agreed map[[2]string]bool // account, person
	carers map[string][]board.Carer
}

func each(t *testing.T, fn func(t *testing.T, w *town)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *store.DB) { fn(t, newTown(t, db)) }, schemas()...)
}

func schemas() []fs.FS { return append(orders.Schemas(), events.Schema, audit.Schema, api.Schema) }

func newTown(t testing.TB, db *store.DB) *town {
	w := &town{t: t, db: db, now: monday, people: map[string]orders.Person{}, offers: map[string]*orders.Offer{}, agreed: map[[2]string]bool{}, carers: map[string][]board.Carer{}}
	db.Now = func() time.Time { w.mu.Lock(); defer w.mu.Unlock(); return w.now }
	w.orders = orders.New(orders.Service{DB: db, Directory: w, People: w, Proxies: w, Staff: w, Workdays: official{calendar.Of(calendar.Official())}})
	w.person("amei", home, 82)
	w.person("boshu", home, 70)
	w.person("next", next, 75)
	w.person("young", home, 30)
	everyDay := []int{1, 2, 3, 4, 5, 6, 7}
	w.offer(&orders.Offer{Service: "meals", Name: "长者送餐", Category: "elder.meal_delivery", Mode: flow.Delivery, Org: "kitchen", Point: "canteen", At: home, PriceFen: 1800, PerDay: 60,
		OrderUntil: "-1d 16:00", CancelHours: 12, Hours: hours.Plan{Spans: []hours.Span{{Days: everyDay, From: "10:45", To: "13:00"}, {Days: everyDay, From: "16:45", To: "18:15"}}}})
	w.offer(&orders.Offer{Service: "counter", Name: "长者饭堂", Category: "elder.canteen", Mode: flow.OnSite, Org: "kitchen", Point: "canteen", At: home, PriceFen: 1500, PerDay: 180,
		Hours: hours.Plan{Spans: []hours.Span{{Days: everyDay, From: "10:45", To: "13:00"}}}})
	w.offer(&orders.Offer{Service: "care", Name: "居家照护", Category: "elder.home_care", Mode: flow.HomeVisit, Org: "carers", Point: "station", At: next, PriceFen: 6000, PerDay: 20, PerSlot: 5,
		OrderUntil: "-1d 12:00", CancelHours: 24, Hours: hours.Plan{Spans: []hours.Span{{Days: everyDay, From: "08:00", To: "18:00"}}}})
	w.offer(&orders.Offer{Service: "daycare", Name: "日间托管", Category: "elder.day_care", Mode: flow.DayCare, Org: "carers", Point: "station", At: next, PriceFen: 5000, PerDay: 10,
		Hours: hours.Plan{Office: true, Spans: []hours.Span{{Days: []int{1, 2, 3, 4, 5}, From: "07:30", To: "17:30"}}}})
	return w
}

type official struct{ calendar.Days }

func (w *town) person(id string, at region.Code, age int) {
	w.people[id] = orders.Person{ID: id, Name: "陈" + id, Home: at, Facts: eligibility.Facts{Age: age, Region: at, Attributes: map[string]string{}}, Lon: 113.25, Lat: 22.8}
}

func (w *town) offer(o *orders.Offer) {
	rule, err := eligibility.Parse("age >= 60")
	if err != nil {
		w.t.Fatal(err)
	}
	o.Serves = func(at region.Code) bool { return at.In("449901") }
	o.Judge = func(f eligibility.Facts) eligibility.Ruling {
		return rule.Of(f, func(_, k string, _ fault.Lang) string { return k })
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.offers[o.Service] = o
}

func (w *town) at(t time.Time) { w.mu.Lock(); w.now = t; w.mu.Unlock() }

func (w *town) Offer(_ context.Context, service, _ string) (*orders.Offer, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if o, ok := w.offers[service]; ok {
		return o, nil
	}
	return nil, orders.ErrService.On("service")
}

func (w *town) Point(_ context.Context, point string) (region.Code, string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, o := range w.offers {
		if o.Point == point {
			return o.At, o.Org, nil
		}
	}
	return "", "", orders.ErrPoint.On("point")
}

func (w *town) Look(_ context.Context, _ string, district region.Code, text string) ([]counter.Person, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []counter.Person
	for _, p := range w.people {
		if p.Name == text && p.Home.In(district) {
			out = append(out, counter.Person{ID: p.ID, Name: p.Name, Age: p.Facts.Age})
		}
	}
	return out, nil
}

func (w *town) Carers(_ context.Context, org string) ([]board.Carer, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.carers[org], nil
}

func (w *town) Person(_ context.Context, tx *store.Tx, id string) (orders.Person, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if p, ok := w.people[id]; ok && tx.Pass().Covers(p.Home) {
		return p, nil
	}
	return orders.Person{}, orders.ErrPerson.On("person")
}

func (w *town) Home(_ context.Context, id string) (region.Code, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if p, ok := w.people[id]; ok {
		return p.Home, nil
	}
	return "", orders.ErrPerson.On("person")
}

func (w *town) Names(_ context.Context, p access.Pass, ids []string) (map[string]string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := map[string]string{}
	for _, id := range ids {
		if x, ok := w.people[id]; ok && p.Covers(x.Home) {
			out[id] = x.Name
		}
	}
	return out, nil
}

func (w *town) Contacts(_ context.Context, ids []string) (map[string]orders.Contact, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := map[string]orders.Contact{}
	for _, id := range ids {
		out[id] = orders.Contact{Name: w.people[id].Name, Address: "朝阳路 1 号"}
	}
	return out, nil
}

func (w *town) May(_ context.Context, p access.Pass, person, _ string) (orders.Proxy, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.agreed[[2]string{p.Who(), person}] {
		return orders.Proxy{Name: "女儿", Consent: "c1"}, nil
	}
	return orders.Proxy{}, orders.ErrProxy.On("person")
}

// as is a pass for a permission: who holds a role in a place, perhaps of an
// organisation or as a person.
func (w *town) as(what access.Permission, r role.Role, at region.Code, more ...string) access.Pass {
	w.t.Helper()
	v := access.Viewer{Account: string(r) + "@" + string(at), Grants: []access.Grant{{Role: r, In: at}}}
	if len(more) > 0 && r == role.Resident {
		v.Account, v.Person = "account of "+more[0], more[0]
	} else if len(more) > 0 {
		v.Grants[0].Org = more[0]
		v.Account += more[0]
	}
	if len(more) > 1 {
		v.Account = more[1]
	}
	p, err := orders.Rules.Decide(v, what, w.db.Now())
	if err != nil {
		w.t.Fatalf("%s as %s: %v", what, r, err)
	}
	return p
}

func (w *town) self(person string) access.Pass {
	return w.as(orders.Mine, role.Resident, w.people[person].Home, person)
}
func (w *town) clerk() access.Pass { return w.as(orders.Take, role.CommunityWorker, home) }

func lunch(person, day string) orders.Ask {
	return orders.Ask{Person: person, Service: "meals", Day: day, Slot: "lunch"}
}

// mustPlace places and fails the test where that is refused.
func (w *town) mustPlace(p access.Pass, a orders.Ask) orders.Order {
	w.t.Helper()
	o, err := w.orders.Place(context.Background(), p, a)
	if err != nil {
		w.t.Fatalf("%+v: %v", a, err)
	}
	return o
}

func (w *town) step(p access.Pass, o orders.Order, v flow.Verb, in orders.StepIn) orders.Order {
	w.t.Helper()
	got, err := w.orders.Step(context.Background(), p, o.ID, 0, v, in)
	if err != nil {
		w.t.Fatalf("%s of an order that is %s: %v", v, o.State, err)
	}
	return got
}

func TestALunchFromOrderToSettlement(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ctx := t.Context()
		q, err := w.orders.Quote(ctx, w.self("amei"), lunch("amei", "2026-11-25"))
		if err != nil || !q.Can || q.Price.Resident != 1800 || q.Free != 60 || len(q.Slots) != 2 {
			t.Fatalf("%+v, %v", q, err)
		}
		o := w.mustPlace(w.self("amei"), lunch("amei", "2026-11-25"))
		if o.State != flow.Placed || o.Number[:5] != "1125-" || len(o.Code) != 4 || o.PlacedBy.How != "self" || o.Due.IsZero() || o.Price.Total() != 1800 {
			t.Fatalf("%+v", o)
		}
		manager := func(what access.Permission) access.Pass { return w.as(what, role.ProviderManager, street, "kitchen") }
		o = w.step(manager(orders.Answer), o, flow.Accept, orders.StepIn{})
		o = w.step(manager(orders.Answer), o, flow.Assign, orders.StepIn{Round: "r1", Account: "courier"})
		courier := w.as(orders.Carry, role.Carer, street, "kitchen", "courier")
		o = w.step(courier, o, flow.Start, orders.StepIn{})
		o = w.step(courier, o, flow.Deliver, orders.StepIn{Code: o.Code})
		if o.State != flow.Delivered || o.Proof != "code" {
			t.Fatalf("%+v", o)
		}
		o = w.step(w.self("amei"), o, flow.Confirm, orders.StepIn{})
		full, err := w.orders.Get(ctx, w.self("amei"), o.ID)
		if err != nil || len(full.Story) != 6 || full.Story[0].Kind != "orders.placed" || full.Name != "陈amei" {
			t.Fatalf("%+v, %v", full, err)
		}
	})
}

func TestWhatCannotBeOrdered(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		price := int64(1700)
		w.offer(&orders.Offer{Service: "none", Category: "home.repair", Mode: flow.HomeVisit, Hours: w.offers["care"].Hours, At: home, Point: "x"})
		for name, c := range map[string]struct {
			p    access.Pass
			a    orders.Ask
			want error
		}{
			"yesterday":                {w.self("amei"), lunch("amei", "2026-11-22"), orders.ErrPast},
			"today, after the cut-off": {w.self("amei"), lunch("amei", "2026-11-23"), orders.ErrCutOff},
			"a year ahead":             {w.self("amei"), lunch("amei", "2027-11-23"), orders.ErrFar},
			"no day":                   {w.self("amei"), lunch("amei", "2026-11-31"), orders.ErrDay},
			"no time of that name":     {w.self("amei"), orders.Ask{Person: "amei", Service: "meals", Day: "2026-11-25", Slot: "supper"}, orders.ErrSlot},
			"one of two times":         {w.self("amei"), orders.Ask{Person: "amei", Service: "meals", Day: "2026-11-25"}, orders.ErrSlot},
			"closed on Saturday":       {w.self("amei"), orders.Ask{Person: "amei", Service: "daycare", Day: "2026-11-28"}, orders.ErrClosed},
			"too young":                {w.self("young"), lunch("young", "2026-11-25"), orders.ErrNotEntitled},
			"somebody else":            {w.self("boshu"), lunch("amei", "2026-11-25"), orders.ErrProxy},
			"of the next street":       {w.clerk(), orders.Ask{Person: "next", Service: "meals", Day: "2026-11-25", Slot: "lunch", Consent: "电话同意"}, orders.ErrPerson},
			"a caller without consent": {w.clerk(), lunch("amei", "2026-11-25"), orders.ErrConsent},
			"at another price":         {w.self("amei"), orders.Ask{Person: "amei", Service: "meals", Day: "2026-11-25", Slot: "lunch", ExpectFen: &price}, orders.ErrPrice},
			"no such service":          {w.self("amei"), orders.Ask{Person: "amei", Service: "nothing", Day: "2026-11-25"}, orders.ErrService},
			"one that takes no orders": {w.self("amei"), orders.Ask{Person: "amei", Service: "none", Day: "2026-11-25", Slot: "1000"}, orders.ErrNoPlaces},
			"a hundred":                {w.self("amei"), orders.Ask{Person: "amei", Service: "meals", Day: "2026-11-25", Slot: "lunch", Quantity: 100}, orders.ErrQuantity},
			"of another organisation":  {w.as(orders.Take, role.ProviderManager, street, "carers"), orders.Ask{Person: "amei", Service: "meals", Day: "2026-11-25", Slot: "lunch", How: "counter"}, orders.ErrNotYours},
		} {
			if o, err := w.orders.Place(t.Context(), c.p, c.a); !errors.Is(err, c.want) {
				t.Errorf("%s: %+v, %v; want %v", name, o, err, c.want)
			}
		}
		if all, err := w.orders.List(t.Context(), w.as(orders.See, role.StreetOperator, "449901"), orders.Filter{Limit: 10}); err != nil || len(all) != 0 {
			t.Errorf("something was ordered: %+v, %v", all, err)
		}
	})
}

func TestTheSameMealIsNotOrderedTwice(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		o := w.mustPlace(w.self("amei"), lunch("amei", "2026-11-25"))
		w.mustPlace(w.self("boshu"), lunch("boshu", "2026-11-25"))
		w.mustPlace(w.self("amei"), orders.Ask{Person: "amei", Service: "meals", Day: "2026-11-25", Slot: "dinner"})
		for _, again := range []orders.Ask{lunch("amei", "2026-11-25"), {Person: "amei", Service: "counter", Day: "2026-11-25", Slot: "lunch"}} {
			if _, err := w.orders.Place(t.Context(), w.self("amei"), again); !errors.Is(err, orders.ErrTwice) {
				t.Errorf("a second lunch by %s: %v", again.Service, err)
			}
		}
		w.step(w.self("amei"), o, flow.Cancel, orders.StepIn{})
		w.mustPlace(w.self("amei"), lunch("amei", "2026-11-25"))
	})
}

// Many at once on few places: exactly the places are given, everybody else is
// told or stands in line in the order of the formula, and the counters say what
// the orders say. LINLI_FULL makes it 200 clients, 20,000 attempts, 500 places.
func TestNothingIsOversold(t *testing.T) {
	clients, attempts, places := 50, 2_000, 100
	if os.Getenv("LINLI_FULL") != "" {
		clients, attempts, places = 200, 20_000, 500
	}
	each(t, func(t *testing.T, w *town) {
		w.offers["meals"].PerDay = places
		for i := range attempts {
			w.person(fmt.Sprintf("p%05d", i), home, 80)
		}
		began := time.Now()
		var wg sync.WaitGroup
		var mu sync.Mutex
		got := map[string]int{}
		start := make(chan struct{})
		for c := range clients {
			wg.Go(func() {
				<-start
				for i := c; i < attempts; i += clients {
					a := lunch(fmt.Sprintf("p%05d", i), "2026-11-25")
					a.Wait = i%20 == 0
					o, err := w.orders.Place(context.Background(), w.self(a.Person), a)
					word := string(o.State)
					switch {
					case errors.Is(err, orders.ErrFull):
						word = "full"
					case err != nil:
						word = err.Error()
					}
					mu.Lock()
					got[word]++
					mu.Unlock()
				}
			})
		}
		close(start)
		wg.Wait()
		t.Logf("%d attempts of %d clients on %d places: %v in %s", attempts, clients, places, got, time.Since(began).Round(time.Millisecond))
		if got["placed"] != places || got["placed"]+got["full"]+got["waiting"] != attempts || got["waiting"] == 0 {
			t.Errorf("%v", got)
		}
		n, err := w.orders.Count(t.Context(), w.as(orders.See, role.StreetOperator, street), orders.Filter{States: flow.Open})
		if err != nil || n != int64(places) {
			t.Errorf("%d orders, %v", n, err)
		}
		line, err := w.orders.Waiting.List(t.Context(), w.as(waiting.See, role.StreetOperator, street), waiting.Filter{Limit: attempts})
		if err != nil || len(line) != got["waiting"] {
			t.Errorf("%d in line, %v", len(line), err)
		}
		slices.SortFunc(line, func(a, b waiting.Waiting) int { return a.Rank - b.Rank })
		for i, x := range line { // all are alike but for when they came
			if x.Rank != i+1 || i > 0 && x.Created.Before(line[i-1].Created) {
				t.Errorf("%s has rank %d before somebody who came first", x.Person, x.Rank)
			}
		}
		w.balanced()
	})
}

// balanced compares the counters of places with the orders that use them and
// the offers that hold them.
func (w *town) balanced() {
	w.t.Helper()
	if err := w.imbalance(); err != nil {
		w.t.Error(err)
	}
}

func (w *town) imbalance() error {
	ctx := context.Background()
	offered, err := w.orders.Waiting.List(ctx, access.House("test"), waiting.Filter{Limit: 10_000})
	if err != nil {
		return err
	}
	_, err = store.View(ctx, w.db, access.House("test"), func(tx *store.Tx) (int, error) {
		all, err := w.orders.ListIn(ctx, tx, orders.Filter{Limit: 100_000})
		if err != nil {
			return 0, err
		}
		want := map[[4]string]int64{}
		for _, o := range offered { // their places are held for them
			if o.State == waiting.Offered {
				want[[4]string{o.Point, o.Service, o.Day, ""}] += int64(o.Quantity)
				want[[4]string{o.Point, o.Service, o.Day, o.Slot.Key}] += int64(o.Quantity)
			}
		}
		for _, o := range all {
			if !o.Price.Of(money.Fen(o.Quantity) * o.Price.UnitFen) {
				return 0, fmt.Errorf("order %s: the parts %+v are not its price", o.ID, o.Price)
			}
			if o.State.Holds() {
				want[[4]string{o.Point, o.Service, o.Day, ""}] += int64(o.Quantity)
				want[[4]string{o.Point, o.Service, o.Day, o.Slot.Key}] += int64(o.Quantity)
			}
		}
		rows, err := tx.Unscoped(ctx, "test", `SELECT point, service, day, slot, taken FROM order_places`)
		if err != nil {
			return 0, err
		}
		defer rows.Close() //nolint:errcheck // rows.Err has the news
		for rows.Next() {
			var k [4]string
			var n int64
			if err := rows.Scan(&k[0], &k[1], &k[2], &k[3], &n); err != nil {
				return 0, err
			}
			if n != want[k] {
				return 0, fmt.Errorf("%v: %d places are taken, orders use %d", k, n, want[k])
			}
			delete(want, k)
		}
		for k, n := range want {
			if n != 0 {
				return 0, fmt.Errorf("%v: orders use %d places that nobody counts", k, n)
			}
		}
		return 0, rows.Err()
	})
	return err
}
