package app

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"strings"
	"testing"
	"time"

	"linli/internal/app/deliveryview"
	"linli/internal/cnid"
	"linli/internal/delivery"
	"linli/internal/delivery/door"
	"linli/internal/directory/hours"
	"linli/internal/family"
	"linli/internal/geo"
	"linli/internal/people"
	"linli/internal/platform/access"
	"linli/internal/platform/account"
	"linli/internal/platform/events"
	"linli/internal/role"
)

// again signs a member of staff in anew: sessions end when nobody uses them.
func (k *kitchen) again(login string) *http.Cookie {
	k.t.Helper()
	token, err := k.h.Accounts.SignIn(k.t.Context(), login, "a long enough sentence", "", account.From{})
	if err != nil {
		k.t.Fatal(err)
	}
	return &http.Cookie{Name: account.Cookie, Value: string(token)}
}

func tag(version int64) string { return fmt.Sprintf("%q", fmt.Sprint(version)) }

func drawn(alpha uint8) []byte {
	m := image.NewNRGBA(image.Rect(0, 0, 40, 30))
	for i := range 40 {
		m.Set(i, i%30, color.NRGBA{20, 20, 20, alpha})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// Five lunches leave the kitchen; four doors open, the fifth does not.
func TestARoundOfFiveWithADoorThatStaysShut(t *testing.T) {
	eachKitchen(t, func(k *kitchen) {
		ctx, house := k.t.Context(), access.House("test")
		manager := k.staff("manager", role.ProviderManager, k.service.Organisation)
		courier, other := k.staff("courier", role.Carer, k.service.Organisation), k.staff("other", role.Carer, k.service.Organisation)
		stranger := k.staff("stranger", role.ProviderManager, "0190aaaa-0000-7000-8000-0000000000ff")
		k.staff("grid", role.GridWorker, "")
		holders, err := k.h.Accounts.Holders(ctx, role.Carer, k.service.Organisation)
		if err != nil || len(holders) != 2 || holders[0].Name != "courier" {
			k.t.Fatal(holders, err)
		}
		for i := 2; i < 5; i++ {
			one, err := k.h.People.Admit(ctx, house, people.Row{Name: "罗秋" + string(rune('月'+i)), ResidentID: cnid.MakeResident("449901", time.Date(1943, 1, 1, 0, 0, 0, 0, time.UTC), 300+i),
				Phone: fmt.Sprintf("1390000000%d", i), Region: own, Address: fmt.Sprintf("朝阳路 %d 号", i), At: geo.Point{Lon: 113.1 + 0.001*float64(i), Lat: 22.84}})
			if err != nil {
				k.t.Fatal(err)
			}
			k.persons = append(k.persons, one)
		}
		if _, err := k.h.Family.Put(ctx, house, family.Recording{Person: k.persons[4].ID, Helper: k.persons[0].ID, Relation: "parent", What: []string{family.Messages}, Evidence: "当面同意"}, k.h.Family.Register.(family.Accounts)); err != nil {
			k.t.Fatal(err)
		}
		place := func(day string) (out []shownOrder) {
			for i := range k.persons {
				status, code, o := k.ask(k.resident(i), "POST", "/my/orders", map[string]any{"service": k.service.ID, "day": day, "options": []string{"soft"}})
				if status != 201 {
					k.t.Fatalf("%d %s", status, code)
				}
				out = append(out, o)
				if status, code, _ := k.ask(manager, "POST", "/orders/"+o.ID+"/accept", nil, "If-Match", `"1"`); status != 200 {
					k.t.Fatalf("%d %s", status, code)
				}
			}
			return out
		}
		placed := place("2026-11-25")
		var cooked delivery.KitchenDay
		if status, code := k.got(manager, "GET", "/delivery/kitchen/"+k.point+"?day=2026-11-25", nil, &cooked); status != 200 || len(cooked.Times) != 1 || cooked.Times[0].Bring != 5 || cooked.Times[0].Dishes[0].Options[0] != "soft" {
			k.t.Fatalf("the kitchen: %d %s %+v", status, code, cooked)
		}
		ask := map[string]any{"point": k.point, "day": "2026-11-25", "slot": "lunch", "couriers": []map[string]any{{"account": holders[0].ID}}}
		for who, c := range map[string]*http.Cookie{"a stranger": stranger, "a courier": courier} {
			if status, _ := k.got(c, "POST", "/delivery/plans", ask, nil); status != 404 && status != 403 {
				k.t.Errorf("%s plans: %d", who, status)
			}
		}
		var plan delivery.DeliveryPlan
		for range 2 { // planned twice: the second dissolves the first
			if status, code := k.got(manager, "POST", "/delivery/plans", ask, &plan); status != 200 || len(plan.Rounds) != 1 || len(plan.Left) > 0 || len(plan.Rounds[0].Stops) != 5 || plan.Rounds[0].Boxes != 5 {
				k.t.Fatalf("the plan: %d %s %+v", status, code, plan)
			}
		}
		r := plan.Rounds[0]
		var rounds struct{ Items []delivery.DeliveryRound }
		k.got(courier, "GET", "/delivery/rounds?day=2026-11-25", nil, &rounds)
		if len(rounds.Items) != 1 || rounds.Items[0].Stops[0].Shown == nil || rounds.Items[0].Stops[0].Shown.Address == "" || rounds.Items[0].Stops[0].Shown.Code != "" {
			k.t.Fatalf("the courier's round: %+v", rounds.Items)
		}
		if k.got(other, "GET", "/delivery/rounds?day=2026-11-25", nil, &rounds); len(rounds.Items) != 0 {
			k.t.Errorf("another courier sees it: %+v", rounds.Items)
		}
		if status, _ := k.got(other, "GET", "/delivery/rounds/"+r.ID, nil, nil); status != 404 {
			k.t.Errorf("another courier opens it: %d", status)
		}
		out := map[string]any{"bags": 2, "celsius": 55}
		if status, code := k.got(courier, "POST", "/delivery/rounds/"+r.ID+"/out", out, nil, "If-Match", tag(r.Version)); code != delivery.ErrState.Code {
			k.t.Errorf("two days early: %d %s", status, code)
		}
		k.now = time.Date(2026, 11, 25, 10, 40, 0, 0, hours.Shanghai)
		manager, courier, other = k.again("manager"), k.again("courier"), k.again("other")
		grid := k.again("grid")
		if status, code := k.got(courier, "POST", "/delivery/rounds/"+r.ID+"/out", out, &r, "If-Match", tag(r.Version)); status != 200 || r.State != delivery.Out || !r.Readings[0].Cold || r.Stops[0].Shown.State != "on_the_way" {
			k.t.Fatalf("out: %d %s %+v", status, code, r)
		}
		codes := map[string]string{}
		for _, o := range placed {
			codes[o.ID] = o.Code
		}
		at := func(i int) string { return "/delivery/rounds/" + r.ID + "/stops/" + r.Stops[i].Order + "/deliver" }
		last := -1 // the door of the person with family
		var four []int
		for i, s := range r.Stops {
			if s.Person == k.persons[4].ID {
				last = i
			} else {
				four = append(four, i)
			}
		}
		wrong := "0000"
		if codes[r.Stops[four[0]].Order] == wrong {
			wrong = "1111"
		}
		for name, x := range map[string]struct {
			body map[string]any
			code string
		}{
			"no proof":      {map[string]any{}, delivery.ErrProof.Code},
			"a wrong code":  {map[string]any{"code": wrong}, delivery.ErrCode.Code},
			"a forged type": {map[string]any{"kind": "photo", "picture": []byte("\xff\xd8\xff\xe0 <script>alert(1)</script>")}, delivery.ErrPicture.Code},
			"a huge frame":  {map[string]any{"kind": "photo", "picture": []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff\x08\x02\x00\x00\x00")}, delivery.ErrPicture.Code},
		} {
			if status, code := k.got(courier, "POST", at(four[0]), x.body, nil); status < 400 || code != x.code {
				k.t.Errorf("%s: %d %s", name, status, code)
			}
		}
		for n, i := range four {
			k.now = k.now.Add(3 * time.Minute)
			body := map[string]any{"code": codes[r.Stops[i].Order], "lon": 113.1, "lat": 22.84}
			switch n {
			case 1:
				body = map[string]any{"kind": "photo", "picture": drawn(255)}
			case 2:
				body = map[string]any{"kind": "signature", "picture": drawn(200), "celsius": 63}
			}
			if status, code := k.got(courier, "POST", at(i), body, &r); status != 200 || r.Stops[i].Outcome != "delivered" {
				k.t.Fatalf("door %d: %d %s", i, status, code)
			}
		}
		if status, code := k.got(courier, "POST", at(four[0]), map[string]any{"code": codes[r.Stops[four[0]].Order]}, nil); status != 409 {
			k.t.Errorf("a replayed code: %d %s", status, code)
		}
		if kind, picture, err := k.h.Deliver.Picture(ctx, access.HouseIn("test", "test", parent), r.Stops[four[2]].Order); err != nil || kind != "signature" || !bytes.HasPrefix(picture, []byte("\xff\xd8")) {
			k.t.Errorf("the signature: %s %d bytes %v", kind, len(picture), err)
		}

		order := r.Stops[last].Order
		var c door.DoorCase
		if status, code := k.got(courier, "POST", "/doors", map[string]any{"order": order, "note": "敲门三次"}, &c); status != 201 || c.Step != door.Call || !c.Frail || len(c.Contacts) < 4 || c.Contacts[0].Phone != "13900000004" || c.Contacts[1].Phone != "13900000000" {
			k.t.Fatalf("the case: %d %s %+v", status, code, c)
		}
		if status, code := k.got(courier, "POST", "/doors", map[string]any{"order": order}, nil); code != door.ErrOpen.Code {
			k.t.Errorf("twice: %d %s", status, code)
		}
		if status, code := k.got(courier, "POST", "/delivery/rounds/"+r.ID+"/stops/"+r.Stops[four[3]].Order+"/fail", map[string]string{"reason": "x"}, nil); status != 409 {
			k.t.Errorf("what was delivered fails: %d %s", status, code)
		}
		if status, code := k.got(courier, "POST", "/doors/"+c.ID+"/tried", map[string]any{"step": "call", "result": "no_answer"}, &c, "If-Match", tag(c.Version)); status != 200 || c.Step != door.Neighbour {
			k.t.Fatalf("called: %d %s %+v", status, code, c)
		}
		if status, _ := k.got(other, "GET", "/doors/"+c.ID, nil, nil); status != 404 {
			k.t.Errorf("another courier sees whom to call: %d", status)
		}
		// The courier goes on; nobody finds a neighbour in ten minutes: the family is told.
		if status, code := k.got(courier, "POST", "/delivery/rounds/"+r.ID+"/back", map[string]any{"bags": 1}, &r, "If-Match", tag(r.Version)); status != 200 || r.State != delivery.Back || r.Missing() != 1 || r.Stops[last].Outcome != "shut" {
			k.t.Fatalf("back: %d %s %+v", status, code, r)
		}
		k.now = k.now.Add(11 * time.Minute)
		if n, err := k.h.Deliver.Watch(ctx, access.House("test")); n != 1 || err != nil {
			k.t.Fatalf("the timer: %d %v", n, err)
		}
		daughter := k.resident(0)
		told := false
		for range 100 {
			if _, err := events.Step(ctx, k.h.DB, "inbox", k.h.Inbox.Follow, "orders.", "family.", "supervision.", "delivery."); err != nil {
				k.t.Fatal(err)
			}
			for _, m := range k.items(daughter, "/my/messages") {
				told = told || m["kind"] == "delivery.door_family" && m["order"] == order
			}
			if told {
				break
			}
			time.Sleep(20 * time.Millisecond) // the log settles
		}
		if !told {
			k.t.Error("the family hears of it")
		}
		if err := k.h.Letters.Send(ctx, deliveryview.DoorLetter{Person: c.Person, Region: c.Region}); err != nil || len(k.letters) != 1 || k.letters[0].Phone != "13900000000" || strings.Contains(k.letters[0].Text, k.persons[4].Name) {
			k.t.Errorf("the letters: %+v %v", k.letters, err)
		}
		k.now = k.now.Add(15 * time.Minute)
		if _, err := k.h.Deliver.Watch(ctx, access.House("test")); err != nil {
			k.t.Fatal(err)
		}
		if status, code := k.got(grid, "GET", "/doors/"+c.ID, nil, &c); status != 200 || c.Step != door.Grid || len(c.Log) != 4 {
			k.t.Fatalf("the grid worker: %d %s %+v", status, code, c)
		}
		var ended door.DoorCase
		if status, code := k.got(grid, "POST", "/doors/"+c.ID+"/end", map[string]any{"outcome": "away", "note": "在女儿家吃饭，电话确认平安"}, &ended, "If-Match", tag(c.Version)); status != 200 || ended.Ended != door.Away || len(ended.Contacts) != 0 {
			k.t.Fatalf("the end: %d %s %+v", status, code, ended)
		}
		if _, _, o := k.ask(manager, "GET", "/orders/"+order, nil); o.State != "no_show" {
			k.t.Errorf("the order: %s", o.State)
		}

		// Next Wednesday the doors are served in the order of today.
		k.now = time.Date(2026, 11, 27, 9, 0, 0, 0, hours.Shanghai)
		manager = k.again("manager")
		place("2026-12-02")
		ask["day"] = "2026-12-02"
		if status, code := k.got(manager, "POST", "/delivery/plans", ask, &plan); status != 200 || plan.Kept != 1 || plan.Broken != 0 { // of the four, two are on the map
			k.t.Errorf("the next: %d %s kept %d broken %d", status, code, plan.Kept, plan.Broken)
		}
	})
}
