package people

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"

	"linli/internal/fault"
	"linli/internal/platform/events"
	"linli/internal/platform/secret"
	"linli/internal/platform/store"
	"linli/internal/region"
)

// Result of one row of a Bulk.
type Result string

const (
	Taken     Result = "taken"     // new in the register
	Updated   Result = "updated"   // was there and differs
	Unchanged Result = "unchanged" // was there and says the same
	Rejected  Result = "rejected"  // see Faults; nothing of it was taken
)

// Outcome is what became of one row.
type Outcome struct {
	Result Result
	Person string
	Faults []*fault.Fault
	// Change restores what was before; nil where nothing changed. It is sealed
	// as the register is, and may be stored.
	Change *Change
}

// Change is a before-image: enough for Undo to leave no trace in the register.
type Change struct {
	Person    string
	Region    region.Code // after
	Version   int64       // after; Undo keeps its hands off a newer one
	Before    *record     `json:",omitempty"` // nil: the person was not there
	Attrs     []attribute `json:",omitempty"`
	Members   []member    `json:",omitempty"`
	Household string      `json:",omitempty"` // made for this row
}

// Bulk takes up to a few thousand checked rows in one transaction, with a fixed
// number of statements. A row is known by its resident ID number, or by name,
// birth date and home where it has none. Empty fields of a row leave the
// register as it is. The same row again is Unchanged, even where a clerk has
// changed the record since: what a person mended is not undone by an old file.
//
// Where another hand takes one of the same numbers at the same moment, the
// error is a unique violation (store.IsUnique): roll back and call again.
func (s *Service) Bulk(ctx context.Context, tx *store.Tx, rows []Row, source string) ([]Outcome, error) {
	b := &bulk{s: s, tx: tx, source: source, today: Day(tx.Now), out: make([]Outcome, len(rows))}
	hashes := make([]string, len(rows))
	for i, r := range rows {
		hashes[i] = s.identity(r)
	}
	known, err := lookUp(ctx, tx, hashes)
	if err != nil {
		return nil, err
	}
	var ids, houses []string
	for _, v := range known {
		ids = append(ids, v.Person)
	}
	if b.have, err = byIDs(ctx, tx, ids); err != nil {
		return nil, err
	}
	if b.attrs, err = attributesOf(ctx, tx, ids); err != nil {
		return nil, err
	}
	if b.members, err = membershipsOf(ctx, tx, ids); err != nil {
		return nil, err
	}
	for _, r := range rows {
		if r.Household != "" {
			houses = append(houses, householdID(r.Region.Community(), r.Household))
		}
	}
	there, err := householdsByID(ctx, tx, houses)
	if err != nil {
		return nil, err
	}
	b.houses = map[string]bool{}
	for _, h := range there {
		b.houses[h.ID] = true
	}
	seen := map[string]bool{}
	for i, r := range rows {
		switch in, was := known[hashes[i]]; {
		case !tx.Pass().Covers(r.Region):
			b.reject(i, ErrOutside.On("region"))
		case seen[hashes[i]]:
			b.reject(i, ErrTaken.On("resident_id"))
		case was && b.have[in.Person].ID == "":
			b.reject(i, ErrElsewhere.On("resident_id"))
		case was:
			b.update(i, r, b.have[in.Person])
		default:
			b.add(i, r, hashes[i])
		}
		if b.out[i].Result != Rejected {
			seen[hashes[i]] = true
		}
	}
	return b.out, b.write(ctx)
}

// identity is the keyed hash under which a row is known.
func (s *Service) identity(r Row) string {
	if r.ResidentID != "" {
		return s.Box.Blind("id", string(r.ResidentID))
	}
	return s.Box.Blind("noid", strings.Join([]string{r.Name, r.Birth, string(r.Region.Community()), r.Address, r.Building, r.Unit, r.Flat}, "|"))
}

// householdID is the same for the same number in the same community, so that
// rows of one household find each other without a look-up.
func householdID(community region.Code, key string) string {
	sum := sha256.Sum256([]byte("household|" + string(community) + "|" + key))
	h := hex.EncodeToString(sum[:16])
	return h[:8] + "-" + h[8:12] + "-8" + h[13:16] + "-a" + h[17:20] + "-" + h[20:32] // RFC 9562 UUIDv8
}

