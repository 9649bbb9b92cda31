package app

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"linli/internal/cnid"
	"linli/internal/people"
	"linli/internal/platform/access"
	"linli/internal/platform/events"
)

// items are the answers of a list as maps.
func (k *kitchen) items(as *http.Cookie, path string) []map[string]any {
	k.t.Helper()
	status, code, got := k.ask(as, "GET", path, nil)
	if status != 200 {
		k.t.Fatalf("%s: %d %s", path, status, code)
	}
	var out []map[string]any
	for _, raw := range got.Items {
		var m map[string]any
		if err := json.Unmarshal(raw, &m); err != nil {
			k.t.Fatal(err)
		}
		out = append(out, m)
	}
	return out
}

func (k *kitchen) follow() {
	k.t.Helper()
	for range 3 { // on a shared server events settle late
		if _, err := events.Step(k.t.Context(), k.h.DB, "inbox", k.h.Inbox.Follow, "orders.", "family.", "supervision."); err != nil {
			k.t.Fatal(err)
		}
	}
}

// A neighbour orders lunch for 何春兰, who has agreed on her own phone; both are told.
func TestANeighbourOrdersForSomebodyWhoAgreed(t *testing.T) {
	eachKitchen(t, func(k *kitchen) {
		lan, neighbour := k.resident(0), k.resident(1)
		forHer := map[string]any{"service": k.service.ID, "day": "2026-11-25", "person": k.persons[0].ID}
		if status, code, _ := k.ask(neighbour, "POST", "/my/orders", forHer); status != 404 || code != "orders.proxy" {
			k.t.Errorf("before she agreed: %d %s", status, code)
		}
		ask := map[string]any{"name": k.persons[0].Name, "phone": "13900000000", "relation": "neighbour", "what": []string{"orders", "messages"}}
		status, code, tie := k.ask(neighbour, "POST", "/my/family", ask)
		if status != 201 || tie.State != "asked" {
			k.t.Fatalf("asked: %d %s %+v", status, code, tie)
		}
		if all := k.items(lan, "/my/family"); len(all) != 1 || all[0]["name"] != k.persons[1].Name || all[0]["mine"] != false {
			k.t.Errorf("what she sees: %+v", all)
		}
		if status, code, got := k.ask(lan, "POST", "/my/family/"+tie.ID+"/agree", nil); status != 200 || got.State != "agreed" {
			k.t.Fatalf("agreed: %d %s", status, code)
		}
		if all := k.items(neighbour, "/my/people"); len(all) != 2 || all[1]["id"] != k.persons[0].ID || all[1]["address"] != nil || all[0]["address"] == nil {
			k.t.Errorf("whom the neighbour may act for: %+v", all)
		}
		status, code, o := k.ask(neighbour, "POST", "/my/orders", forHer)
		if status != 201 || o.State != "placed" {
			k.t.Fatalf("the order: %d %s", status, code)
		}
		if all := k.items(lan, "/my/orders"); len(all) != 1 || all[0]["id"] != o.ID {
			k.t.Errorf("her own orders: %+v", all)
		}
		manager := k.staff("manager", "provider_manager", k.service.Organisation)
		if status, code, _ := k.ask(manager, "POST", "/orders/"+o.ID+"/accept", nil, "If-Match", `"1"`); status != 200 {
			k.t.Fatalf("accepted: %d %s", status, code)
		}
		var told []map[string]any
		for range 100 {
			k.follow()
			if told = k.items(neighbour, "/my/messages"); len(told) > 0 && told[0]["order"] == o.ID {
				break // what was said of the tie came before
			}
			time.Sleep(20 * time.Millisecond) // the log settles
		}
		if len(told) < 2 || told[0]["title"] != "预约已确认" || !strings.Contains(told[0]["text"].(string), k.persons[0].Name) || told[0]["order"] != o.ID {
			k.t.Fatalf("the neighbour is told: %+v", told)
		}
		if status, _, _ := k.ask(neighbour, "POST", "/my/messages/"+told[0]["id"].(string)+"/read", nil); status != 204 {
			k.t.Errorf("read: %d", status)
		}
		status, code, _ = k.ask(neighbour, "GET", "/my/home?person="+k.persons[0].ID, nil)
		if status != 200 {
			k.t.Errorf("the first page: %d %s", status, code)
		}
		if status, code, _ := k.ask(lan, "POST", "/my/family/"+tie.ID+"/end", nil); status != 200 {
			k.t.Errorf("the end: %d %s", status, code)
		}
		if status, code, _ := k.ask(neighbour, "GET", "/my/orders?person="+k.persons[0].ID, nil); status == 200 {
			k.t.Errorf("after the end: %d %s", status, code)
		}
	})
}

func TestOnePhoneOfSeveralElders(t *testing.T) {
	eachKitchen(t, func(k *kitchen) {
		var ids []string
		for i := range 5 {
			one, err := k.h.People.Admit(k.t.Context(), access.House("test"), people.Row{Name: "冯秋" + string(rune('月'+i)), ResidentID: cnid.MakeResident("449901", time.Date(1940, 1, 1, 0, 0, 0, 0, time.UTC), 200+i),
				Phone: "13900000077", Region: own, Address: "朝阳路 9 号"})
			if err != nil {
				k.t.Fatal(err)
			}
			ids = append(ids, one.ID)
		}
		phone := k.signIn("13900000077")
		if all := k.items(phone, "/my/people"); len(all) != 5 || all[4]["self"] != true {
			k.t.Fatalf("%+v", all)
		}
		for _, id := range ids {
			if status, code, o := k.ask(phone, "POST", "/my/orders", map[string]any{"service": k.service.ID, "day": "2026-11-25", "person": id}); status != 201 || o.State != "placed" {
				k.t.Errorf("%s: %d %s", id, status, code)
			}
		}
		if status, code, _ := k.ask(phone, "POST", "/my/orders", map[string]any{"service": k.service.ID, "day": "2026-11-25", "person": k.persons[0].ID}); status != 404 {
			k.t.Errorf("for a stranger: %d %s", status, code)
		}
	})
}

func TestServicesAsAResidentFindsThem(t *testing.T) {
	eachKitchen(t, func(k *kitchen) {
		lan := k.resident(0)
		for q, want := range map[string]int{"": 1, "送餐": 1, "songcan": 1, "zzsc": 1, "洗澡": 0, "朝阳": 0} {
			if all := k.items(lan, "/my/services?q="+q); len(all) != want {
				k.t.Errorf("%q finds %d, want %d", q, len(all), want)
			}
		}
		mine := k.items(lan, "/my/services?entitled=true")
		if len(mine) != 1 || mine[0]["answer"].(map[string]any)["verdict"] != "yes" || mine[0]["price"].(map[string]any)["resident_fen"] != 1800.0 {
			k.t.Errorf("%+v", mine)
		}
		public := k.items(nil, "/my/services")
		if len(public) != 1 || public[0]["answer"] != nil || public[0]["price"] != nil {
			k.t.Errorf("the public sees %+v", public)
		}
		status, code, _ := k.ask(lan, "GET", "/my/services/"+k.service.ID, nil)
		if status != 200 {
			k.t.Errorf("the service: %d %s", status, code)
		}
		if status, code, _ := k.ask(lan, "GET", "/my/services?person="+k.persons[1].ID, nil); status == 200 {
			k.t.Errorf("for somebody else: %d %s", status, code)
		}
		if status, code, _ := k.ask(lan, "PUT", "/my/settings", map[string]any{"care": true, "lang": "zh", "size": 2}); status != 200 {
			k.t.Errorf("settings: %d %s", status, code)
		}
	})
}
