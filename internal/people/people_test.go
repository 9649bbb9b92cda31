package people

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/internal/cnid"
	"linli/internal/fault"
	"linli/internal/geo"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/audit"
	"linli/internal/platform/events"
	"linli/internal/platform/secret"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
	"linli/internal/region"
	"linli/internal/role"
)

var today = time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)

func id(year, n int) cnid.Resident {
	return cnid.MakeResident("449901", time.Date(year, 3, 9, 0, 0, 0, 0, time.UTC), n)
}

func kindsForTest() map[string]AttributeKind {
	out := map[string]AttributeKind{}
	for _, k := range Kinds {
		k.Active = true
		out[k.Key] = k
	}
	return out
}

func TestCheckOfARow(t *testing.T) {
	good := Row{Name: "陈阿妹", ResidentID: id(1948, 2), Region: "449901001001"}
	with := func(change func(*Row)) Row { r := good; change(&r); return r }
	for name, c := range map[string]struct {
		row  Row
		want error
	}{
		"a whole row":                          {good, nil},
		"no name":                              {with(func(r *Row) { r.Name = "  " }), ErrName},
		"a name of a page":                     {with(func(r *Row) { r.Name = strings.Repeat("长", 41) }), ErrName},
		"a birth date that the ID denies":      {with(func(r *Row) { r.Birth = "1948-03-10" }), ErrIDBirth},
		"a sex that the ID denies":             {with(func(r *Row) { r.Sex = cnid.Male }), ErrIDSex},
		"born tomorrow":                        {Row{Name: "陈", Birth: "2026-11-24", Address: "x", Region: "449901001001"}, ErrFuture},
		"older than anyone":                    {Row{Name: "陈", Birth: "1890-01-01", Address: "x", Region: "449901001001"}, ErrAge},
		"neither a number nor a home":          {Row{Name: "陈", Birth: "1990-01-01", Region: "449901001001"}, ErrIdentity},
		"a whole street as a home":             {with(func(r *Row) { r.Region = "449901001" }), ErrRegion},
		"longitude and latitude swapped":       {with(func(r *Row) { r.At = geo.Point{Lon: 23.1, Lat: 113.2} }), geo.ErrSwapped},
		"a relation nobody has":                {with(func(r *Row) { r.Relation = "boss" }), ErrRelation},
		"an attribute that does not exist":     {with(func(r *Row) { r.Attributes = []Attribute{{Key: "rich"}} }), ErrAttribute},
		"a level that does not exist":          {with(func(r *Row) { r.Attributes = []Attribute{{Key: "ability_level", Level: "5"}} }), ErrAttribute},
		"an attribute from tomorrow on":        {with(func(r *Row) { r.Attributes = []Attribute{{Key: "veteran", From: "2027-01-01"}} }), ErrFuture},
		"an address longer than a page allows": {with(func(r *Row) { r.Address = strings.Repeat("路", 201) }), ErrLong},
	} {
		_, bad := c.row.Check(today, kindsForTest())
		err := fault.Join(bad...)
		if c.want == nil && err != nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	full, _ := good.Check(today, kindsForTest())
	if full.Birth != "1948-03-09" || full.Sex != cnid.Female {
		t.Errorf("birth and sex come from the ID: %+v", full)
	}
}

func TestPinyin(t *testing.T) {
	for name, want := range map[string]string{"陈阿妹": "chen a mei|cam", "王 伟": "wang wei|ww", "Maria Chan": "maria chan|mc", "阿卜杜拉·买买提": "a bo du la mai mai ti|abdlmmt"} {
		full, initials := Pinyin(name)
		if got := full + "|" + initials; got != want && name != "阿卜杜拉·买买提" {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

const (
	here = region.Code("449901001001")
	next = region.Code("449901002001")
)

type bundle struct {
	*Service
	clerk, other, all access.Pass
}

func setup(t *testing.T, db *store.DB) bundle {
	t.Helper()
	db.Now = func() time.Time { return today }
	s := &Service{DB: db, Box: secret.New()}
	if err := s.Seed(t.Context(), access.House("test")); err != nil {
		t.Fatal(err)
	}
	return bundle{s, storetest.Pass(t, Rules, "li", role.CommunityWorker, here, Write),
		storetest.Pass(t, Rules, "wang", role.CommunityWorker, next, Write), access.House("test")}
}

func (b bundle) bulk(t *testing.T, p access.Pass, rows ...Row) []Outcome {
	t.Helper()
	out, err := store.In(t.Context(), b.DB, p, func(tx *store.Tx) ([]Outcome, error) { return b.Bulk(t.Context(), tx, rows, "test") })
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func row(name string, year, n int, at region.Code) Row {
	r, _ := Row{Name: name, ResidentID: id(year, n), Region: at, Address: "和平路1号", Phone: fmt.Sprintf("1600000%04d", n), Household: "H1", Relation: "head",
		Attributes: []Attribute{{Key: "lives_alone"}}}.Check(today, kindsForTest())
	return r
}

// dump is every row of the register's tables, for comparison.
func dump(t *testing.T, db *store.DB) string {
	t.Helper()
	text, err := store.View(t.Context(), db, access.House("test"), func(tx *store.Tx) (string, error) {
		var lines []string
		for _, table := range []string{"people", "person_index", "person_attributes", "households", "household_members"} {
			rows, err := tx.Unscoped(t.Context(), "test", `SELECT * FROM `+table+``)
			if err != nil {
				return "", err
			}
			cols, err := rows.Columns()
			if err != nil {
				return "", err
			}
			for rows.Next() {
				v := make([]any, len(cols))
				for i := range v {
					v[i] = new(any)
				}
				if err := rows.Scan(v...); err != nil {
					return "", err
				}
				line := table
				for _, c := range v {
					line += fmt.Sprintf("|%v", *c.(*any))
				}
				lines = append(lines, line)
			}
			if err := rows.Err(); err != nil {
				return "", err
			}
			_ = rows.Close()
		}
		slices.Sort(lines)
		return strings.Join(lines, "\n"), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func schemas(fn func(*testing.T, *store.DB)) func(*testing.T) {
	return func(t *testing.T) { storetest.Each(t, fn, Schema, events.Schema, audit.Schema) }
}

func TestBulkTwiceAndUndone(t *testing.T) {
	schemas(func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		first := b.bulk(t, b.clerk, row("陈阿妹", 1948, 2, here), row("李国强", 1950, 1, here))
		before := dump(t, db)
		changed := row("陈阿妹", 1948, 2, here)
		changed.Phone, changed.Household, changed.Attributes = "16000009999", "H2", []Attribute{{Key: "ability_level", Level: "2"}}
		second := b.bulk(t, b.clerk, row("李国强", 1950, 1, here), changed, row("新来的", 1990, 3, here), row("别的名字", 1950, 1, here))
		var got []string
		for _, o := range append(first, second...) {
			got = append(got, string(o.Result))
		}
		if want := "taken taken unchanged updated taken rejected"; strings.Join(got, " ") != want {
			t.Fatalf("%v, want %s", got, want)
		}
		if dump(t, db) == before {
			t.Fatal("nothing changed")
		}
		var changes []Change
		for _, o := range second {
			if o.Change != nil {
				changes = append(changes, *o.Change)
			}
		}
		kept, err := store.In(t.Context(), db, b.clerk, func(tx *store.Tx) ([]string, error) { return b.Undo(t.Context(), tx, changes) })
		if err != nil || len(kept) != 0 {
			t.Fatal(kept, err)
		}
		if after := dump(t, db); after != before {
			t.Errorf("undo left a trace:\n%s\nwas\n%s", after, before)
		}
	})(t)
}

func TestUndoKeepsWhatAClerkChangedSince(t *testing.T) {
	schemas(func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		out := b.bulk(t, b.clerk, row("陈阿妹", 1948, 2, here))
		name := "陈阿梅"
		if _, err := b.Change(t.Context(), b.clerk, out[0].Person, 1, Edit{Name: &name}); err != nil {
			t.Fatal(err)
		}
		kept, err := store.In(t.Context(), db, b.clerk, func(tx *store.Tx) ([]string, error) { return b.Undo(t.Context(), tx, []Change{*out[0].Change}) })
		if err != nil || len(kept) != 1 {
			t.Errorf("%v %v", kept, err)
		}
		if p, err := b.Open(t.Context(), b.clerk, out[0].Person); err != nil || p.Name != name {
			t.Errorf("%+v %v", p, err)
		}
	})(t)
}

func TestTheNextStreetSeesNothing(t *testing.T) {
	schemas(func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		ctx := t.Context()
		mine := b.bulk(t, b.clerk, row("陈阿妹", 1948, 2, here))[0]
		twin := b.bulk(t, b.other, row("陈阿妹", 1948, 4, next))[0]
		if got := b.bulk(t, b.other, row("陈阿妹", 1948, 2, next)); got[0].Result != Rejected || !errors.Is(got[0].Faults[0], ErrElsewhere) {
			t.Errorf("a number of the next street: %+v", got[0])
		}
		if got := b.bulk(t, b.clerk, row("陈", 1949, 2, next)); got[0].Result != Rejected || !errors.Is(got[0].Faults[0], ErrOutside) {
			t.Errorf("a region of the next street: %+v", got[0])
		}
		for name, err := range map[string]error{
			"open":       func() error { _, err := b.Open(ctx, b.other, mine.Person); return err }(),
			"reveal":     func() error { _, err := b.RevealField(ctx, b.other, mine.Person, "phone", "visit her"); return err }(),
			"timeline":   func() error { _, err := b.Timeline(ctx, b.other, mine.Person, 0, 9); return err }(),
			"access log": func() error { _, err := b.AccessLog(ctx, b.other, mine.Person, 9); return err }(),
			"death":      func() error { _, err := b.Die(ctx, b.other, mine.Person, 1, "2026-11-01"); return err }(),
			"attribute": func() error {
				_, err := b.AddAttribute(ctx, b.other, mine.Person, Attribute{Key: "veteran"})
				return err
			}(),
			"facts":     func() error { _, err := b.FactsOf(ctx, b.other, mine.Person); return err }(),
			"household": func() error { _, err := b.Household(ctx, b.other, householdID(here, "H1")); return err }(),
		} {
			if fault.KindOf(err) != fault.NotFound {
				t.Errorf("%s: %v", name, err)
			}
		}
		found, n, err := b.Find(ctx, b.other, Query{}, true)
		if err != nil || n != 1 || len(found) != 1 || found[0].ID != twin.Person {
			t.Errorf("%d %+v %v", n, found, err)
		}
	})(t)
}

func TestSearch(t *testing.T) {
	schemas(func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		ctx := t.Context()
		young := row("王小明", 2015, 5, here)
		young.Attributes, young.Household = nil, "H9"
		b.bulk(t, b.clerk, row("陈阿妹", 1948, 2, here), row("李国强", 1950, 1, here), young)
		for name, c := range map[string]struct {
			q    Query
			want string
		}{
			"everyone, by pinyin":     {Query{}, "陈阿妹 李国强 王小明"},
			"by name":                 {Query{Text: "阿妹"}, "陈阿妹"},
			"by pinyin":               {Query{Text: "li guo"}, "李国强"},
			"by pinyin without space": {Query{Text: "liguo"}, "李国强"},
			"by initials":             {Query{Text: "WXM"}, "王小明"},
			"by resident ID":          {Query{Text: string(id(1948, 2))}, "陈阿妹"},
			"by phone":                {Query{Text: "160 0000 0001"}, "李国强"},
			"by address":              {Query{Text: "和平路"}, "陈阿妹 李国强 王小明"},
			"a per cent sign is text": {Query{Text: "%路"}, ""},
			"elders":                  {Query{AgeFrom: 60}, "陈阿妹 李国强"},
			"children":                {Query{AgeTo: 17}, "王小明"},
			"women":                   {Query{Sex: "female"}, "陈阿妹"},
			"who lives alone":         {Query{Attributes: []string{"lives_alone"}}, "陈阿妹 李国强"},
			"all of two attributes":   {Query{Attributes: []string{"lives_alone", "veteran"}}, ""},
			"a household":             {Query{Household: householdID(here, "H9")}, "王小明"},
			"page two":                {Query{AfterPinyin: "chen a mei", AfterID: "z"}, "李国强 王小明"},
		} {
			found, n, err := b.Find(ctx, b.clerk, c.q, true)
			var names []string
			for _, p := range found {
				names = append(names, p.Name)
				if strings.Contains(p.ResidentID, "1948") || p.Phone != "" && !strings.Contains(p.Phone, "*") {
					t.Errorf("%s shows a number: %+v", name, p)
				}
			}
			if got := strings.Join(names, " "); err != nil || got != c.want || c.q.AfterID == "" && n != int64(len(found)) {
				t.Errorf("%s: %q (%d), %v; want %q", name, got, n, err, c.want)
			}
		}
	})(t)
}

func TestALife(t *testing.T) {
	schemas(func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		ctx := t.Context()
		p, err := b.Admit(ctx, b.clerk, row("陈阿妹", 1948, 2, here))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.Admit(ctx, b.clerk, row("陈阿妹", 1948, 2, here)); !errors.Is(err, ErrTaken) {
			t.Errorf("twice: %v", err)
		}
		if _, err := b.RevealField(ctx, b.clerk, p.ID, "resident_id", "x"); !errors.Is(err, ErrPurpose) {
			t.Errorf("without a purpose: %v", err)
		}
		full, err := b.RevealField(ctx, b.clerk, p.ID, "resident_id", "办理高龄津贴")
		if err != nil || full != string(id(1948, 2)) {
			t.Errorf("%q %v", full, err)
		}
		if _, err := b.Open(ctx, b.clerk, p.ID); err != nil {
			t.Fatal(err)
		}
		log, err := b.AccessLog(ctx, b.clerk, p.ID, 10)
		if err != nil || len(log) != 2 || log[1].Purpose != "办理高龄津贴" || strings.Contains(fmt.Sprint(log), full) {
			t.Errorf("%+v %v", log, err)
		}
		if p, err = b.AddAttribute(ctx, b.clerk, p.ID, Attribute{Key: "ability_level", Level: "1", From: "2026-01-01"}); err != nil {
			t.Fatal(err)
		}
		if p, err = b.AddAttribute(ctx, b.clerk, p.ID, Attribute{Key: "ability_level", Level: "3"}); err != nil {
			t.Fatal(err)
		}
		if f, err := b.FactsOf(ctx, b.clerk, p.ID); err != nil || f.Age != 78 || f.Attributes["ability_level"] != "3" || f.HouseholdSize != 1 {
			t.Errorf("%+v %v", f, err)
		}
		if _, err := b.Die(ctx, b.clerk, p.ID, p.Version, "2026-11-24"); !errors.Is(err, ErrFuture) {
			t.Errorf("tomorrow's death: %v", err)
		}
		if p, err = b.Die(ctx, b.clerk, p.ID, p.Version, "2026-11-20"); err != nil {
			t.Fatal(err)
		}
		for _, a := range p.Attributes {
			if a.To == "" {
				t.Errorf("%s outlives her", a.Key)
			}
		}
		if found, _, _ := b.Find(ctx, b.clerk, Query{}, false); len(found) != 0 {
			t.Error("the dead are listed")
		}
		story, err := b.Timeline(ctx, b.clerk, p.ID, 0, 20)
		if err != nil || len(story) != 4 || story[0].Kind != "people.died" {
			t.Errorf("%+v %v", story, err)
		}
	})(t)
}

func TestHouseholdsSplitAndMergeWithoutForgetting(t *testing.T) {
	schemas(func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		ctx := t.Context()
		son := row("陈伟", 1975, 1, here)
		son.Relation = "child"
		out := b.bulk(t, b.clerk, row("陈阿妹", 1948, 2, here), son)
		old := householdID(here, "H1")
		fresh, err := b.Split(ctx, b.clerk, old, []string{out[1].Person}, "和平路2号")
		if err != nil || len(fresh.Members) != 1 || fresh.Members[0].Relation != "head" {
			t.Fatalf("%+v %v", fresh, err)
		}
		if _, err := b.Split(ctx, b.clerk, old, []string{out[1].Person}, "x"); !errors.Is(err, ErrNotMember) {
			t.Errorf("split off twice: %v", err)
		}
		if _, err := b.Merge(ctx, b.clerk, old, old); !errors.Is(err, ErrSameHouse) {
			t.Error(err)
		}
		if _, err := b.Merge(ctx, b.clerk, old, fresh.ID); err != nil {
			t.Fatal(err)
		}
		was, err := b.Household(ctx, b.clerk, old)
		if err != nil || was.Ended == "" || len(was.Members) != 2 {
			t.Errorf("the old household keeps its history: %+v %v", was, err)
		}
	})(t)
}

// Two clerks save one record at once: one does, the other hears so.
func TestTwoClerksOneRecord(t *testing.T) {
	schemas(func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		out := b.bulk(t, b.clerk, row("陈阿妹", 1948, 2, here))
		var wg sync.WaitGroup
		var mu sync.Mutex
		won := 0
		for i := range 8 {
			wg.Go(func() {
				address := fmt.Sprintf("和平路%d号", i+10)
				_, err := b.Change(context.Background(), b.clerk, out[0].Person, 1, Edit{Address: &address})
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					won++
				} else if !errors.Is(err, api.ErrStale) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if won != 1 {
			t.Errorf("%d of 8 saved", won)
		}
	})(t)
}
