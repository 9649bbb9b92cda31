package settings

import (
	"context"
	"embed"
	"encoding/json"
	"net/http"

	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/store"
	"linli/internal/role"
)

// Schema of the settings. No other package names the table.
//
//go:embed schema/*.sql
var Schema embed.FS

// Mine is the permission to read and set one's own.
const Mine access.Permission = "settings.mine"

// Rules says who holds it.
var Rules = access.Rules{Mine: {role.SignedIn}}

// Settings are one account's.
type Settings struct {
	Care bool   `json:"care" doc:"Large type, big targets, fewer choices"`
	Lang string `json:"lang,omitempty" enum:"zh,en,"`
	Size int    `json:"size,omitempty" minimum:"0" maximum:"4" doc:"Steps of type above the usual"`
}

// Service is the use cases.
type Service struct{ DB *store.DB }

const reason = "settings lie with an account, not in a place"

// Get is what the pass's account has set; the usual where it has set nothing.
func (s *Service) Get(ctx context.Context, p access.Pass) (x Settings, err error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) (Settings, error) {
		rows, err := tx.Unscoped(ctx, reason, `SELECT body FROM resident_settings WHERE account = ?`, p.Who())
		all, err := store.All(rows, err, store.Value[string])
		if err == nil && len(all) > 0 {
			err = json.Unmarshal([]byte(all[0]), &x)
		}
		return x, err
	})
}

// Put remembers.
func (s *Service) Put(ctx context.Context, p access.Pass, x Settings) (Settings, error) {
	body, err := json.Marshal(x)
	if err != nil {
		return x, err
	}
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (Settings, error) {
		_, err := tx.UnscopedExec(ctx, reason, `INSERT INTO resident_settings (account, changed, body) VALUES (?, ?, ?) ON CONFLICT (account) DO UPDATE SET changed = excluded.changed, body = excluded.body`,
			p.Who(), store.Micros(tx.Now), string(body))
		return x, err
	})
}

// Register adds the operations.
func (s *Service) Register(a *api.API) {
	const tag = "settings"
	type out struct{ Body Settings }
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/my/settings", ID: "get-my-settings", Tag: tag, Needs: Mine, Summary: "我的设置 / My settings"},
		func(ctx context.Context, p access.Pass, _ *struct{}) (*out, error) {
			x, err := s.Get(ctx, p)
			return &out{x}, err
		})
	api.Register(a, api.Op{Method: http.MethodPut, Path: "/my/settings", ID: "put-my-settings", Tag: tag, Needs: Mine, Summary: "保存设置 / Save my settings", MaxBody: 1 << 10},
		func(ctx context.Context, p access.Pass, in *struct{ Body Settings }) (*out, error) {
			x, err := s.Put(ctx, p, in.Body)
			return &out{x}, err
		})
}
