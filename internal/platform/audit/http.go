package audit

import (
	"context"
	"net/http"

	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/store"
	"linli/internal/role"
)

// Read is the permission to read the trail and have its seals checked.
const Read access.Permission = "audit.read"

// Rules of the trail.
var Rules = access.Rules{Read: {role.Auditor}}

// Register adds the operations.
func Register(a *api.API) {
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/audit", ID: "list-audit", Tag: "audit", Needs: Read, Summary: "审计记录 / Audit trail"},
		func(ctx context.Context, p access.Pass, in *api.Page) (*struct{ Body api.List[Entry] }, error) {
			var before string
			if err := api.DecodeCursor(in.Cursor, &before); err != nil {
				return nil, err
			}
			all, err := store.View(ctx, a.DB, p, func(tx *store.Tx) ([]Entry, error) { return List(ctx, tx, before, in.Limit) })
			if err != nil {
				return nil, err
			}
			next := ""
			if len(all) == in.Limit {
				next = api.EncodeCursor(all[len(all)-1].ID)
			}
			return &struct{ Body api.List[Entry] }{api.Many(all, next)}, nil
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/audit/check", ID: "check-audit", Tag: "audit", Needs: Read, Summary: "校验审计链 / Check the seals"},
		func(ctx context.Context, _ access.Pass, _ *struct{}) (*struct {
			Body struct {
				Whole   bool   `json:"whole"`
				Entries int64  `json:"entries"`
				Broken  string `json:"broken,omitempty"`
			}
		}, error) {
			out := &struct {
				Body struct {
					Whole   bool   `json:"whole"`
					Entries int64  `json:"entries"`
					Broken  string `json:"broken,omitempty"`
				}
			}{}
			n, err := Check(ctx, a.DB)
			out.Body.Entries, out.Body.Whole = n, err == nil
			if err != nil {
				out.Body.Broken = err.Error()
			}
			return out, nil
		})
}
