package people

import (
	"context"
	"database/sql"
	"time"

	"linli/internal/geo"
	"linli/internal/platform/access"
	"linli/internal/platform/store"
	"linli/internal/region"
)

// Facts is what eligibility may know of a living person: no name, no number.
type Facts struct {
	Person        string
	Region        region.Code
	Age           int // -1: unknown
	Sex           string
	Attributes    map[string]string // key → level, those that hold today
	Birth         string            // YYYY-MM-DD, or ""
	Household     string            // id, or ""
	HouseholdSize int
	Registered    string
	Lon, Lat      float64
}

// FactsOf is the facts of one person; ErrNone outside the pass's places.
func (s *Service) FactsOf(ctx context.Context, p access.Pass, id string) (Facts, error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) (Facts, error) { f, _, err := s.Brief(ctx, tx, id); return f, err })
}

// Brief is the facts and the name of a living person, in the caller's
// transaction and one statement; ErrNone outside the pass's places.
func (s *Service) Brief(ctx context.Context, tx *store.Tx, id string) (f Facts, name string, err error) {
	day := Day(tx.Now)
	rows, err := tx.Query(ctx, `
		SELECT p.region, p.sex, p.birth, p.reg_region, p.lon, p.lat, p.name, COALESCE(a.key, ''), COALESCE(a.level, ''), COALESCE(m.household, ''),
			(SELECT COUNT(*) FROM household_members h WHERE h.street = m.street AND h.household = m.household AND h.to_day = '')
		FROM people p
		LEFT JOIN person_attributes a ON a.street = p.street AND a.person = p.id AND a.from_day <= ? AND (a.to_day = '' OR a.to_day >= ?)
		LEFT JOIN household_members m ON m.street = p.street AND m.person = p.id AND m.to_day = ''
		WHERE p.id = ? AND p.state = 'living' AND @scope(p.region)`, day, day, id)
	f.Attributes = map[string]string{}
	err = store.Each(rows, err, func(r *sql.Rows) error {
		var key, level string
		err := r.Scan(&f.Region, &f.Sex, &f.Birth, &f.Registered, &f.Lon, &f.Lat, &name, &key, &level, &f.Household, &f.HouseholdSize)
		if f.Person = id; key != "" {
			f.Attributes[key] = level
		}
		return err
	})
	if f.Age = AgeOn(f.Birth, tx.Now.In(shanghai)); err == nil && f.Person == "" {
		err = ErrNone
	}
	return f, name, err
}

// EachFacts streams the facts of every living person of the pass's places, or
// of one; memory holds one person and the attributes of all (a few words each).
func (s *Service) EachFacts(ctx context.Context, p access.Pass, only string, fn func(Facts) error) error {
	_, err := store.View(ctx, s.DB, p, func(tx *store.Tx) (struct{}, error) {
		attrs, err := currentAttributes(ctx, tx, only, Day(tx.Now))
		if err != nil {
			return struct{}{}, err
		}
		homes, err := households(ctx, tx, only)
		if err != nil {
			return struct{}{}, err
		}
		rows, err := tx.Query(ctx, `
			SELECT id, region, sex, birth, reg_region, lon, lat FROM people
			WHERE state = 'living' AND (? = '' OR id = ?) AND @scope(region) ORDER BY region, id`, only, only)
		now := tx.Now.In(shanghai)
		return struct{}{}, store.Each(rows, err, func(r *sql.Rows) error {
			var f Facts
			if err := r.Scan(&f.Person, &f.Region, &f.Sex, &f.Birth, &f.Registered, &f.Lon, &f.Lat); err != nil {
				return err
			}
			f.Age, f.Attributes = AgeOn(f.Birth, now), attrs[f.Person]
			f.Household, f.HouseholdSize = homes[f.Person].id, homes[f.Person].size
			return fn(f)
		})
	})
	return err
}

func currentAttributes(ctx context.Context, tx *store.Tx, only, day string) (map[string]map[string]string, error) {
	rows, err := tx.Query(ctx, `
		SELECT person, key, level FROM person_attributes
		WHERE (? = '' OR person = ?) AND from_day <= ? AND (to_day = '' OR to_day >= ?) AND @scope(region)`, only, only, day, day)
	out := map[string]map[string]string{}
	return out, store.Each(rows, err, func(r *sql.Rows) error {
		var person, key, level string
		err := r.Scan(&person, &key, &level)
		if out[person] == nil {
			out[person] = map[string]string{}
		}
		out[person][key] = level
		return err
	})
}

type home struct {
	id   string
	size int
}

