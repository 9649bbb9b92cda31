package settings_test

import (
	"testing"

	"linli/internal/platform/audit"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
	"linli/internal/role"
	"linli/internal/settings"
)

func TestWhatIsSetIsRememberedForEachAccount(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx, s := t.Context(), &settings.Service{DB: db}
		one := storetest.Pass(t, settings.Rules, "one", role.Resident, "449901001001", settings.Mine)
		two := storetest.Pass(t, settings.Rules, "two", role.Resident, "449901001001", settings.Mine)
		if x, err := s.Get(ctx, one); err != nil || x != (settings.Settings{}) {
			t.Errorf("before anything was set: %+v %v", x, err)
		}
		for _, want := range []settings.Settings{{Care: true, Lang: "zh", Size: 2}, {Lang: "en"}} {
			if _, err := s.Put(ctx, one, want); err != nil {
				t.Fatal(err)
			}
			if x, err := s.Get(ctx, one); err != nil || x != want {
				t.Errorf("%+v %v, want %+v", x, err, want)
			}
		}
		if x, err := s.Get(ctx, two); err != nil || x != (settings.Settings{}) {
			t.Errorf("somebody else's: %+v %v", x, err)
		}
	}, settings.Schema, audit.Schema)
}
