package pauses

import (
	"context"
	"database/sql"
	"embed"
	"net/http"
	"sync"
	"time"

	"linli/internal/directory/hours"
	"linli/internal/fault"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/region"
	"linli/internal/role"
)

// Schema of the pauses. No other package names the table.
//
//go:embed schema/*.sql
var Schema embed.FS

// Permissions.
const (
	See   access.Permission = "orders.see_pauses"
	Write access.Permission = "orders.pause_person"
)

// Rules says who holds them.
var Rules = access.Rules{
	See:   {role.CommunityWorker, role.GridWorker, role.StreetOperator, role.ProviderManager, role.Auditor},
	Write: {role.CommunityWorker, role.GridWorker, role.StreetOperator},
}

// What can be refused here.
var (
	ErrNone = fault.New(fault.NotFound, "pauses.none", "找不到这条暂停记录。", "There is no such pause.")
	ErrTerm = fault.New(fault.Invalid, "pauses.term", "结束日期不能早于开始日期，也不能早于今天；最长一年。", "The last day is not before the first nor before today, and at most a year later.")
	ErrDay  = fault.New(fault.Invalid, "pauses.day", "日期应写作 2026-11-25。", "A day is written 2026-11-25.")
)

// PersonPause is a time in which a person's services rest.
type PersonPause struct {
	ID      string      `json:"id" readOnly:"true"`
	Region  region.Code `json:"region" readOnly:"true"`
	Person  string      `json:"person" maxLength:"40"`
	From    string      `json:"from" maxLength:"10"`
	To      string      `json:"to,omitempty" maxLength:"10" doc:"Included; empty while nobody knows"`
	Why     string      `json:"why" enum:"hospital,travel,other"`
	Note    string      `json:"note,omitempty" maxLength:"200"`
	Created time.Time   `json:"created" readOnly:"true"`
	Version int64       `json:"version" readOnly:"true"`
}

// On reports whether the pause covers a day.
func (x PersonPause) On(day string) bool { return x.From <= day && (x.To == "" || day <= x.To) }

// Orders is what a pause does to what is ordered; package orders is it.
type Orders interface {
	// Home is where a person lives, within the pass of tx.
	Home(ctx context.Context, tx *store.Tx, person string) (region.Code, error)
	// Rest calls off what is ordered for a person from a day to a day ("": for good).
	Rest(ctx context.Context, tx *store.Tx, person, from, to, why string) error
}

// Service is the use cases, and the list in memory.
type Service struct {
	DB     *store.DB
	Orders Orders

	mu   sync.Mutex
	seen uint64
	read bool
	held map[string][]PersonPause
}

const (
	topic  = "order_pauses"
	reason = "whether a person's services rest is asked by those who act for them from elsewhere"
)

// Paused reports whether a person's services rest on a day.
func (s *Service) Paused(ctx context.Context, tx *store.Tx, person, day string) (bool, error) {
	all, err := s.current(ctx, tx)
	for _, x := range all[person] {
		if x.On(day) {
			return true, err
		}
	}
	return false, err
}

func (s *Service) current(ctx context.Context, tx *store.Tx) (map[string][]PersonPause, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	seen := s.DB.Touched(topic)
	if s.read && seen == s.seen {
		return s.held, nil
	}
	rows, err := tx.Unscoped(ctx, reason, `SELECT `+columns+` FROM order_pauses WHERE to_day = '' OR to_day >= ?`, today(tx.Now))
	all, err := store.All(rows, err, scan)
	if err != nil {
		return nil, err
	}
	held := map[string][]PersonPause{}
	for _, x := range all {
		held[x.Person] = append(held[x.Person], x)
	}
	s.held, s.seen, s.read = held, seen, true
	return held, nil
}

func today(now time.Time) string { return now.In(hours.Shanghai).Format(time.DateOnly) }

const columns = `id, region, person, from_day, to_day, why, note, created, version`

func scan(r *sql.Rows) (x PersonPause, err error) {
	var created int64
	err = r.Scan(&x.ID, &x.Region, &x.Person, &x.From, &x.To, &x.Why, &x.Note, &created, &x.Version)
	x.Created = store.Time(created)
	return x, err
}

func (x PersonPause) check(now string) error {
	from, err1 := time.Parse(time.DateOnly, x.From)
	to, err2 := time.Parse(time.DateOnly, x.To)
	switch {
	case err1 != nil || x.To != "" && err2 != nil:
		return ErrDay.On("from")
	case x.To != "" && (x.To < x.From || x.To < now || to.Sub(from) > 366*24*time.Hour):
		return ErrTerm.On("to")
	}
	return nil
}

