package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/internal/role"
)

type killedOrder struct {
	ID, State, Person, Day string
	Slot                   struct{ Key string }
	Quantity               int
	Price                  struct {
		Total    int64 `json:"total_fen"`
		Resident int64 `json:"resident_fen"`
		Subsidy  int64 `json:"subsidy_fen"`
		Fund     int64 `json:"fund_fen"`
	}
	Version int64
}

// insist sends a request until the server has answered it: it may die in between,
// and answer that it did the thing before it died.
func (s *server) insist(method, path string, body any, header map[string]string) (int, []byte) {
	raw, err := json.Marshal(body)
	if err != nil {
		s.t.Error(err)
		return 0, nil
	}
	for end := time.Now().Add(2 * time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		status, got, err := s.send(method, path, "application/json", raw, header)
		if err == nil && status < 500 && status != 429 {
			return status, got
		}
	}
	s.t.Errorf("%s %s: no answer in two minutes", method, path)
	return 0, nil
}

// A server that is killed fifty times while eight clerks order and hand over meals:
// every order that was acknowledged is there, once; nobody has two of a meal; places
// and budgets hold what the orders say; the books balance and owe what was handed over.
func TestKilledWhileOrdering(t *testing.T) {
	kills := 50
	if testing.Short() {
		kills = 5
	}
	eachServer(t, 2_000, func(s *server) {
		s.start()
		s.as(role.StreetOperator)
		type service struct {
			ID, Mode string
			Points   []string
			PerDay   int `json:"per_day"`
		}
		services := ask[struct{ Items []service }](s, "GET", "/services?category=elder.canteen&limit=50", nil)
		people := ask[struct{ Items []struct{ ID string } }](s, "GET", "/people?age_from=62&limit=120", nil)
		var meal service
		for _, x := range services.Items {
			if x.Mode == "on_site" && len(x.Points) == 1 {
				status, _ := s.insist("POST", "/orders/quote", map[string]any{"person": people.Items[0].ID, "service": x.ID, "point": x.Points[0], "day": time.Now().AddDate(0, 0, 2).Format(time.DateOnly), "slot": "lunch", "how": "caller", "consent": "电话同意"}, nil)
				if status == 200 && meal.ID == "" {
					meal = x
				}
			}
		}
		if meal.ID == "" || len(people.Items) < 20 {
			t.Fatalf("no canteen, or only %d people", len(people.Items))
		}

		type want struct{ person, day, slot string }
		jobs := make(chan want)
		done := make(chan struct{})
		go func() {
			defer close(jobs)
			for d := 1; d < 60; d++ {
				for _, p := range people.Items {
					for _, slot := range []string{"lunch", "dinner"} {
						select {
						case jobs <- want{p.ID, time.Now().AddDate(0, 0, d).Format(time.DateOnly), slot}:
						case <-done:
							return
						}
					}
				}
			}
		}()
		var mu sync.Mutex
		acked := map[string]string{} // by key: the order
		refused := map[string]int{}
		answered := make(chan struct{}, 1)
		var clerks sync.WaitGroup
		for range 8 {
			clerks.Go(func() {
				for w := range jobs {
					key := w.person + w.day + w.slot
					status, got := s.insist("POST", "/orders", map[string]any{"person": w.person, "service": meal.ID, "point": meal.Points[0], "day": w.day, "slot": w.slot, "how": "caller", "consent": "电话同意"}, map[string]string{"Idempotency-Key": key})
					var o killedOrder
					if status != 201 {
						var p struct{ Code string }
						_ = json.Unmarshal(got, &p)
						mu.Lock()
						refused[p.Code]++
						mu.Unlock()
						continue
					}
					if err := json.Unmarshal(got, &o); err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					acked[key] = o.ID
					mu.Unlock()
					select {
					case answered <- struct{}{}:
					default:
					}
					if strings.HasSuffix(o.ID, "0") || strings.HasSuffix(o.ID, "5") || strings.HasSuffix(o.ID, "a") {
						s.insist("POST", "/orders/"+o.ID+"/deliver", map[string]string{"proof": "counter"}, map[string]string{"If-Match": fmt.Sprintf("%q", fmt.Sprint(o.Version))})
					}
				}
			})
		}
		for n := range kills {
			if n%2 == 0 { // on a slow machine too there are orders to lose
				select {
				case <-answered:
				default:
				}
				select {
				case <-answered:
				case <-time.After(time.Minute):
					t.Error("nothing was ordered within a minute")
				}
			}
			time.Sleep(time.Duration(20+rand.IntN(230)) * time.Millisecond) // the moment of the kill is what is tried
			s.kill()
			s.restart()
		}
		close(done)
		clerks.Wait()
		if t.Failed() {
			return
		}

		var all []killedOrder
		for next := ""; ; {
			page := ask[struct {
				Items []killedOrder
				Next  string
			}](s, "GET", "/orders?limit=200&cursor="+next, nil)
			all = append(all, page.Items...)
			if next = page.Next; next == "" {
				break
			}
		}
		there, meals := map[string]bool{}, map[string]int{}
		var subsidy, fund, owed int64
		taken := map[string]int{}
		for _, o := range all {
			there[o.ID] = true
			meals[o.Person+o.Day+o.Slot.Key]++
			taken[o.Day+o.Slot.Key] += o.Quantity
			subsidy, fund = subsidy+o.Price.Subsidy, fund+o.Price.Fund
			if o.Price.Total != o.Price.Resident+o.Price.Subsidy+o.Price.Fund {
				t.Errorf("%s: the parts of the price are not it", o.ID)
			}
			if o.State == "delivered" {
				owed += o.Price.Subsidy + o.Price.Fund
			}
		}
		for key, id := range acked {
			if !there[id] {
				t.Errorf("%s was acknowledged as %s and is gone", key, id)
			}
		}
		for meal, n := range meals {
			if n != 1 {
				t.Errorf("%s is there %d times", meal, n)
			}
		}
		if len(all) != len(acked) || len(acked) < kills/2 {
			t.Errorf("%d orders are there, %d were acknowledged; refused %v", len(all), len(acked), refused)
		}
		day := all[len(all)/2].Day
		slots := ask[struct {
			Items []struct {
				Day   string
				Slots []struct {
					Key  string
					Free int
				}
			}
		}](s, "GET", "/order-slots?service="+meal.ID+"&point="+meal.Points[0]+"&from="+day+"&to="+day, nil)
		s.as(role.DistrictPlanner)
		programmes := ask[struct {
			Items []struct {
				ID, Payer string
				Held      int64 `json:"held_fen"`
			}
		}](s, "GET", "/programmes", nil)
		held := map[string]int64{}
		for _, p := range programmes.Items {
			held[p.Payer] += p.Held
		}
		if held["subsidy"] != subsidy || held["fund"] != fund {
			t.Errorf("programmes hold %v, the orders say %d and %d", held, subsidy, fund)
		}
		if free, used := slots.Items[0].Slots[0].Free, taken[day+"lunch"]+taken[day+"dinner"]; free+used != meal.PerDay {
			t.Errorf("%d places are free and %d used on %s, of %d", free, used, day, meal.PerDay)
		}
		type books struct {
			Items []struct {
				Account string
				Fen     int64
			}
		}
		until(s, "/books/balances", "the books owe what was handed over", func(b books) bool {
			sum, due := int64(0), int64(0)
			for _, a := range b.Items {
				sum += a.Fen
				if strings.HasPrefix(a.Account, "liabilities:provider:") {
					due -= a.Fen
				}
			}
			if sum != 0 {
				t.Fatalf("the books do not balance: %+v", b)
			}
			return due == owed
		})
		t.Logf("%d kills: %d orders acknowledged, all there; %d fen owed for what was handed over; refused %v", kills, len(acked), owed, refused)
	})
}