func households(ctx context.Context, tx *store.Tx, only string) (map[string]home, error) {
	rows, err := tx.Query(ctx, `
		SELECT m.person, m.household, h.n FROM household_members m
		JOIN (SELECT street, household, COUNT(*) AS n FROM household_members WHERE to_day = '' GROUP BY street, household) h
			ON h.street = m.street AND h.household = m.household
		WHERE m.to_day = '' AND (? = '' OR m.person = ?) AND @scope(m.region)`, only, only)
	out := map[string]home{}
	return out, store.Each(rows, err, func(r *sql.Rows) error {
		var person string
		var h home
		err := r.Scan(&person, &h.id, &h.size)
		out[person] = h
		return err
	})
}

// Aggregate is what statistics may know of a living person.
type Aggregate struct {
	Person     string
	Region     region.Code
	Birth      string // YYYY-MM-DD, or ""
	Household  string // id, or ""
	Sex        string
	Attributes []string // "key" and, where it has levels, "key:level"
	Lon, Lat   float64
}

// EachForAggregate streams every living person of the pass's places for counts
// and maps: never a name, never a number.
func (s *Service) EachForAggregate(ctx context.Context, p access.Pass, fn func(Aggregate) error) error {
	return s.EachFacts(ctx, p, "", func(f Facts) error {
		a := Aggregate{Person: f.Person, Region: f.Region, Birth: f.Birth, Household: f.Household, Sex: f.Sex, Lon: f.Lon, Lat: f.Lat}
		for k, level := range f.Attributes {
			a.Attributes = append(a.Attributes, k)
			if level != "" {
				a.Attributes = append(a.Attributes, k+":"+level)
			}
		}
		return fn(a)
	})
}

// ConsentGiven is one consent of a person.
type ConsentGiven struct {
	ID        string `json:"id"`
	Purpose   string `json:"purpose"`
	Evidence  string `json:"evidence,omitempty"`
	Given     string `json:"given"`
	Until     string `json:"until,omitempty"`
	Withdrawn string `json:"withdrawn,omitempty"`
}

// Consents lists what a person has consented to.
func (s *Service) Consents(ctx context.Context, p access.Pass, id string) ([]ConsentGiven, error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) ([]ConsentGiven, error) {
		rows, err := tx.Query(ctx, `
			SELECT id, purpose, evidence, given, until, withdrawn FROM person_consents WHERE person = ? AND @scope(region) ORDER BY id`, id)
		return store.All(rows, err, func(r *sql.Rows) (c ConsentGiven, err error) {
			err = r.Scan(&c.ID, &c.Purpose, &c.Evidence, &c.Given, &c.Until, &c.Withdrawn)
			return c, err
		})
	})
}

// Consent records a consent given at the counter (PIPL art. 14, 29: separate,
// for a purpose, with evidence).
func (s *Service) Consent(ctx context.Context, p access.Pass, id string, c ConsentGiven) (ConsentGiven, error) {
	if c.Purpose == "" {
		return c, ErrPurpose.On("purpose")
	}
	if c.Until != "" {
		if _, err := time.Parse(time.DateOnly, c.Until); err != nil {
			return c, ErrDate.On("until")
		}
	}
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (ConsentGiven, error) {
		r, err := byID(ctx, tx, id)
		if err != nil {
			return c, err
		}
		c.ID, c.Given = tx.ID(), Day(tx.Now)
		return c, tx.Insert(ctx, r.Region, `
			INSERT INTO person_consents (street, id, person, region, purpose, evidence, given, until, withdrawn) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '')`,
			r.Region.Street(), c.ID, id, r.Region, c.Purpose, c.Evidence, c.Given, c.Until)
	})
}

// HomeAt is where a person lives, in the caller's transaction.
func (s *Service) HomeAt(ctx context.Context, tx *store.Tx, id string) (region.Code, geo.Point, error) {
	r, err := byID(ctx, tx, id)
	return r.Region, geo.Point{Lon: r.Lon, Lat: r.Lat}, err
}

// Names gives the names of those of the ids who are in the pass's places.
func (s *Service) Names(ctx context.Context, p access.Pass, ids []string) (map[string]string, error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) (map[string]string, error) {
		out := map[string]string{}
		for len(ids) > 0 {
			n := min(len(ids), 1000)
			rows, err := tx.Query(ctx, `SELECT id, name FROM people WHERE id IN (?) AND @scope(region)`, ids[:n])
			err = store.Each(rows, err, func(r *sql.Rows) error {
				var id, name string
				err := r.Scan(&id, &name)
				out[id] = name
				return err
			})
			if err != nil {
				return nil, err
			}
			ids = ids[n:]
		}
		return out, nil
	})
}
