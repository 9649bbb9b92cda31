package cards

import (
	"context"
	"database/sql"
	"embed"
	"net/http"
	"slices"
	"strings"
	"time"

	"linli/internal/fault"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/role"
	"linli/internal/supervision/seen"
)

// Schema of the counts. No other package names the tables.
//
//go:embed schema/*.sql
var Schema embed.FS

// See is for everybody.
const See access.Permission = "scorecards.see"

// Rules says who holds it.
var Rules = access.Rules{See: {role.Public}}

// ErrMonth is for what is no month.
var ErrMonth = fault.New(fault.Invalid, "scorecards.month", "月份应写作 2026-11。", "A month is written 2026-11.")

// Few is the least number of which a share is told.
const Few = 10

const reason = "counts of a provider in the whole district, of nobody in particular"

// Scorecard is a provider's month. A nil share is of fewer than ten.
type Scorecard struct {
	Org       string   `json:"org"`
	Name      string   `json:"name"`
	Month     string   `json:"month"`
	Delivered int64    `json:"delivered"`
	OnTime    *float64 `json:"on_time,omitempty" doc:"Share of what was delivered that was never late, 0 to 1"`
	Declined  *float64 `json:"declined,omitempty" doc:"Share of all orders that ended"`
	Failed    *float64 `json:"failed,omitempty" doc:"Share of all orders that ended"`
	Stars     *float64 `json:"stars,omitempty" doc:"Mean, 1 to 5"`
	Ratings   int64    `json:"ratings"`
	Complains int64    `json:"complaints"`
	PerMille  *float64 `json:"complaints_per_thousand,omitempty"`
	Upheld    int64    `json:"upheld" doc:"Wholly or in part"`
	InTime    *float64 `json:"answered_in_time,omitempty" doc:"Share of the answers"`
	Called    int64    `json:"called_back"`
	Came      *float64 `json:"came,omitempty" doc:"Share of those reached who say that it came"`
	Content   *float64 `json:"content,omitempty" doc:"Share of those reached who are content"`
}

// Service is the use cases.
type Service struct {
	DB    *store.DB
	Names seen.Names
}

// Heeded are the kinds of events that are counted: what Follow wants to hear.
var Heeded = []string{"orders.overdue", "orders.delivered", "orders.declined", "orders.failed", "orders.no_show", "orders.cancelled", "supervision."}

