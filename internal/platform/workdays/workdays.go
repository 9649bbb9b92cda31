package workdays

import (
	"context"
	"database/sql"
	"embed"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"linli/internal/calendar"
	"linli/internal/fault"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/audit"
	"linli/internal/platform/store"
	"linli/internal/role"
)

// Schema of the calendar.
//
//go:embed schema/*.sql
var Schema embed.FS

// Permissions.
const (
	See  access.Permission = "calendar.see"
	Edit access.Permission = "calendar.edit"
)

// Rules of the calendar.
var Rules = access.Rules{See: {role.Public}, Edit: {role.DataSteward}}

// ErrYear is returned for days that are not of the year they are given for.
var ErrYear = fault.New(fault.Invalid, "workdays.year", "%s 不在 %d 年。", "%s is not in %d.")

const reason = "the official calendar is the same everywhere"

// Service answers from memory; Load brings memory up to date.
type Service struct {
	DB  *store.DB
	now atomic.Pointer[held]
}

type held struct {
	all  []calendar.Day
	days calendar.Days
}

var own = held{calendar.Official(), calendar.Of(calendar.Official())}

func (s *Service) held() *held {
	if h := s.now.Load(); h != nil {
		return h
	}
	return &own
}

// Days is the calendar as it was last loaded.
func (s *Service) Days() calendar.Days { return s.held().days }

// Holiday whether a day, YYYY-MM-DD, is a public holiday.
func (s *Service) Holiday(day string) bool { return s.Days().Holiday(day) }

// Swapped whether a day of a weekend is worked.
func (s *Service) Swapped(day string) bool { return s.Days().Swapped(day) }

// DueDate is n working days after from.
func (s *Service) DueDate(from time.Time, n int) time.Time { return s.Days().Add(from, n) }

// Load reads the imported years.
func (s *Service) Load(ctx context.Context) error {
	all, err := store.View(ctx, s.DB, access.House("workdays"), func(tx *store.Tx) ([]calendar.Day, error) { return read(ctx, tx) })
	if err == nil {
		s.take(all)
	}
	return err
}

func (s *Service) take(imported []calendar.Day) {
	replaced := map[int]bool{}
	for _, d := range imported {
		replaced[calendar.Year(d)] = true
	}
	all := slices.Concat(imported, slices.DeleteFunc(calendar.Official(), func(d calendar.Day) bool { return replaced[calendar.Year(d)] }))
	slices.SortFunc(all, func(a, b calendar.Day) int { return strings.Compare(a.Date, b.Date) })
	s.now.Store(&held{all, calendar.Of(all)})
	s.DB.Touch("workdays")
}

func read(ctx context.Context, tx *store.Tx) ([]calendar.Day, error) {
	rows, err := tx.Unscoped(ctx, reason, `SELECT date, kind, name_zh, name_en FROM workdays ORDER BY date`)
	return store.All(rows, err, func(r *sql.Rows) (d calendar.Day, err error) {
		err = r.Scan(&d.Date, &d.Kind, &d.NameZh, &d.NameEn)
		return d, err
	})
}

// Put replaces the days of a year; none of them gives the year back to what the
// program knows of it. Time limits that run already keep their date.
func (s *Service) Put(ctx context.Context, p access.Pass, year int, days []calendar.Day) error {
	var bad []*fault.Fault
	for _, d := range days {
		if calendar.Year(d) != year {
			bad = append(bad, ErrYear.With(d.Date, year).On("days"))
		}
	}
	if err := fault.Join(bad...); err != nil {
		return err
	}
	if err := calendar.Check(days); err != nil {
		return err
	}
	all, err := store.In(ctx, s.DB, p, func(tx *store.Tx) ([]calendar.Day, error) {
		if _, err := tx.UnscopedExec(ctx, reason, `DELETE FROM workdays WHERE year = ?`, year); err != nil {
			return nil, err
		}
		for _, d := range days {
			if _, err := tx.UnscopedExec(ctx, reason, `INSERT INTO workdays (year, date, kind, name_zh, name_en, changed) VALUES (?, ?, ?, ?, ?, ?)`,
				year, d.Date, d.Kind, d.NameZh, d.NameEn, store.Micros(tx.Now)); err != nil {
				return nil, err
			}
		}
		for _, at := range p.Places() {
			if err := audit.Note(ctx, tx, audit.Entry{Region: at, Action: "calendar.replaced", Subject: time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC).Format("2006")}); err != nil {
				return nil, err
			}
		}
		return read(ctx, tx)
	})
	if err == nil {
		s.take(all)
	}
	return err
}

// Year is what is known of one year.
type Year struct {
	Year  int            `json:"year"`
	Known bool           `json:"known" doc:"false: no notice is known, Monday to Friday are worked"`
	Days  []calendar.Day `json:"days" nullable:"false"`
}

// Of is one year.
func (s *Service) Of(year int) Year {
	h := s.held()
	out := Year{Year: year, Known: h.days.Knows(year), Days: []calendar.Day{}}
	for _, d := range h.all {
		if calendar.Year(d) == year {
			out.Days = append(out.Days, d)
		}
	}
	return out
}

type yearIn struct {
	Year int `path:"year" minimum:"2000" maximum:"2100"`
}

type yearOut struct{ Body Year }

// Register adds the operations.
func (s *Service) Register(a *api.API) {
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/calendar/{year}", ID: "get-calendar", Tag: "calendar", Needs: See, Summary: "工作日历 / Holidays and worked weekend days of a year"},
		func(_ context.Context, _ access.Pass, in *yearIn) (*yearOut, error) {
			return &yearOut{s.Of(in.Year)}, nil
		})
	api.Register(a, api.Op{Method: http.MethodPut, Path: "/calendar/{year}", ID: "put-calendar", Tag: "calendar", Needs: Edit, Summary: "替换一年的工作日历 / Replace a year", MaxBody: 64 << 10},
		func(ctx context.Context, p access.Pass, in *struct {
			Year int `path:"year" minimum:"2000" maximum:"2100"`
			Body struct {
				Days []calendar.Day `json:"days" maxItems:"120"`
			}
		}) (*yearOut, error) {
			if err := s.Put(ctx, p, in.Year, in.Body.Days); err != nil {
				return nil, err
			}
			return &yearOut{s.Of(in.Year)}, nil
		})
}
