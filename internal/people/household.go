package people

import (
	"context"
	"database/sql"

	"linli/internal/platform/access"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/region"
)

// Household is who lives together. Members with To are those of before.
type Household struct {
	ID      string      `json:"id"`
	Region  region.Code `json:"region"`
	Key     string      `json:"key,omitempty" doc:"The number the roster gave it"`
	Address string      `json:"address"`
	Ended   string      `json:"ended,omitempty"`
	Members []Member    `json:"members"`
	Version int64       `json:"version"`
}

// Member of a household for a period.
type Member struct {
	Person   string `json:"person"`
	Name     string `json:"name"`
	Age      int    `json:"age"`
	Relation string `json:"relation"`
	From     string `json:"from"`
	To       string `json:"to,omitempty"`
}

// Households lists those that exist, by address.
func (s *Service) Households(ctx context.Context, p access.Pass, q, afterAddress, afterID string, limit int) ([]Household, error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) ([]Household, error) {
		all, err := listHouseholds(ctx, tx, q, afterAddress, afterID, limit)
		out := make([]Household, len(all))
		for i, h := range all {
			out[i] = Household{ID: h.ID, Region: h.Region, Key: h.Key, Address: h.Address, Ended: h.Ended, Version: h.Version, Members: []Member{}}
		}
		if err != nil {
			return nil, err
		}
		return out, withMembers(ctx, tx, out)
	})
}

// withMembers fills in who lives in each household now, the head first.
func withMembers(ctx context.Context, tx *store.Tx, all []Household) error {
	at := make(map[string]*Household, len(all))
	ids := make([]string, len(all))
	for i := range all {
		at[all[i].ID], ids[i] = &all[i], all[i].ID
	}
	rows, err := tx.Query(ctx, `
		SELECT m.household, m.person, p.name, p.birth, m.relation, m.from_day FROM household_members m JOIN people p ON p.street = m.street AND p.id = m.person
		WHERE m.household IN (?) AND m.to_day = '' AND @scope(m.region) ORDER BY CASE m.relation WHEN 'head' THEN 0 ELSE 1 END, p.birth, m.person`, ids)
	return store.Each(rows, err, func(r *sql.Rows) error {
		var house, birth string
		var m Member
		if err := r.Scan(&house, &m.Person, &m.Name, &birth, &m.Relation, &m.From); err != nil {
			return err
		}
		m.Age = AgeOn(birth, tx.Now.In(shanghai))
		at[house].Members = append(at[house].Members, m)
		return nil
	})
}

// Household is one with its members, past ones too.
func (s *Service) Household(ctx context.Context, p access.Pass, id string) (Household, error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) (Household, error) { return s.house(ctx, tx, id) })
}

func (s *Service) house(ctx context.Context, tx *store.Tx, id string) (Household, error) {
	found, err := householdsByID(ctx, tx, []string{id})
	if err != nil || len(found) == 0 {
		if err == nil {
			err = ErrNoHouse
		}
		return Household{}, err
	}
	h := found[0]
	out := Household{ID: h.ID, Region: h.Region, Key: h.Key, Address: h.Address, Ended: h.Ended, Version: h.Version, Members: []Member{}}
	members, err := membersOf(ctx, tx, id)
	if err != nil {
		return out, err
	}
	ids := make([]string, len(members))
	for i, m := range members {
		ids[i] = m.Person
	}
	who, err := byIDs(ctx, tx, ids)
	for _, m := range members {
		r := who[m.Person]
		out.Members = append(out.Members, Member{Person: m.Person, Name: r.Name, Age: AgeOn(r.Birth, tx.Now.In(shanghai)), Relation: m.Relation, From: m.From, To: m.To})
	}
	return out, err
}

// Split founds a new household at an address with some members of another, who
// leave it; the first of them is the head.
func (s *Service) Split(ctx context.Context, p access.Pass, id string, persons []string, address string) (Household, error) {
	return s.regroup(ctx, p, id, func(tx *store.Tx, h household, open map[string]member) (household, []member, error) {
		next := household{ID: tx.ID(), Region: h.Region, Address: address, Version: 1}
		var moved []member
		for i, person := range persons {
			m, ok := open[person]
			if !ok {
				return next, nil, ErrNotMember.On("persons")
			}
			relation := "other"
			if i == 0 {
				relation = "head"
			}
			m.To = Day(tx.Now)
			moved = append(moved, m, member{Household: next.ID, Person: person, Region: m.Region, Relation: relation, From: Day(tx.Now)})
		}
		return next, moved, nil
	}, "people.household_split")
}

// Merge moves everyone of a household into another and ends it.
func (s *Service) Merge(ctx context.Context, p access.Pass, id, into string) (Household, error) {
	if id == into {
		return Household{}, ErrSameHouse.On("into")
	}
	return s.regroup(ctx, p, id, func(tx *store.Tx, _ household, open map[string]member) (household, []member, error) {
		found, err := householdsByID(ctx, tx, []string{into})
		if err != nil || len(found) == 0 || found[0].Ended != "" {
			if err == nil {
				err = ErrNoHouse.On("into")
			}
			return household{}, nil, err
		}
		var moved []member
		for _, m := range open {
			m.To = Day(tx.Now)
			relation := m.Relation
			if relation == "head" {
				relation = "other"
			}
			moved = append(moved, m, member{Household: into, Person: m.Person, Region: m.Region, Relation: relation, From: Day(tx.Now)})
		}
		return found[0], moved, nil
	}, "people.household_merged")
}

// regroup is the shape of both: memberships end and begin, nothing is
// overwritten, an emptied household ends, each person's timeline says so.
func (s *Service) regroup(ctx context.Context, p access.Pass, id string, rule func(*store.Tx, household, map[string]member) (household, []member, error), kind string) (Household, error) {
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (Household, error) {
		found, err := householdsByID(ctx, tx, []string{id})
		if err != nil || len(found) == 0 {
			if err == nil {
				err = ErrNoHouse
			}
			return Household{}, err
		}
		members, err := membersOf(ctx, tx, id)
		if err != nil {
			return Household{}, err
		}
		open := map[string]member{}
		for _, m := range members {
			if m.To == "" {
				open[m.Person] = m
			}
		}
		to, moved, err := rule(tx, found[0], open)
		if err != nil {
			return Household{}, err
		}
		to.Version++
		from := found[0]
		from.Version++
		if len(moved)/2 == len(open) {
			from.Ended = Day(tx.Now)
		}
		if err := putHouseholds(ctx, tx, from.Region, []household{from}); err != nil {
			return Household{}, err
		}
		if err := putHouseholds(ctx, tx, to.Region, []household{to}); err != nil {
			return Household{}, err
		}
		for _, m := range moved {
			if err := putMembers(ctx, tx, m.Region, []member{m}); err != nil {
				return Household{}, err
			}
			if m.To == "" {
				e := events.Event{Kind: kind, Region: m.Region, Subject: m.Person, Body: map[string]string{"from": from.ID, "to": to.ID}}
				if err := events.Append(ctx, tx, e); err != nil {
					return Household{}, err
				}
			}
		}
		return s.house(ctx, tx, to.ID)
	})
}