func digest(box *secret.Box, r Row) string {
	raw, err := json.Marshal(r)
	if err != nil {
		panic(err) // text and numbers; NaN was refused by Check
	}
	return box.Blind("row", string(raw))
}

type bulk struct {
	s       *Service
	tx      *store.Tx
	source  string
	today   string
	have    map[string]record
	attrs   map[string][]attribute
	members map[string][]member
	houses  map[string]bool
	out     []Outcome

	rows, fresh []record
	newAttrs    []attribute
	newMembers  []member
	newHouses   []household
	log         []events.Event
}

func (b *bulk) reject(i int, f ...*fault.Fault) { b.out[i] = Outcome{Result: Rejected, Faults: f} }

func (b *bulk) add(i int, r Row, hash string) {
	rec := record{ID: b.tx.ID(), IDHash: hash, State: Living, Version: 1, Changed: store.Micros(b.tx.Now), Digest: digest(b.s.Box, r)}
	b.s.fill(&rec, r)
	b.rows, b.fresh = append(b.rows, rec), append(b.fresh, rec)
	c := &Change{Person: rec.ID, Region: rec.Region, Version: 1}
	b.belong(c, rec, r, nil)
	b.state(rec, r, nil)
	b.out[i] = Outcome{Result: Taken, Person: rec.ID, Change: c}
	b.log = append(b.log, events.Event{Kind: "people.registered", Region: rec.Region, Subject: rec.ID, Body: map[string]string{"source": b.source}})
}

func (b *bulk) update(i int, r Row, was record) {
	d := digest(b.s.Box, r)
	switch {
	case was.State == Died:
		b.reject(i, ErrDied.On("resident_id"))
		return
	case was.Digest == d:
		b.out[i] = Outcome{Result: Unchanged, Person: was.ID}
		return
	case was.State == Merged:
		b.reject(i, ErrMerged.On("resident_id"))
		return
	case was.Name != r.Name:
		b.reject(i, ErrOtherName.On("name"))
		return
	case was.Region.Street() != r.Region.Street(): // a move between streets is an act of its own
		b.reject(i, ErrElsewhere.On("region"))
		return
	}
	rec := was
	b.s.fill(&rec, r)
	rec.Digest, rec.Version, rec.Changed = d, was.Version+1, store.Micros(b.tx.Now)
	before := was
	c := &Change{Person: was.ID, Region: rec.Region, Version: rec.Version, Before: &before, Attrs: b.attrs[was.ID], Members: b.members[was.ID]}
	b.rows = append(b.rows, rec)
	if rec.Region != was.Region { // what belongs to a person lies where the person does
		for _, a := range b.attrs[was.ID] {
			a.Region = rec.Region
			b.newAttrs = append(b.newAttrs, a)
		}
		for _, m := range b.members[was.ID] {
			m.Region = rec.Region
			b.newMembers = append(b.newMembers, m)
		}
	}
	b.belong(c, rec, r, b.members[was.ID])
	b.state(rec, r, b.attrs[was.ID])
	b.out[i] = Outcome{Result: Updated, Person: was.ID, Change: c}
	b.log = append(b.log, events.Event{Kind: "people.updated", Region: rec.Region, Subject: rec.ID, Body: map[string]string{"source": b.source}})
}

// fill writes what a row says over a record; what it does not say stays.
func (s *Service) fill(rec *record, r Row) {
	set := func(to *string, v string) {
		if v != "" {
			*to = v
		}
	}
	rec.Region, rec.Name = r.Region, r.Name
	rec.Pinyin, rec.Initials = Pinyin(r.Name)
	set(&rec.Sex, string(r.Sex))
	set(&rec.Birth, r.Birth)
	if r.ResidentID != "" && rec.IDSealed == "" {
		rec.IDSealed = s.Box.Seal(string(r.ResidentID))
	}
	if h := s.Box.Blind("phone", r.Phone); h != "" && h != rec.PhoneHash {
		rec.PhoneHash, rec.PhoneSealed = h, s.Box.Seal(r.Phone)
	}
	set(&rec.RegRegion, r.RegRegion)
	set(&rec.RegAddress, r.RegAddress)
	set(&rec.Address, r.Address)
	set(&rec.Building, r.Building)
	set(&rec.Unit, r.Unit)
	set(&rec.Flat, r.Flat)
	if !r.At.IsZero() {
		rec.Lon, rec.Lat = r.At.Lon, r.At.Lat
	}
}