// Begin lets a person's services rest.
func (s *Service) Begin(ctx context.Context, p access.Pass, x PersonPause) (PersonPause, error) {
	if err := x.check(today(s.DB.Now())); err != nil {
		return x, err
	}
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (PersonPause, error) {
		var err error
		if x.Region, err = s.Orders.Home(ctx, tx, x.Person); err != nil {
			return x, err
		}
		x.ID, x.Created, x.Version = tx.ID(), tx.Now, 1
		err = tx.Insert(ctx, x.Region, `INSERT INTO order_pauses (street, by_whom, `+columns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			x.Region.Street(), p.Who(), x.ID, x.Region, x.Person, x.From, x.To, x.Why, x.Note, store.Micros(x.Created), x.Version)
		if err != nil {
			return x, err
		}
		if err := s.Orders.Rest(ctx, tx, x.Person, max(x.From, today(tx.Now)), x.To, x.Why); err != nil {
			return x, err
		}
		return x, x.tell(ctx, tx, topic+".begun")
	})
}

func (x PersonPause) tell(ctx context.Context, tx *store.Tx, kind string) error {
	return events.Append(ctx, tx, events.Event{Kind: kind, Region: x.Region, Subject: x.ID, Body: map[string]string{"person": x.Person, "from": x.From, "to": x.To}})
}

// End lets the services begin again on the day after last.
func (s *Service) End(ctx context.Context, p access.Pass, id, last string) (PersonPause, error) {
	if _, err := time.Parse(time.DateOnly, last); err != nil && last != "" {
		return PersonPause{}, ErrDay.On("last")
	}
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (PersonPause, error) {
		rows, err := tx.Query(ctx, `SELECT `+columns+` FROM order_pauses WHERE id = ? AND @scope(region)`, id)
		x, err := store.One(rows, err, ErrNone, scan)
		if err != nil {
			return x, err
		}
		yesterday := today(tx.Now.AddDate(0, 0, -1))
		x.To = max(last, yesterday)
		if _, err := tx.Exec(ctx, `UPDATE order_pauses SET to_day = ?, version = version + 1 WHERE street = ? AND id = ? AND @scope(region)`, x.To, x.Region.Street(), x.ID); err != nil {
			return x, err
		}
		x.Version++
		return x, x.tell(ctx, tx, topic+".ended")
	})
}

// List shows the pauses that have not ended, of one person or of everybody in
// the places of the pass.
func (s *Service) List(ctx context.Context, p access.Pass, person string) ([]PersonPause, error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) ([]PersonPause, error) {
		rows, err := tx.Query(ctx, `SELECT `+columns+` FROM order_pauses WHERE (? = '' OR person = ?) AND (to_day = '' OR to_day >= ?) AND @scope(region) ORDER BY from_day, id LIMIT 1000`,
			person, person, today(tx.Now))
		return store.All(rows, err, scan)
	})
}

// Register adds the operations.
func (s *Service) Register(a *api.API) {
	const tag = "orders"
	type out struct{ Body PersonPause }
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/people-pauses", ID: "list-people-pauses", Tag: tag, Needs: See, Summary: "暂停服务的居民（住院、外出） / Whose services rest"},
		func(ctx context.Context, p access.Pass, in *struct {
			Person string `query:"person" maxLength:"40"`
		}) (*struct{ Body api.List[PersonPause] }, error) {
			all, err := s.List(ctx, p, in.Person)
			return &struct{ Body api.List[PersonPause] }{api.Many(all, "")}, err
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/people-pauses", ID: "begin-person-pause", Tag: tag, Needs: Write, Creates: true, Summary: "登记住院、外出，暂停服务 / Let a person's services rest"},
		func(ctx context.Context, p access.Pass, in *struct{ Body PersonPause }) (*out, error) {
			x, err := s.Begin(ctx, p, in.Body)
			if err != nil {
				return nil, err
			}
			return &out{x}, nil
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/people-pauses/{id}/end", ID: "end-person-pause", Tag: tag, Needs: Write, Summary: "恢复服务 / Let them begin again"},
		func(ctx context.Context, p access.Pass, in *struct {
			ID   string `path:"id" format:"uuid"`
			Body *struct {
				Last string `json:"last,omitempty" maxLength:"10" doc:"Last day of the pause; empty: they begin again today"`
			}
		}) (*out, error) {
			last := ""
			if in.Body != nil {
				last = in.Body.Last
			}
			x, err := s.End(ctx, p, in.ID, last)
			if err != nil {
				return nil, err
			}
			return &out{x}, nil
		})
}
