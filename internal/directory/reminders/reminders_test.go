package reminders_test

import (
	"context"
	"testing"
	"time"

	"linli/internal/directory/reminders"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
)

func TestWhatRunsOutIsToldOnceForEachMark(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		now := time.Date(2026, 11, 25, 1, 0, 0, 0, time.UTC)
		db.Now = func() time.Time { return now }
		all := []reminders.Organisation{
			{ID: "a", Name: "朝阳助餐", Region: "449901001", Licences: map[string]string{"食品经营许可证": "2027-01-20", "消防": "2030-01-01"}, Reviewed: "2026-06-01"},
			{ID: "b", Name: "春晖", Region: "449901002", Licences: map[string]string{"民办非企业登记证": "2026-11-20", "坏": "没有"}, Reviewed: "2025-12-01"},
		}
		s := &reminders.Service{DB: db, Active: func(context.Context) ([]reminders.Organisation, error) { return all, nil }}
		p := access.House("test")
		got, err := s.List(t.Context(), p)
		if err != nil || len(got) != 3 || got[0].Org != "b" || got[0].Days != -5 || got[1].What != reminders.Review || got[1].Until != "2026-12-01" || got[2].Days != 56 {
			t.Fatalf("%+v %v", got, err)
		}
		told := func(want int) {
			t.Helper()
			if n, err := s.Remind(t.Context(), p); err != nil || n != want {
				t.Errorf("on %s: %d told, want %d, %v", now.Format(time.DateOnly), n, want, err)
			}
		}
		told(3)
		told(0)
		for day, want := range []int{0, 0, 0, 0, 0, 1, 0} { // the review of b is over on 1 December
			now = time.Date(2026, 11, 26+day, 1, 0, 0, 0, time.UTC)
			told(want)
		}
		now = time.Date(2026, 12, 22, 1, 0, 0, 0, time.UTC) // 29 days before the permit ends
		told(1)
		all[0].Licences["食品经营许可证"] = "2030-01-20" // renewed
		now = time.Date(2027, 1, 20, 1, 0, 0, 0, time.UTC)
		told(0)
	}, reminders.Schema, events.Schema, api.Schema)
}