// belong puts the person into the household of the row; a membership elsewhere
// ends today.
func (b *bulk) belong(c *Change, rec record, r Row, had []member) {
	if r.Household == "" {
		return
	}
	id := householdID(r.Region.Community(), r.Household)
	relation := r.Relation
	if relation == "" {
		relation = "other"
	}
	for _, m := range had {
		if m.To != "" {
			continue
		}
		if m.Household == id && m.Relation == relation {
			return
		}
		m.To = b.today
		b.newMembers = append(b.newMembers, m)
	}
	if !b.houses[id] {
		b.houses[id] = true
		c.Household = id
		b.newHouses = append(b.newHouses, household{ID: id, Region: rec.Region, Key: r.Household, Address: rec.Address, Version: 1})
	}
	b.newMembers = append(b.newMembers, member{Household: id, Person: rec.ID, Region: rec.Region, Relation: relation, From: b.today})
}

// state adds the attributes of the row that do not hold yet.
func (b *bulk) state(rec record, r Row, had []attribute) {
	for _, a := range r.Attributes {
		holds := false
		for _, h := range had {
			holds = holds || h.To == "" && h.Key == a.Key && h.Level == a.Level
			if h.To == "" && h.Key == a.Key && h.Level != a.Level && h.From != b.today {
				h.To = b.today
				b.newAttrs = append(b.newAttrs, h)
			}
		}
		if holds {
			continue
		}
		if a.From == "" {
			a.From = b.today
		}
		if a.Source == "" {
			a.Source = b.source
		}
		b.newAttrs = append(b.newAttrs, attribute{Person: rec.ID, Region: rec.Region, Attribute: a})
	}
}

// write saves everything, in as few statements as the pass allows: all at once
// where it covers the common place, else one community after another.
func (b *bulk) write(ctx context.Context) error {
	// One statement must not touch a row twice (PostgreSQL 21000): the last word counts.
	b.newAttrs = last(b.newAttrs, func(a attribute) string { return a.Person + "|" + a.Key + "|" + a.From })
	b.newMembers = last(b.newMembers, func(m member) string { return m.Household + "|" + m.Person + "|" + m.From })
	for _, at := range b.places() {
		in := func(c region.Code) bool { return c.In(at) }
		// The index first: it decides who was quicker, before anything else waits.
		if err := addIndex(ctx, b.tx, at, only(b.fresh, func(r record) bool { return in(r.Region) })); err != nil {
			return err
		}
		if err := putHouseholds(ctx, b.tx, at, only(b.newHouses, func(h household) bool { return in(h.Region) })); err != nil {
			return err
		}
		if err := put(ctx, b.tx, at, only(b.rows, func(r record) bool { return in(r.Region) })); err != nil {
			return err
		}
		if err := putAttributes(ctx, b.tx, at, only(b.newAttrs, func(a attribute) bool { return in(a.Region) })); err != nil {
			return err
		}
		if err := putMembers(ctx, b.tx, at, only(b.newMembers, func(m member) bool { return in(m.Region) })); err != nil {
			return err
		}
		if err := events.AppendMany(ctx, b.tx, at, only(b.log, func(e events.Event) bool { return in(e.Region) })); err != nil {
			return err
		}
	}
	return nil
}

// places are regions that together hold every changed row and that the pass
// covers one by one.
func (b *bulk) places() []region.Code {
	var common region.Code
	communities := map[region.Code]bool{}
	for _, r := range b.rows {
		communities[r.Region.Community()] = true
	}
	for c := range communities {
		switch {
		case common == "":
			common = c
		default:
			for !c.In(common) && common != "" {
				common = common.Parent()
			}
		}
	}
	if common != "" && b.tx.Pass().Covers(common) {
		return []region.Code{common}
	}
	out := make([]region.Code, 0, len(communities))
	for c := range communities {
		out = append(out, c)
	}
	return out
}
