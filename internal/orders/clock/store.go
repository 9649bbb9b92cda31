package clock

import (
	"context"
	"database/sql"
	"embed"
	"net/http"
	"sync"

	"linli/internal/fault"
	"linli/internal/orders/flow"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/audit"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/role"
)

// Schema of the rules that replace a default. No other package names the table.
//
//go:embed schema/*.sql
var Schema embed.FS

// Permissions.
const (
	See       access.Permission = "orders.clocks"
	Configure access.Permission = "orders.set_clocks"
)

// Permits says who holds them.
var Permits = access.Rules{
	See:       {role.StreetOperator, role.DataSteward, role.ProviderManager, role.Auditor},
	Configure: {role.DataSteward},
}

const reason = "time limits are the same in the whole district"

// ErrRule is for a state that has no limit in a mode.
var ErrRule = fault.New(fault.NotFound, "clock.rule", "这种服务方式的这个状态没有时限。", "This state of this mode has no time limit.")

// Service holds the rules in memory.
type Service struct {
	DB *store.DB

	mu   sync.Mutex
	seen uint64
	held Rules
}

const topic = "order_clocks"

// Rules in force, read through tx where memory is old.
func (s *Service) Rules(ctx context.Context, tx *store.Tx) (Rules, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	seen := s.DB.Touched(topic)
	if s.held != nil && seen == s.seen {
		return s.held, nil
	}
	own, err := read(ctx, tx)
	if err != nil {
		return nil, err
	}
	s.held, s.seen = Make(own), seen
	return s.held, nil
}

func read(ctx context.Context, tx *store.Tx) ([]Rule, error) {
	rows, err := tx.Unscoped(ctx, reason, `SELECT mode, state, working, anchor, minutes, step, version FROM order_clocks ORDER BY mode, state`)
	return store.All(rows, err, func(r *sql.Rows) (x Rule, err error) {
		err = r.Scan(&x.Mode, &x.State, &x.Working, &x.Anchor, &x.Minutes, &x.Step, &x.Version)
		return x, err
	})
}

// List is every limit, in the order of modes and states.
func (r Rules) List() (out []Rule) {
	for _, m := range flow.Modes {
		for _, st := range flow.All {
			if x, ok := r.Of(m, st); ok {
				out = append(out, x)
			}
		}
	}
	return out
}

// Put sets a limit that there is; orders keep the limit that they have until
// their next step.
func (s *Service) Put(ctx context.Context, p access.Pass, x Rule) (Rule, error) {
	if _, ok := Make(nil).Of(x.Mode, x.State); !ok {
		return x, ErrRule
	}
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (Rule, error) {
		n, err := tx.UnscopedExec(ctx, reason, `
			INSERT INTO order_clocks (mode, state, working, anchor, minutes, step, version) VALUES (?, ?, ?, ?, ?, ?, 1)
			ON CONFLICT (mode, state) DO UPDATE SET working = excluded.working, anchor = excluded.anchor, minutes = excluded.minutes,
				step = excluded.step, version = order_clocks.version + 1 WHERE order_clocks.version = ?`,
			x.Mode, x.State, x.Working, x.Anchor, x.Minutes, x.Step, x.Version)
		if err == nil && n != 1 {
			err = api.ErrStale
		}
		if err != nil {
			return x, err
		}
		x.Version++
		for _, at := range p.Places() {
			if err := events.Append(ctx, tx, events.Event{Kind: topic + ".set", Region: at, Subject: string(x.Mode) + "/" + string(x.State)}); err != nil {
				return x, err
			}
			if err := audit.Note(ctx, tx, audit.Entry{Region: at, Action: "orders.clock_set", Subject: string(x.Mode) + "/" + string(x.State)}); err != nil {
				return x, err
			}
		}
		return x, nil
	})
}

// Register adds the operations.
func (s *Service) Register(a *api.API) {
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/order-clocks", ID: "list-order-clocks", Tag: "orders", Needs: See, Summary: "订单时限 / Time limits of orders"},
		func(ctx context.Context, p access.Pass, _ *struct{}) (*struct{ Body api.List[Rule] }, error) {
			r, err := store.View(ctx, s.DB, p, func(tx *store.Tx) (Rules, error) { return s.Rules(ctx, tx) })
			if err != nil {
				return nil, err
			}
			return &struct{ Body api.List[Rule] }{api.Many(r.List(), "")}, nil
		})
	api.Register(a, api.Op{Method: http.MethodPut, Path: "/order-clocks", ID: "put-order-clock", Tag: "orders", Needs: Configure, Summary: "设置订单时限 / Set a time limit"},
		func(ctx context.Context, p access.Pass, in *struct{ Body Rule }) (*struct{ Body Rule }, error) {
			x, err := s.Put(ctx, p, in.Body)
			if err != nil {
				return nil, err
			}
			return &struct{ Body Rule }{x}, nil
		})
}
