package orders_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"linli/internal/orders"
	"linli/internal/orders/flow"
	"linli/internal/orders/pauses"
	"linli/internal/orders/series"
	"linli/internal/orders/waiting"
	"linli/internal/platform/access"
	"linli/internal/role"
)

func TestAnOrderIsSeenByWhoseItIsAndByWhoWorksOnIt(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ctx := t.Context()
		o := w.mustPlace(w.self("amei"), orders.Ask{Service: "care", Day: "2026-11-26", Slot: "0800"}) // lives here, the point is in the next street
		w.agreed[[2]string{"account of boshu", "amei"}] = true
		for name, c := range map[string]struct {
			p           access.Pass
			sees        bool
			name, where string
		}{
			"herself":                      {w.self("amei"), true, "陈amei", ""},
			"a neighbour who may":          {w.self("boshu"), true, "陈amei", ""},
			"a neighbour who may not":      {w.self("young"), false, "", ""},
			"her community":                {w.as(orders.See, role.CommunityWorker, home), true, "陈amei", "朝阳路 1 号"},
			"the community beside":         {w.as(orders.See, role.CommunityWorker, "449901001002"), false, "", ""},
			"the community of the point":   {w.as(orders.See, role.CommunityWorker, next), true, "陈**", ""},
			"the provider":                 {w.as(orders.See, role.ProviderManager, "449901002", "carers"), true, "陈amei", "朝阳路 1 号"},
			"another provider, same place": {w.as(orders.See, role.ProviderManager, "449901002", "kitchen"), false, "", ""},
			"a provider of another street": {w.as(orders.See, role.ProviderManager, "449901003", "carers"), false, "", ""},
			"a carer it is not given to":   {w.as(orders.See, role.Carer, "449901002", "carers", "somebody"), false, "", ""},
		} {
			got, err := w.orders.Get(ctx, c.p, o.ID)
			if (err == nil) != c.sees {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if c.sees && (got.Name != c.name || got.Address != c.where) {
				t.Errorf("%s reads %q, %q", name, got.Name, got.Address)
			}
			if c.sees && (got.Code != "") != strings.HasPrefix(c.p.Who(), "account of") {
				t.Errorf("%s reads the code %q", name, got.Code)
			}
			f := orders.Filter{Limit: 10}
			if c.p.What() == orders.Mine {
				f.Persons = []string{"amei"}
			}
			all, err := w.orders.List(ctx, c.p, f)
			if seen := err == nil && len(all) == 1; seen != c.sees {
				t.Errorf("%s lists %d, %v", name, len(all), err)
			}
		}
		// Once it is settled whoever carried it out no longer reads the address.
		w.happens("people.died", home, "amei", nil)
		got, err := w.orders.Get(ctx, w.as(orders.See, role.ProviderManager, "449901002", "carers"), o.ID)
		if err != nil || got.Address != "" || got.Name == "陈amei" {
			t.Errorf("after it ended: %+v, %v", got, err)
		}
	})
}

func TestStepsOfOthersAreRefused(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		o := w.mustPlace(w.self("amei"), lunch("amei", "2026-11-25"))
		for name, c := range map[string]struct {
			p access.Pass
			v flow.Verb
		}{
			"another resident cancels":       {w.self("boshu"), flow.Cancel},
			"a resident accepts":             {w.self("amei"), flow.Accept},
			"another organisation accepts":   {w.as(orders.Answer, role.ProviderManager, street, "carers"), flow.Accept},
			"a provider of the next street":  {w.as(orders.Answer, role.ProviderManager, "449901002", "kitchen"), flow.Accept},
			"an operator of the next street": {w.as(orders.Answer, role.StreetOperator, "449901002"), flow.Accept},
		} {
			if got, err := w.orders.Step(t.Context(), c.p, o.ID, 0, c.v, orders.StepIn{}); err == nil {
				t.Errorf("%s: %+v", name, got)
			}
		}
		if got := w.states("amei"); got != "placed " {
			t.Error(got)
		}
	})
}

