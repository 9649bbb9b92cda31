package people

import (
	"context"
	"strings"
	"time"

	"linli/internal/cnid"
	"linli/internal/platform/access"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/region"
)

// Likeness is what two records are compared by. Its numbers are in full: it
// must not leave the process.
type Likeness struct {
	Person            string
	Region            region.Code
	Name, Pinyin      string
	Birth, Sex        string
	ResidentID, Phone string
	Home              string // address, building, unit and flat in one
	Living            bool
	Version           int64
	Changed           time.Time
}

func (s *Service) likeness(r record) (Likeness, error) {
	id, err := s.Box.Open(r.IDSealed)
	if err != nil {
		return Likeness{}, err
	}
	phone, err := s.Box.Open(r.PhoneSealed)
	return Likeness{Person: r.ID, Region: r.Region, Name: r.Name, Pinyin: r.Pinyin, Birth: r.Birth, Sex: r.Sex, ResidentID: id, Phone: phone,
		Home: strings.Join(strings.Fields(r.Address+r.Building+r.Unit+r.Flat), ""), Living: r.State == Living, Version: r.Version, Changed: store.Time(r.Changed)}, err
}

// EachLikeness streams everyone living in the pass's places, in a stable order.
func (s *Service) EachLikeness(ctx context.Context, p access.Pass, fn func(Likeness) error) error {
	return s.likenesses(ctx, p, fn, eachLiving)
}

// EachChanged streams everyone changed since a time, whatever their state, in that order.
func (s *Service) EachChanged(ctx context.Context, p access.Pass, since time.Time, fn func(Likeness) error) error {
	return s.likenesses(ctx, p, fn, func(ctx context.Context, tx *store.Tx, fn func(record) error) error {
		return eachChanged(ctx, tx, store.Micros(since), fn)
	})
}

func (s *Service) likenesses(ctx context.Context, p access.Pass, fn func(Likeness) error, each func(context.Context, *store.Tx, func(record) error) error) error {
	_, err := store.View(ctx, s.DB, p, func(tx *store.Tx) (int, error) {
		return 0, each(ctx, tx, func(rec record) error {
			l, err := s.likeness(rec)
			if err != nil {
				return err
			}
			return fn(l)
		})
	})
	return err
}

