package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"linli/internal/role"
)

type placedOrder struct {
	ID, Person, Day, State string
	Slot                   struct{ Key string }
	Quantity               int
}

type dayTimes struct {
	Items []struct {
		Day  string
		Free int
	}
}

// desired is one order that somebody wants, until it is acknowledged.
type desired struct{ person, day, slot string }

// Orders are placed while the server is killed again and again. Who did not hear
// an answer asks again with the same key. In the end every acknowledged order is
// there, nobody has a meal twice, and the places taken are those of the orders.
// LINLI_KILLS is how many kills; three where it is not set.
func TestKilledWhileOrdersArePlaced(t *testing.T) {
	kills := 3
	if n, err := strconv.Atoi(os.Getenv("LINLI_KILLS")); err == nil && n > 0 {
		kills = n
	}
	eachServer(t, 8_000, func(s *server) {
		s.args = append(s.args, "--requests-per-second", "0")
		s.start()
		s.as(role.StreetOperator)
		elders, service, point, perDay := s.whoAndWhat()
		first := time.Now().AddDate(0, 0, 2)
		days := make([]string, 56)
		for i := range days {
			days[i] = first.AddDate(0, 0, i).Format(time.DateOnly)
		}
		var wanted []desired
		for _, day := range days {
			for _, e := range elders {
				for _, slot := range []string{"lunch", "dinner"} {
					wanted = append(wanted, desired{e, day, slot})
				}
			}
		}
		rand.Shuffle(len(wanted), func(i, j int) { wanted[i], wanted[j] = wanted[j], wanted[i] })

		var up sync.RWMutex // held for writing while there is no server
		var next, refused atomic.Int64
		var mu sync.Mutex
		told := map[desired]string{} // what was acknowledged
		done := make(chan struct{})
		var wg sync.WaitGroup
		for range 12 {
			wg.Go(func() {
				for {
					i := next.Add(1) - 1
					select {
					case <-done:
						return
					default:
					}
					if i >= int64(len(wanted)) {
						return
					}
					w := wanted[i]
					if id := s.orderUntilHeard(&up, w, service, point, &refused); id != "" {
						mu.Lock()
						told[w] = id
						mu.Unlock()
					}
				}
			})
		}
		for n := range kills {
			heard := func() int { mu.Lock(); defer mu.Unlock(); return len(told) }
			for more, end := heard()+20+rand.IntN(300), time.Now().Add(10*time.Second); heard() < more && next.Load() < int64(len(wanted)) && time.Now().Before(end); {
				time.Sleep(time.Millisecond)
			}
			s.kill()
			up.Lock()
			s.restart()
			up.Unlock()
			if n%10 == 9 {
				t.Logf("%d kills, %d orders acknowledged", n+1, next.Load())
			}
		}
		close(done)
		wg.Wait()
		if next.Load() >= int64(len(wanted)) {
			s.t.Logf("all %d orders were placed before the last kill", len(wanted))
		}
		if len(told) < 20*kills {
			s.t.Fatalf("only %d orders were placed in %d kills", len(told), kills)
		}

		have, meals, perDayTaken := map[string]placedOrder{}, map[desired]int{}, map[string]int{}
		for cursor := ""; ; {
			page := ask[struct {
				Items []placedOrder
				Next  string
			}](s, "GET", "/orders?limit=200&service="+service+"&cursor="+cursor, nil)
			for _, o := range page.Items {
				have[o.ID] = o
				meals[desired{o.Person, o.Day, o.Slot.Key}]++
				perDayTaken[o.Day] += o.Quantity
			}
			if cursor = page.Next; cursor == "" {
				break
			}
		}
		for w, id := range told {
			if o, ok := have[id]; !ok || (desired{o.Person, o.Day, o.Slot.Key}) != w {
				s.t.Errorf("acknowledged and not there: %s for %v", id, w)
			}
		}
		for m, n := range meals {
			if n != 1 {
				s.t.Errorf("%v is there %d times", m, n)
			}
		}
		if len(have) != len(told) {
			s.t.Errorf("%d orders are there, %d were acknowledged: whoever asked was answered in the end", len(have), len(told))
		}
		times := ask[dayTimes](s, "GET", "/order-slots?service="+service+"&point="+point+"&from="+days[0]+"&to="+days[len(days)-1], nil)
		for _, d := range times.Items {
			if taken := perDay - d.Free; taken != perDayTaken[d.Day] {
				s.t.Errorf("%s: %d places are taken, orders use %d", d.Day, taken, perDayTaken[d.Day])
			}
		}
		t.Logf("%d kills: %d orders acknowledged, %d refused as full", kills, len(told), refused.Load())
	})
}

// whoAndWhat finds elders of the worker's community and a canteen for them.
func (s *server) whoAndWhat() (elders []string, service, point string, perDay int) {
	s.t.Helper()
	for cursor := ""; len(elders) < 500; {
		people := ask[struct {
			Items []struct{ ID string }
			Next  string
		}](s, "GET", "/people?age_from=60&limit=200&cursor="+cursor, nil)
		for _, p := range people.Items {
			elders = append(elders, p.ID)
		}
		if cursor = people.Next; cursor == "" {
			break
		}
	}
	services := ask[struct {
		Items []struct {
			ID     string
			Points []string
			PerDay int `json:"per_day"`
		}
	}](s, "GET", "/services?category=elder.canteen&limit=50", nil)
	for _, x := range services.Items {
		for _, at := range x.Points {
			status, _, err := s.send("POST", "/orders/quote", "application/json", quoteBody(elders[0], x.ID, at), nil)
			if err == nil && status == 200 {
				return elders, x.ID, at, x.PerDay
			}
		}
	}
	s.t.Fatalf("no canteen for %d elders in %d services", len(elders), len(services.Items))
	return nil, "", "", 0
}

func quoteBody(person, service, point string) []byte {
	b, _ := json.Marshal(map[string]any{"person": person, "service": service, "point": point, "day": time.Now().AddDate(0, 0, 2).Format(time.DateOnly), "slot": "lunch", "consent": "电话同意"})
	return b
}

// orderUntilHeard asks until there is an answer and returns the id of the order,
// or "" where it was refused.
func (s *server) orderUntilHeard(up *sync.RWMutex, w desired, service, point string, refused *atomic.Int64) string {
	body, _ := json.Marshal(map[string]any{"person": w.person, "service": service, "point": point, "day": w.day, "slot": w.slot, "consent": "电话同意"})
	key := fmt.Sprintf("%s|%s|%s", w.person, w.day, w.slot)
	for end := time.Now().Add(2 * time.Minute); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		up.RLock()
		status, got, err := s.send("POST", "/orders", "application/json", body, map[string]string{"Idempotency-Key": key})
		up.RUnlock()
		switch {
		case err != nil || status == http.StatusServiceUnavailable || status == http.StatusInternalServerError:
			continue // it died, or is not yet back: ask again with the same key
		case status == http.StatusCreated:
			var o placedOrder
			if err := json.Unmarshal(got, &o); err != nil {
				s.t.Error(err)
			}
			return o.ID
		}
		var p struct{ Code string }
		_ = json.Unmarshal(got, &p)
		if p.Code != "orders.full" {
			s.t.Errorf("%v: %d %s", w, status, got)
		}
		refused.Add(1)
		return ""
	}
	s.t.Errorf("%v: no answer in two minutes", w)
	return ""
}
