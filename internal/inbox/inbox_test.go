package inbox_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"linli/internal/fault"
	"linli/internal/inbox"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/audit"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
	"linli/internal/region"
	"linli/internal/role"
)

const home = region.Code("449901001001")

// readers says whose messages each account reads.
type readers map[string][]inbox.Reader

func (r readers) Readers(_ context.Context, p access.Pass) ([]inbox.Reader, error) {
	return r[p.Who()], nil
}
func (readers) Service(_ context.Context, id string, l fault.Lang) string {
	return map[string]map[fault.Lang]string{"lunch": {fault.Zh: "长者饭堂午餐", fault.En: "Lunch"}}[id][l]
}
func (readers) PersonOf(context.Context, *store.Tx, events.Event) (string, error) {
	return "father", nil
}

func each(t *testing.T, fn func(t *testing.T, s *inbox.Service)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		fn(t, &inbox.Service{DB: db, Around: readers{"father": {{Person: "father"}}, "daughter": {{Person: "daughter"}, {Person: "father", Name: "陈伯"}}, "stranger": {{Person: "stranger"}}}})
	}, inbox.Schema, events.Schema, audit.Schema, api.Schema)
}

func pass(t *testing.T, account string) access.Pass {
	return storetest.Pass(t, inbox.Rules, account, role.Resident, home, inbox.Mine)
}

func tell(t *testing.T, s *inbox.Service, kind, subject string, body map[string]any) {
	t.Helper()
	raw, err := json.Marshal(body)
	if err == nil {
		_, err = store.In(t.Context(), s.DB, access.House("test"), func(tx *store.Tx) (int, error) {
			return 0, s.Follow(t.Context(), tx, events.Event{Kind: kind, Region: home, Subject: subject, At: tx.Now, Body: json.RawMessage(raw)})
		})
	}
	if err != nil {
		t.Fatal(err)
	}
}

func list(t *testing.T, s *inbox.Service, account string, l fault.Lang) []inbox.Message {
	t.Helper()
	all, err := s.List(t.Context(), pass(t, account), l, "", 50)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestAPersonAndWhoeverActsForThemAreTold(t *testing.T) {
	each(t, func(t *testing.T, s *inbox.Service) {
		tell(t, s, "orders.accepted", "o1", map[string]any{"person": "father", "service": "lunch", "day": "2026-11-26", "slot": "lunch"})
		tell(t, s, "orders.due_soon", "o1", map[string]any{"person": "father", "service": "lunch"}) // for staff
		tell(t, s, "orders.cancelled", "o1", map[string]any{"person": "father", "service": "lunch", "day": "2026-11-26", "why": "closed"})
		all := list(t, s, "father", fault.Zh)
		if len(all) != 2 || all[0].Title != "预约已取消" || all[0].Text != "11月26日的长者饭堂午餐已经取消（服务点当天不营业）。" || all[0].Order != "o1" || all[0].Read {
			t.Errorf("%+v", all)
		}
		if hers := list(t, s, "daughter", fault.En); len(hers) != 2 || hers[1].Text != "陈伯: Lunch on 26 November is accepted." {
			t.Errorf("%+v", hers)
		}
		if en := list(t, s, "father", fault.En); en[1].Text != "Lunch on 26 November is accepted." {
			t.Errorf("%+v", en)
		}
		if theirs := list(t, s, "stranger", fault.Zh); len(theirs) != 0 {
			t.Errorf("a stranger reads %+v", theirs)
		}
	})
}

func TestEachReadsForThemselves(t *testing.T) {
	each(t, func(t *testing.T, s *inbox.Service) {
		ctx := t.Context()
		tell(t, s, "orders.delivered", "o1", map[string]any{"person": "father", "service": "gone", "day": "2026-11-26"})
		m := list(t, s, "father", fault.Zh)[0]
		if strings.Contains(m.Text, "{") || !strings.Contains(m.Text, "服务") {
			t.Errorf("a service that is gone: %q", m.Text)
		}
		for range 2 { // again changes nothing
			if err := s.Read(ctx, pass(t, "father"), m.ID); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Read(ctx, pass(t, "stranger"), m.ID); !errors.Is(err, inbox.ErrNone) {
			t.Errorf("a stranger marks it: %v", err)
		}
		for who, want := range map[string]int{"father": 0, "daughter": 1, "stranger": 0} {
			if n, err := s.Unread(ctx, pass(t, who)); err != nil || n != want {
				t.Errorf("%s has %d unread, want %d, %v", who, n, want, err)
			}
		}
		if !list(t, s, "father", fault.Zh)[0].Read || list(t, s, "daughter", fault.Zh)[0].Read {
			t.Error("the wrong one has read it")
		}
	})
}

func TestEveryMessageIsWholeInBothLanguages(t *testing.T) {
	each(t, func(t *testing.T, s *inbox.Service) {
		kinds := []string{"orders.accepted", "orders.declined", "orders.on_the_way", "orders.delivered", "orders.cancelled", "orders.no_show", "orders.failed", "orders.place_offered", "orders.place_lapsed", "orders.repriced", "delivery.door_family", "settlement.voucher",
			"family.asked", "family.agreed", "supervision.complaint_answered"}
		for _, k := range kinds {
			tell(t, s, k, "x", map[string]any{"person": "father", "helper": "father", "service": "lunch", "day": "2026-11-26"})
		}
		for _, l := range []fault.Lang{fault.Zh, fault.En} {
			all := list(t, s, "father", l)
			if len(all) != len(kinds) {
				t.Fatalf("%d messages of %d", len(all), len(kinds))
			}
			for _, m := range all {
				if m.Title == "" || m.Text == "" || strings.ContainsAny(m.Text, "{}") {
					t.Errorf("%+v", m)
				}
			}
		}
	})
}

func TestOldMessagesGo(t *testing.T) {
	each(t, func(t *testing.T, s *inbox.Service) {
		tell(t, s, "orders.delivered", "o1", map[string]any{"person": "father"})
		if n, err := s.Clear(t.Context(), access.House("test")); err != nil || n != 0 {
			t.Errorf("%d %v", n, err)
		}
		now := s.DB.Now().AddDate(0, 0, 181)
		s.DB.Now = func() time.Time { return now }
		if n, err := s.Clear(t.Context(), access.House("test")); err != nil || n != 1 || len(list(t, s, "father", fault.Zh)) != 0 {
			t.Errorf("%d %v", n, err)
		}
	})
}