// Cards are the people of the ids whom the pass sees, numbers masked.
func (s *Service) Cards(ctx context.Context, tx *store.Tx, ids []string) (map[string]Person, error) {
	found, err := byIDs(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	all := make([]record, 0, len(found))
	for _, r := range found {
		all = append(all, r)
	}
	views, err := s.views(ctx, tx, all)
	out := make(map[string]Person, len(views))
	for _, v := range views {
		out[v.ID] = v
	}
	return out, err
}

// Joined is what a merge did: enough for Part to undo it. It holds sealed
// numbers, and may be stored.
type Joined struct {
	Keep, Drop            string
	KeepBefore, KeepAfter record
	DropBefore            record
	Left                  []member // memberships of the dropped record that the merge ended
	Attrs                 []attribute
	Members               []member
}

// Join makes two living records one: keep carries on and takes what it lacks,
// drop stays as a pointer to it. Everything of the dropped record stays stored.
func (s *Service) Join(ctx context.Context, tx *store.Tx, keep, drop string) (Joined, error) {
	k, err := byID(ctx, tx, keep)
	if err != nil {
		return Joined{}, err
	}
	d, err := byID(ctx, tx, drop)
	if err != nil {
		return Joined{}, err
	}
	if keep == drop || k.State != Living || d.State != Living {
		return Joined{}, ErrMerge
	}
	j := Joined{Keep: keep, Drop: drop, KeepBefore: k, DropBefore: d}
	takes := k.IDSealed == "" && d.IDSealed != ""
	k = take(k, d)
	attrs, err := attributesOf(ctx, tx, []string{keep, drop})
	if err != nil {
		return j, err
	}
	members, err := membershipsOf(ctx, tx, []string{keep, drop})
	if err != nil {
		return j, err
	}
	j.belongings(k, attrs, members, Day(tx.Now))
	d.State, d.Into = Merged, keep
	j.KeepAfter = k
	if takes {
		if err := putIndex(ctx, tx, k.Region, []record{k}); err != nil {
			return j, err
		}
	}
	var changed []member
	for _, m := range j.Left {
		m.To = Day(tx.Now)
		changed = append(changed, m)
	}
	if err := s.rewrite(ctx, tx, k, d, j.Attrs, append(changed, j.Members...)); err != nil {
		return j, err
	}
	return j, s.tell(ctx, tx, "people.merged", k, d)
}

// take fills what k lacks from d.
func take(k, d record) record {
	fill := func(to *string, v string) {
		if *to == "" {
			*to = v
		}
	}
	if k.IDSealed == "" && d.IDSealed != "" {
		k.IDSealed, k.IDHash = d.IDSealed, d.IDHash
	}
	if k.PhoneSealed == "" || k.PhoneHash == "" {
		k.PhoneSealed, k.PhoneHash = d.PhoneSealed, d.PhoneHash
	}
	fill(&k.Birth, d.Birth)
	fill(&k.Sex, d.Sex)
	fill(&k.RegRegion, d.RegRegion)
	fill(&k.RegAddress, d.RegAddress)
	if k.Address == "" && k.Flat == "" {
		k.Address, k.Building, k.Unit, k.Flat = d.Address, d.Building, d.Unit, d.Flat
	}
	if k.Lon == 0 && k.Lat == 0 {
		k.Lon, k.Lat = d.Lon, d.Lat
	}
	return k
}

// belongings are the attributes and the household that keep takes over.
func (j *Joined) belongings(k record, attrs map[string][]attribute, members map[string][]member, today string) {
	holds, rows := map[string]bool{}, map[string]bool{}
	for _, a := range attrs[j.Keep] {
		holds[a.Key] = holds[a.Key] || a.To == ""
		rows[a.Key+a.From] = true
	}
	for _, a := range attrs[j.Drop] {
		if a.To == "" && !holds[a.Key] && !rows[a.Key+a.From] {
			a.Person, a.Region = k.ID, k.Region
			j.Attrs = append(j.Attrs, a)
		}
	}
	housed := false
	for _, m := range members[j.Keep] {
		housed = housed || m.To == ""
	}
	for _, m := range members[j.Drop] {
		if m.To != "" {
			continue
		}
		j.Left = append(j.Left, m)
		if !housed {
			housed = true
			j.Members = append(j.Members, member{Household: m.Household, Person: k.ID, Region: k.Region, Relation: m.Relation, From: today})
		}
	}
}

// Part undoes a merge: the dropped record is as it was, and the kept one gives
// back what it took and has not changed since.
func (s *Service) Part(ctx context.Context, tx *store.Tx, j Joined) error {
	k, err := byID(ctx, tx, j.Keep)
	if err != nil {
		return err
	}
	d, err := byID(ctx, tx, j.Drop)
	if err != nil {
		return err
	}
	if d.State != Merged || d.Into != j.Keep {
		return ErrMerge
	}
	d.State, d.Into = j.DropBefore.State, ""
	if k.IDHash == j.KeepAfter.IDHash && k.IDHash != j.KeepBefore.IDHash {
		if err := putIndex(ctx, tx, d.Region, []record{d}); err != nil {
			return err
		}
	}
	k = back(k, j.KeepBefore, j.KeepAfter)
	if err := s.leaveOff(ctx, tx, j); err != nil {
		return err
	}
	if err := s.rewrite(ctx, tx, k, d, nil, j.Left); err != nil {
		return err
	}
	return s.tell(ctx, tx, "people.unmerged", k, d)
}

// back restores the fields that still are as the merge left them.
func back(now, before, after record) record {
	text := func(n *string, b, a string) {
		if *n == a {
			*n = b
		}
	}
	text(&now.IDSealed, before.IDSealed, after.IDSealed)
	text(&now.IDHash, before.IDHash, after.IDHash)
	text(&now.PhoneSealed, before.PhoneSealed, after.PhoneSealed)
	text(&now.PhoneHash, before.PhoneHash, after.PhoneHash)
	text(&now.Birth, before.Birth, after.Birth)
	text(&now.Sex, before.Sex, after.Sex)
	text(&now.RegRegion, before.RegRegion, after.RegRegion)
	text(&now.RegAddress, before.RegAddress, after.RegAddress)
	text(&now.Address, before.Address, after.Address)
	text(&now.Building, before.Building, after.Building)
	text(&now.Unit, before.Unit, after.Unit)
	text(&now.Flat, before.Flat, after.Flat)
	if now.Lon == after.Lon && now.Lat == after.Lat {
		now.Lon, now.Lat = before.Lon, before.Lat
	}
	return now
}

// rewrite saves both records and what belongs to them, each at its own place.
func (s *Service) rewrite(ctx context.Context, tx *store.Tx, k, d record, attrs []attribute, members []member) error {
	for _, r := range []record{k, d} {
		if err := save(ctx, tx, r.Region.Street(), r); err != nil {
			return err
		}
		if err := putAttributes(ctx, tx, r.Region, only(attrs, func(a attribute) bool { return a.Person == r.ID })); err != nil {
			return err
		}
		if err := putMembers(ctx, tx, r.Region, only(members, func(m member) bool { return m.Person == r.ID })); err != nil {
			return err
		}
	}
	return nil
}

// leaveOff takes away what the merge gave to the kept record and nobody has
// touched since.
func (s *Service) leaveOff(ctx context.Context, tx *store.Tx, j Joined) error {
	for _, a := range j.Attrs {
		if err := dropAttribute(ctx, tx, a); err != nil {
			return err
		}
	}
	for _, m := range j.Members {
		if err := dropMember(ctx, tx, m); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) tell(ctx context.Context, tx *store.Tx, kind string, k, d record) error {
	if err := events.Append(ctx, tx, events.Event{Kind: kind, Region: d.Region, Subject: d.ID, Body: map[string]string{"into": k.ID}}); err != nil {
		return err
	}
	return events.Append(ctx, tx, events.Event{Kind: kind, Region: k.Region, Subject: k.ID, Body: map[string]string{"from": d.ID}})
}

// RowOf is a row to compare with, from what a clerk has typed so far; what does
// not parse is left out.
func RowOf(name, residentID, phone, birth string, sex cnid.Sex, home string) Row {
	r := Row{Name: strings.Join(strings.Fields(name), " "), Birth: birth, Sex: sex, Address: home}
	if id, err := cnid.ParseResident(residentID); err == nil {
		r.ResidentID, r.Birth, r.Sex = id, id.Birth().Format("2006-01-02"), id.Sex()
	}
	if p, err := cnid.ParsePhone(phone); err == nil {
		r.Phone = p
	}
	return r
}