func TestACodeWorksOnceAndIsNotGuessed(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ctx := t.Context()
		out := func(person string) orders.Order {
			o := w.mustPlace(w.self(person), lunch(person, "2026-11-25"))
			w.step(w.as(orders.Answer, role.StreetOperator, street), o, flow.Accept, orders.StepIn{})
			w.step(w.as(orders.Answer, role.StreetOperator, street), o, flow.Assign, orders.StepIn{Account: "courier"})
			return o
		}
		courier := w.as(orders.Carry, role.Carer, street, "kitchen", "courier")
		wrong := func(o orders.Order) string {
			if o.Code == "0000" {
				return "0001"
			}
			return "0000"
		}
		o := out("amei")
		if _, err := w.orders.Step(ctx, courier, o.ID, 0, flow.Deliver, orders.StepIn{Code: wrong(o)}); !errors.Is(err, orders.ErrCode) {
			t.Errorf("a wrong code: %v", err)
		}
		w.step(courier, o, flow.Deliver, orders.StepIn{Code: " " + o.Code})
		if _, err := w.orders.Step(ctx, courier, o.ID, 0, flow.Deliver, orders.StepIn{Code: o.Code}); !errors.Is(err, orders.ErrBooked) {
			t.Errorf("the code again: %v", err)
		}
		guessed := out("boshu")
		for range 5 {
			if _, err := w.orders.Step(ctx, courier, guessed.ID, 0, flow.Deliver, orders.StepIn{Code: wrong(guessed)}); !errors.Is(err, orders.ErrCode) {
				t.Errorf("a guess: %v", err)
			}
		}
		if _, err := w.orders.Step(ctx, courier, guessed.ID, 0, flow.Deliver, orders.StepIn{Code: guessed.Code}); !errors.Is(err, orders.ErrTries) {
			t.Errorf("after five guesses: %v", err)
		}
		w.step(courier, guessed, flow.Deliver, orders.StepIn{Proof: "photo"})
	})
}

func TestWhatPeopleWriteIsKeptAsItIsOrRefused(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ctx := t.Context()
		ask := func(note string) (orders.Order, error) {
			a := lunch("amei", "2026-11-25")
			a.Note = note
			o, err := w.orders.Place(ctx, w.self("amei"), a)
			if err == nil {
				w.step(w.self("amei"), o, flow.Cancel, orders.StepIn{})
				o, err = w.orders.Get(ctx, w.self("amei"), o.ID)
			}
			return o, err
		}
		for _, note := range []string{"敲门重一点 🥢🧓🏻", "住𠮷祥里，姓𪚥", "'; DROP TABLE orders; --", "<script>alert(1)</script>", strings.Repeat("低", 200)} {
			if o, err := ask(note); err != nil || o.Note != note {
				t.Errorf("%q was kept as %q, %v", note, o.Note, err)
			}
		}
		for name, note := range map[string]string{"ten megabytes": strings.Repeat("x", 10<<20), "201 characters": strings.Repeat("低", 201), "a zero": "a\x00b", "broken text": "a\xffb"} {
			if _, err := ask(note); !errors.Is(err, orders.ErrNote) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// The price is looked at in the transaction: what changed since the quote is told
// and nothing is done.
func TestAPriceThatChangedMeanwhileIsTold(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		q, err := w.orders.Quote(t.Context(), w.self("amei"), lunch("amei", "2026-11-25"))
		if err != nil {
			t.Fatal(err)
		}
		w.offers["meals"].PriceFen = 2000
		a := lunch("amei", "2026-11-25")
		shown := int64(q.Price.Resident)
		a.ExpectFen = &shown
		if _, err := w.orders.Place(t.Context(), w.self("amei"), a); !errors.Is(err, orders.ErrPrice) || !strings.Contains(err.Error(), "¥20.00") {
			t.Errorf("%v", err)
		}
		w.balanced()
		shown = 2000
		w.mustPlace(w.self("amei"), a)
	})
}