// Follow counts an event; app calls it for every event of orders and supervision,
// once, in order.
func (s *Service) Follow(ctx context.Context, tx *store.Tx, e events.Event) error {
	var b struct {
		Order, Org, Day, Outcome, State string
		Stars, Was                      int64
		Overdue, Came, Content          bool
	}
	if !e.Is("orders.", "supervision.") {
		return nil
	}
	if err := e.Decode(&b); err != nil {
		return err
	}
	if b.Org == "" && e.Kind != "orders.overdue" {
		return nil
	}
	month := e.At.In(shanghai).Format("2006-01")
	if len(b.Day) == len("2026-11-25") {
		month = b.Day[:7]
	}
	count := func(measure string, n int64) error {
		_, err := tx.UnscopedExec(ctx, reason, `INSERT INTO scorecard_counts (org, month, measure, n) VALUES (?, ?, ?, ?)
			ON CONFLICT (org, month, measure) DO UPDATE SET n = scorecard_counts.n + excluded.n`, b.Org, month, measure, n)
		return err
	}
	switch e.Kind {
	case "orders.overdue":
		_, err := tx.UnscopedExec(ctx, reason, `INSERT INTO scorecard_late (orderid) VALUES (?) ON CONFLICT (orderid) DO NOTHING`, e.Subject)
		return err
	case "orders.delivered", "orders.declined", "orders.failed", "orders.no_show", "orders.cancelled":
		was, err := tx.UnscopedExec(ctx, reason, `DELETE FROM scorecard_late WHERE orderid = ?`, e.Subject)
		if err != nil {
			return err
		}
		if e.Kind == "orders.delivered" && was > 0 {
			if err := count("late", 1); err != nil {
				return err
			}
		}
		return count(strings.TrimPrefix(e.Kind, "orders."), 1)
	case "supervision.rated":
		if err := count("ratings", 1); err != nil {
			return err
		}
		return count("stars", b.Stars)
	case "supervision.rating_changed":
		return count("stars", b.Stars-b.Was)
	case "supervision.complaint_filed":
		return count("complaints", 1)
	case "supervision.complaint_answered":
		if b.Outcome == "upheld" || b.Outcome == "partly" {
			if err := count("upheld", 1); err != nil {
				return err
			}
		}
		if !b.Overdue {
			if err := count("in_time", 1); err != nil {
				return err
			}
		}
		return count("answers", 1)
	case "supervision.called_back":
		if b.State != "reached" {
			return nil
		}
		for measure, yes := range map[string]bool{"called": true, "came": b.Came, "content": b.Content} {
			if yes {
				if err := count(measure, 1); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// Month is the scorecards of a month, by name.
func (s *Service) Month(ctx context.Context, month string) ([]Scorecard, error) {
	if len(month) != 7 || month[4] != '-' || strings.Trim(month[:4]+month[5:], "0123456789") != "" {
		return nil, ErrMonth.On("month")
	}
	type row struct {
		org, measure string
		n            int64
	}
	all, err := store.View(ctx, s.DB, access.House("scorecards"), func(tx *store.Tx) ([]row, error) {
		rows, err := tx.Unscoped(ctx, reason, `SELECT org, measure, n FROM scorecard_counts WHERE month = ?`, month)
		return store.All(rows, err, func(r *sql.Rows) (x row, err error) { return x, r.Scan(&x.org, &x.measure, &x.n) })
	})
	if err != nil {
		return nil, err
	}
	by := map[string]map[string]int64{}
	for _, x := range all {
		if by[x.org] == nil {
			by[x.org] = map[string]int64{}
		}
		by[x.org][x.measure] = x.n
	}
	out := []Scorecard{}
	for org, n := range by {
		out = append(out, of(org, s.Names.Org(ctx, org), month, n))
	}
	slices.SortFunc(out, func(a, b Scorecard) int { return strings.Compare(a.Name+a.Org, b.Name+b.Org) })
	return out, nil
}

// of makes the card from the counts.
func of(org, name, month string, n map[string]int64) Scorecard {
	share := func(part, whole int64, times float64) *float64 {
		if whole < Few {
			return nil
		}
		v := float64(part) / float64(whole) * times
		return &v
	}
	ended := n["delivered"] + n["declined"] + n["failed"]
	return Scorecard{Org: org, Name: name, Month: month, Delivered: n["delivered"], OnTime: share(n["delivered"]-n["late"], n["delivered"], 1),
		Declined: share(n["declined"], ended, 1), Failed: share(n["failed"], ended, 1), Stars: share(n["stars"], n["ratings"], 1), Ratings: n["ratings"],
		Complains: n["complaints"], PerMille: share(n["complaints"], n["delivered"], 1000), Upheld: n["upheld"], InTime: share(n["in_time"], n["answers"], 1),
		Called: n["called"], Came: share(n["came"], n["called"], 1), Content: share(n["content"], n["called"], 1)}
}

// Register adds the operation.
func (s *Service) Register(a *api.API) {
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/scorecards", ID: "list-scorecards", Tag: "supervision", Needs: See, Summary: "服务机构记分卡 / Scorecards of providers"},
		func(ctx context.Context, _ access.Pass, in *struct {
			Month string `query:"month" required:"true" maxLength:"7" doc:"2026-11"`
		}) (*struct{ Body api.List[Scorecard] }, error) {
			all, err := s.Month(ctx, in.Month)
			return &struct{ Body api.List[Scorecard] }{api.Many(all, "")}, err
		})
}

var shanghai = time.FixedZone("Asia/Shanghai", 8*3600) // one zone, no summer time since 1991
