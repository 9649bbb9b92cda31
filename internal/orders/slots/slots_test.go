package slots

import (
	"fmt"
	"testing"
	"time"

	"linli/internal/calendar"
	"linli/internal/directory/hours"
	"linli/internal/orders/flow"
	"linli/internal/platform/access"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
)

var everyDay = []int{1, 2, 3, 4, 5, 6, 7}

func TestTimesOfADay(t *testing.T) {
	cal := calendar.Of(calendar.Official())
	canteen := hours.Plan{Spans: []hours.Span{{Days: everyDay, From: "10:45", To: "13:00"}, {Days: everyDay, From: "16:45", To: "18:15"}}}
	allDay := hours.Plan{Spans: []hours.Span{{Days: everyDay, From: "06:30", To: "19:30"}}}
	office := hours.Plan{Office: true, Spans: []hours.Span{{Days: []int{1, 2, 3, 4, 5}, From: "08:30", To: "12:00"}, {Days: []int{1, 2, 3, 4, 5}, From: "14:00", To: "17:30"}}}
	night := hours.Plan{Spans: []hours.Span{{Days: everyDay, From: "20:00", To: "02:00"}}}
	closed := []hours.Closure{{From: At(mustDay("2026-11-25"), "12:00"), To: At(mustDay("2026-11-25"), "24:00")}}
	for name, c := range map[string]struct {
		plan     hours.Plan
		day      string
		closed   []hours.Closure
		category string
		mode     flow.Mode
		want     string
	}{
		"meals of a canteen":              {canteen, "2026-11-25", nil, "elder.canteen", flow.OnSite, "lunch 10:45-13:00 dinner 16:45-18:15 "},
		"meals through the day":           {allDay, "2026-11-25", nil, "elder.meal_delivery", flow.Delivery, "breakfast 06:30-09:30 lunch 10:30-14:00 dinner 16:30-19:30 "},
		"closed from noon":                {canteen, "2026-11-25", closed, "elder.canteen", flow.OnSite, "lunch 10:45-12:00 "},
		"visits in windows of two hours":  {hours.Plan{Spans: []hours.Span{{Days: everyDay, From: "08:00", To: "13:00"}}}, "2026-11-25", nil, "elder.home_care", flow.HomeVisit, "0800 08:00-10:00 1000 10:00-12:00 1200 12:00-13:00 "},
		"day care is the day":             {office, "2026-11-25", nil, "elder.day_care", flow.DayCare, "day 08:30-17:30 "},
		"an office, twice a day":          {office, "2026-11-25", nil, "legal.advice", flow.OnSite, "0830 08:30-12:00 1400 14:00-17:30 "},
		"an office on a holiday":          {office, "2026-10-01", nil, "legal.advice", flow.OnSite, ""},
		"a canteen on a holiday":          {canteen, "2026-10-01", nil, "elder.canteen", flow.OnSite, "lunch 10:45-13:00 dinner 16:45-18:15 "},
		"over midnight":                   {night, "2026-11-25", nil, "community.events", flow.OnSite, "0000 00:00-02:00 2000 20:00-24:00 "},
		"hours that nobody wrote down":    {hours.Plan{}, "2026-11-25", nil, "home.repair", flow.HomeVisit, "day 00:00-24:00 "},
		"a meal that is too short to eat": {hours.Plan{Spans: []hours.Span{{Days: everyDay, From: "13:45", To: "16:00"}}}, "2026-11-25", nil, "elder.canteen", flow.OnSite, ""},
	} {
		got := ""
		for _, s := range On(c.plan, mustDay(c.day), cal, c.closed, c.category, c.mode) {
			got += fmt.Sprintf("%s %s-%s ", s.Key, s.From, s.To)
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func mustDay(s string) time.Time {
	d, ok := Day(s)
	if !ok {
		panic(s)
	}
	return d
}

func TestTheSameMealHasOneKeyWhicheverServiceBringsIt(t *testing.T) {
	if Same("elder.canteen", "2026-11-25", "lunch") != Same("elder.meal_delivery", "2026-11-25", "lunch") {
		t.Error("a lunch is a lunch")
	}
	if Same("elder.bathing", "2026-11-25", "0800") == Same("elder.home_care", "2026-11-25", "0800") {
		t.Error("bathing is not care")
	}
}

// A limit that is changed after orders were taken still finds the right numbers.
func TestPlacesAreCountedWhateverTheLimit(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		p := Place{At: "449901001001", Point: "p", Service: "s", Day: "2026-11-25", Slot: "lunch", Quantity: 2}
		hold := func(p Place) (ok bool) {
			_, err := store.In(ctx, db, access.House("test"), func(tx *store.Tx) (int, error) {
				var err error
				if ok, err = Hold(ctx, tx, p); err == nil && !ok {
					err = errFull
				}
				return 0, err
			})
			if err != nil && err != errFull { //nolint:errorlint // it is the very one
				t.Fatal(err)
			}
			return ok
		}
		unlimited, five, three := p, p, p
		five.PerDay, three.PerSlot = 5, 3
		for i, c := range []struct {
			p    Place
			want bool
		}{{unlimited, true}, {five, true}, {five, false}, {three, false}, {unlimited, true}} {
			if got := hold(c.p); got != c.want {
				t.Errorf("hold %d: %v", i, got)
			}
		}
		free := func() int {
			got, err := store.View(ctx, db, access.House("test"), func(tx *store.Tx) (map[[2]string]int, error) {
				return Taken(ctx, tx, p.At, p.Point, p.Service, "2026-11-01", "2026-11-30")
			})
			if err != nil {
				t.Fatal(err)
			}
			ten := p
			ten.PerDay = 10
			return ten.Free(got)
		}
		if got := free(); got != 4 {
			t.Errorf("%d of ten are free, want 4", got)
		}
		_, err := store.In(ctx, db, access.House("test"), func(tx *store.Tx) (int, error) { return 0, Release(ctx, tx, p) })
		if err != nil || free() != 6 {
			t.Errorf("after giving back: %d, %v", free(), err)
		}
		_, err = store.In(ctx, db, access.House("test"), func(tx *store.Tx) (bool, error) {
			full := p
			full.PerDay = 5
			if ok, err := HoldFree(ctx, tx, full); ok || err != nil {
				t.Errorf("HoldFree took what is not there: %v", err)
			}
			full.PerDay = 6
			return HoldFree(ctx, tx, full)
		})
		if err != nil || free() != 4 {
			t.Errorf("HoldFree: %d free, %v", free(), err)
		}
	}, Schema)
}

var errFull = fmt.Errorf("full")