// Steps of many hands at once on one order: one of each kind is made.
func TestOneOrderInManyHands(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		for round := range 5 {
			o := w.mustPlace(w.self("amei"), lunch("amei", fmt.Sprintf("2026-11-%d", 25+round)))
			var wg sync.WaitGroup
			var mu sync.Mutex
			done := map[flow.Verb]int{}
			start := make(chan struct{})
			for i := range 12 {
				v, p := flow.Accept, w.as(orders.Answer, role.StreetOperator, street)
				if i%2 == 1 {
					v, p = flow.Cancel, w.self("amei")
				}
				wg.Go(func() {
					<-start
					if _, err := w.orders.Step(context.Background(), p, o.ID, 0, v, orders.StepIn{}); err == nil {
						mu.Lock()
						done[v]++
						mu.Unlock()
					}
				})
			}
			close(start)
			wg.Wait()
			if done[flow.Accept] > 1 || done[flow.Cancel] > 1 || done[flow.Accept]+done[flow.Cancel] == 0 {
				t.Errorf("%v", done)
			}
			w.balanced()
		}
	})
}

// A twin in the next street for every table: whoever works there sees only theirs.
func TestTheNextStreetSeesOnlyItsOwn(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ctx := t.Context()
		w.offers["meals"].PerDay = 1
		for _, person := range []string{"amei", "next"} {
			at := w.people[person].Home
			day := map[string]string{"amei": "2026-11-26", "next": "2026-11-27"}[person]
			w.person("first "+person, at, 80)
			w.mustPlace(w.self("first "+person), lunch("first "+person, day))
			a := lunch(person, day)
			a.Wait = true
			w.mustPlace(w.self(person), a)
			if _, err := w.orders.Series.Begin(ctx, w.as(series.Mine, role.Resident, at, person), series.OrderSeries{Service: "counter", Slot: "lunch",
				Rule: series.Rule{From: "2026-11-24", To: "2026-11-30", Weekdays: []int{2}}}); err != nil {
				t.Fatal(err)
			}
			if _, err := w.orders.Pauses.Begin(ctx, w.as(pauses.Write, role.CommunityWorker, at), pauses.PersonPause{Person: person, From: "2026-12-20", To: "2026-12-22", Why: "travel"}); err != nil {
				t.Fatal(err)
			}
		}
		for _, person := range []string{"amei", "next"} {
			at := w.people[person].Home.Street()
			if at == street {
				continue // the point is here: its own side sees those who come to it
			}
			all, err := w.orders.List(ctx, w.as(orders.See, role.StreetOperator, at), orders.Filter{Limit: 50})
			if err != nil || len(all) != 2 {
				t.Errorf("%d orders, %v", len(all), err)
			}
			line, err := w.orders.Waiting.List(ctx, w.as(waiting.See, role.StreetOperator, at), waiting.Filter{Limit: 50})
			if err != nil || len(line) != 1 || line[0].Person != person {
				t.Errorf("%+v, %v", line, err)
			}
			standing, err := w.orders.Series.List(ctx, w.as(series.See, role.StreetOperator, at), series.Filter{Limit: 50})
			if err != nil || len(standing) != 1 || standing[0].Person != person {
				t.Errorf("%+v, %v", standing, err)
			}
			rests, err := w.orders.Pauses.List(ctx, w.as(pauses.See, role.StreetOperator, at), "")
			if err != nil || len(rests) != 1 || rests[0].Person != person {
				t.Errorf("%+v, %v", rests, err)
			}
			for _, id := range []string{line[0].ID, standing[0].ID} {
				if _, err := w.orders.Waiting.Leave(ctx, w.as(waiting.Manage, role.StreetOperator, "449901003"), id); err == nil {
					t.Error("a third street ended it")
				}
				if _, err := w.orders.Series.End(ctx, w.as(series.Manage, role.StreetOperator, "449901003"), id, ""); err == nil {
					t.Error("a third street ended it")
				}
			}
		}
	})
}
