package duplicates

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/internal/cnid"
	"linli/internal/fault"
	"linli/internal/people"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/audit"
	"linli/internal/platform/events"
	"linli/internal/platform/jobs"
	"linli/internal/platform/secret"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
	"linli/internal/region"
	"linli/internal/role"
	"linli/internal/town"
)

const (
	here  region.Code = "449901001001"
	there region.Code = "449901001002"
)

type house struct {
	*Service
	worker, steward access.Pass
	ids             map[string]string
}

func cardNumber(year, n int) cnid.Resident {
	return cnid.MakeResident("449901", time.Date(year, 3, 9, 0, 0, 0, 0, time.UTC), n)
}

// each makes a register of two hundred people of a town and these, on both engines.
func each(t *testing.T, fn func(t *testing.T, h house)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		if err := jobs.Migrate(ctx, db); err != nil {
			t.Fatal(err)
		}
		q, err := jobs.New(db, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		reg := &people.Service{DB: db, Box: secret.New()}
		if err := reg.Seed(ctx, access.House("test")); err != nil {
			t.Fatal(err)
		}
		h := house{Service: &Service{DB: db, People: reg, Queue: q}, ids: map[string]string{},
			worker:  storetest.Pass(t, Rules, "worker", role.CommunityWorker, here, Review),
			steward: storetest.Pass(t, Rules, "steward", role.DataSteward, "449901", Review)}
		h.admit(t, map[string]people.Row{
			"chen":         {Name: "陈阿妹", ResidentID: cardNumber(1948, 2), Phone: "16000000001", Region: here, Address: "榕荫路1号", Flat: "301", Household: "h1", Relation: "head", Attributes: []people.Attribute{{Key: "lives_alone"}}},
			"chen again":   {Name: "陈阿妹", Birth: "1948-03-09", Sex: cnid.Female, Phone: "16000000009", Region: here, Address: "榕荫路1号", Flat: "301", Household: "h2", Relation: "head", Attributes: []people.Attribute{{Key: "chronic_illness"}}},
			"liang":        {Name: "梁文静", Birth: "1951-06-02", Phone: "16000000002", Region: here, Address: "榕荫路2号", RegAddress: "老街"},
			"liang moved":  {Name: "梁文婧", ResidentID: cnid.MakeResident("449901", time.Date(1951, 6, 2, 0, 0, 0, 0, time.UTC), 4), Phone: "16000000002", Region: there, Address: "新路9号", Attributes: []people.Attribute{{Key: "veteran"}}},
			"twin":         {Name: "黄大文", ResidentID: cardNumber(1990, 11), Phone: "16000000003", Region: here, Address: "榕荫路3号"},
			"other twin":   {Name: "黄大武", ResidentID: cardNumber(1990, 13), Phone: "16000000003", Region: here, Address: "榕荫路3号"},
			"father":       {Name: "周建国", ResidentID: cardNumber(1955, 15), Phone: "16000000004", Region: here, Address: "榕荫路4号"},
			"son":          {Name: "周建军", ResidentID: cardNumber(1980, 17), Phone: "16000000004", Region: here, Address: "榕荫路4号"},
			"namesake":     {Name: "王伟", ResidentID: cardNumber(1970, 19), Phone: "16000000005", Region: here, Address: "榕荫路5号"},
			"namesake too": {Name: "王伟", ResidentID: cardNumber(1971, 21), Phone: "16000000006", Region: here, Address: "榕荫路6号"},
		})
		fn(t, h)
	}, people.Schema, Schema, events.Schema, audit.Schema, api.Schema)
}

func (h house) admit(t *testing.T, named map[string]people.Row) {
	t.Helper()
	var names []string
	for n := range named {
		names = append(names, n)
	}
	slices.Sort(names)
	_, err := store.In(t.Context(), h.DB, access.House("test"), func(tx *store.Tx) (int, error) {
		kinds, err := h.People.KindMap(t.Context(), access.House("test"))
		if err != nil {
			return 0, err
		}
		for _, n := range names {
			row, bad := named[n].Check(tx.Now, kinds)
			if len(bad) > 0 {
				return 0, fault.Join(bad...)
			}
			out, err := h.People.Bulk(t.Context(), tx, []people.Row{row}, "test")
			if err != nil {
				return 0, err
			}
			h.ids[n] = out[0].Person
		}
		return 0, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (h house) look(t *testing.T, p access.Pass) Search {
	t.Helper()
	one, err := h.Begin(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Look(t.Context(), p, one.ID); err != nil {
		t.Fatal(err)
	}
	if one, err = h.Search(t.Context(), p, one.ID); err != nil || one.State != "done" {
		t.Fatal(one, err)
	}
	return one
}

func (h house) pairs(t *testing.T, p access.Pass, state State) []Pair {
	t.Helper()
	all, err := h.Pairs(t.Context(), p, state, Place{}, 50)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func (h house) between(t *testing.T, p access.Pass, a, b string) *Pair {
	t.Helper()
	for _, one := range h.pairs(t, p, "") {
		if got := []string{one.A.ID, one.B.ID}; slices.Contains(got, h.ids[a]) && slices.Contains(got, h.ids[b]) {
			return &one
		}
	}
	return nil
}

func (h house) lines(t *testing.T, q string) []string {
	t.Helper()
	out, err := store.View(t.Context(), h.DB, access.House("test"), func(tx *store.Tx) ([]string, error) {
		rows, err := tx.Unscoped(t.Context(), "a test looks at everything", q)
		return store.All(rows, err, store.Value[string])
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// dump is the register as it stands, but for versions and times.
func (h house) dump(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	for _, q := range []string{
		`SELECT id || region || name || birth || sex || id_hash || phone_hash || address || flat || reg_address || state || merged_into FROM people ORDER BY id`,
		`SELECT person || key || from_day || region || level || to_day || source FROM person_attributes ORDER BY person, key, from_day`,
		`SELECT household || person || region || relation || from_day || to_day FROM household_members ORDER BY household, person, from_day`,
		`SELECT id_hash || street || person FROM person_index ORDER BY id_hash`,
	} {
		b.WriteString(strings.Join(h.lines(t, q), "\n") + "\n--\n")
	}
	return b.String()
}

func TestOnePersonTwiceIsFoundAndFamiliesAreNot(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		if one := h.look(t, h.steward); one.Looked != 10 || one.Found != 2 {
			t.Errorf("%+v", one)
		}
		chen := h.between(t, h.steward, "chen", "chen again")
		if chen == nil || chen.Probability < 0.9 || chen.State != Open {
			t.Fatalf("%+v", chen)
		}
		if words := Words(chen.Reasons, fault.En); !strings.Contains(words, "name same") || !strings.Contains(words, "birth date same") {
			t.Error(words)
		}
		if chen.A.ResidentID == string(cardNumber(1948, 2)) || strings.Contains(fmt.Sprint(*chen), string(cardNumber(1948, 2))) {
			t.Error("a number in full leaves the house")
		}
		if h.between(t, h.steward, "liang", "liang moved") == nil {
			t.Error("another character of the same sound and another community: not found")
		}
		for _, two := range [][2]string{{"twin", "other twin"}, {"father", "son"}, {"namesake", "namesake too"}} {
			if p := h.between(t, h.steward, two[0], two[1]); p != nil {
				t.Errorf("%v are taken for one: %.4f, %s", two, p.Probability, Words(p.Reasons, fault.En))
			}
		}
		if mine := h.pairs(t, h.worker, ""); len(mine) != 1 || mine[0].ID != chen.ID {
			t.Errorf("a worker sees pairs of which one record is elsewhere: %d", len(mine))
		}
		if n, err := h.Count(t.Context(), h.steward, Open); err != nil || n != 2 {
			t.Error(n, err)
		}
	})
}

func TestMergeAndUndoLeaveNoTrace(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		h.look(t, h.steward)
		before := h.dump(t)
		for _, c := range []struct{ a, b, keep string }{{"chen", "chen again", "chen"}, {"chen", "chen again", "chen again"}, {"liang", "liang moved", "liang"}} {
			p := h.between(t, h.steward, c.a, c.b)
			done, err := h.Merge(ctx, h.steward, p.ID, p.Version, h.ids[c.keep])
			if err != nil || done.State != Merged || done.Kept != h.ids[c.keep] {
				t.Fatal(done, err)
			}
			kept, err := h.People.Open(ctx, h.steward, h.ids[c.keep])
			if err != nil || kept.ResidentID == "" {
				t.Fatal(kept, err)
			}
			keys := []string{}
			for _, a := range kept.Attributes {
				keys = append(keys, a.Key)
			}
			slices.Sort(keys)
			if want := map[string]string{"chen": "[chronic_illness lives_alone]", "chen again": "[chronic_illness lives_alone]", "liang": "[veteran]"}[c.keep]; fmt.Sprint(keys) != want {
				t.Errorf("%s holds %v", c.keep, keys)
			}
			if _, err := h.Merge(ctx, h.steward, p.ID, done.Version, h.ids[c.keep]); !errors.Is(err, ErrDecided) {
				t.Errorf("merged twice: %v", err)
			}
			for _, q := range []string{"陈阿妹", "梁文"} {
				if found, n, err := h.People.Find(ctx, h.steward, people.Query{Text: q, Limit: 10}, true); err != nil || n != 2 && (n != 1 || strings.HasPrefix(c.a, "chen") != (q == "陈阿妹")) {
					t.Errorf("%s: %d %+v %v", q, n, found, err)
				}
			}
			undone, err := h.Undo(ctx, h.steward, p.ID, done.Version)
			if err != nil || undone.State != Open {
				t.Fatal(undone, err)
			}
			if after := h.dump(t); after != before {
				t.Fatalf("keeping %s and undoing leaves:\n%s\nbefore:\n%s", c.keep, after, before)
			}
		}
	})
}

func TestWhatWasMendedAfterAMergeSurvivesItsUndoing(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		h.look(t, h.steward)
		p := h.between(t, h.steward, "liang", "liang moved")
		done, err := h.Merge(ctx, h.steward, p.ID, p.Version, h.ids["liang"])
		if err != nil {
			t.Fatal(err)
		}
		kept, err := h.People.Open(ctx, h.steward, h.ids["liang"])
		if err != nil {
			t.Fatal(err)
		}
		phone := "16000000777"
		if _, err := h.People.Change(ctx, h.steward, kept.ID, kept.Version, people.Edit{Phone: &phone}); err != nil {
			t.Fatal(err)
		}
		dropped, err := h.People.Open(ctx, h.steward, h.ids["liang moved"])
		if err != nil || dropped.State != people.Merged || dropped.Into != kept.ID {
			t.Fatal(dropped, err)
		}
		if _, err := h.People.Change(ctx, h.steward, dropped.ID, dropped.Version, people.Edit{Phone: &phone}); !errors.Is(err, people.ErrMerged) {
			t.Errorf("a merged record can be changed: %v", err)
		}
		if _, err := h.People.AddAttribute(ctx, h.steward, dropped.ID, people.Attribute{Key: "student"}); !errors.Is(err, people.ErrMerged) {
			t.Errorf("a merged record can be changed: %v", err)
		}
		if _, err := h.Undo(ctx, h.steward, p.ID, done.Version); err != nil {
			t.Fatal(err)
		}
		if kept, err = h.People.Open(ctx, h.steward, kept.ID); err != nil || kept.Phone != "160 **** 0777" || kept.ResidentID != "" {
			t.Errorf("%+v %v", kept, err)
		}
	})
}

func TestNotTheSameIsRemembered(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		h.look(t, h.worker)
		p := h.between(t, h.worker, "chen", "chen again")
		done, err := h.Dismiss(ctx, h.worker, p.ID, p.Version)
		if err != nil || done.State != Dismissed {
			t.Fatal(done, err)
		}
		if again := h.look(t, h.steward); again.Found != 1 {
			t.Errorf("%+v", again) // the pair across communities, which the worker does not see
		}
		if p = h.between(t, h.steward, "chen", "chen again"); p.State != Dismissed {
			t.Errorf("asked again: %+v", p)
		}
		if _, err := h.Merge(ctx, h.worker, p.ID, p.Version, p.A.ID); !errors.Is(err, ErrDecided) {
			t.Error(err)
		}
		if _, err := h.Undo(ctx, h.worker, p.ID, p.Version-1); !errors.Is(err, api.ErrStale) {
			t.Error(err)
		}
		if p, err := h.Undo(ctx, h.worker, p.ID, p.Version); err != nil || p.State != Open {
			t.Error(p, err)
		}
		if _, err := h.Merge(ctx, h.worker, p.ID, p.Version+1, h.ids["twin"]); !errors.Is(err, ErrKeep) {
			t.Error(err)
		}
		if _, err := h.Merge(ctx, h.worker, h.between(t, h.steward, "liang", "liang moved").ID, 1, ""); !errors.Is(err, ErrNone) {
			t.Errorf("a worker decides about another community: %v", err)
		}
	})
}

func TestTheRosterOfAMergedRecordChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		h.look(t, h.steward)
		p := h.between(t, h.steward, "chen", "chen again")
		if _, err := h.Merge(ctx, h.steward, p.ID, p.Version, h.ids["chen"]); err != nil {
			t.Fatal(err)
		}
		before := h.dump(t)
		row := people.Row{Name: "陈阿妹", Birth: "1948-03-09", Sex: cnid.Female, Phone: "16000000009", Region: here, Address: "榕荫路1号", Flat: "301", Household: "h2", Relation: "head", Attributes: []people.Attribute{{Key: "chronic_illness"}}}
		out, err := store.In(ctx, h.DB, access.House("test"), func(tx *store.Tx) ([]people.Outcome, error) {
			other := row
			other.Phone = "16000000010"
			one, err := h.People.Bulk(ctx, tx, []people.Row{row}, "test")
			if err != nil {
				return nil, err
			}
			two, err := h.People.Bulk(ctx, tx, []people.Row{other}, "test")
			return append(one, two...), err
		})
		if err != nil || out[0].Result != people.Unchanged || out[1].Result != people.Rejected || !errors.Is(fault.Join(out[1].Faults...), people.ErrMerged) {
			t.Fatalf("%+v %v", out, err)
		}
		if h.dump(t) != before {
			t.Error("the register has changed")
		}
	})
}

func TestWhoeverIsBeingTyped(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		if _, err := h.Like(ctx, h.worker, Typed{Name: "陈阿妹"}.row()); !errors.Is(err, ErrPreparing) {
			t.Errorf("before the index is made: %v", err)
		}
		if n, err := h.Prepare(ctx, access.House("test")); err != nil || n != 10 {
			t.Fatal(n, err)
		}
		if n, err := h.Prepare(ctx, access.House("test")); err != nil || n != 0 {
			t.Errorf("the index is made anew without need: %d %v", n, err)
		}
		for _, c := range []struct {
			typed Typed
			want  string
		}{
			{Typed{Name: "陈阿妹", Birth: "1948-03-09", Address: "榕荫路1号"}, "chen"},
			{Typed{Name: "陈阿妹", ResidentID: string(cardNumber(1948, 2))}, "chen"},
			{Typed{Name: "梁文静", Phone: "160 0000 0002", Birth: "1951-06-02"}, "liang"},
			{Typed{Name: "黄大全", Phone: "16000000003"}, ""},
			{Typed{Name: "新来的"}, ""}, {Typed{}, ""},
		} {
			got, err := h.Like(ctx, h.worker, c.typed.row())
			if err != nil {
				t.Fatal(err)
			}
			if c.want == "" != (len(got) == 0) || c.want != "" && got[0].Person.ID != h.ids[c.want] && got[0].Person.ID != h.ids[c.want+" again"] {
				t.Errorf("%+v: %+v", c.typed, got)
			}
		}
	})
}

func TestARosterThatCameInIsLookedAt(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		for _, kind := range []string{"roster.progress", "roster.done"} {
			if _, err := store.In(t.Context(), h.DB, access.House("test"), func(tx *store.Tx) (int, error) {
				return 0, h.Follow(t.Context(), tx, events.Event{Kind: kind, Region: here, Subject: "x"})
			}); err != nil {
				t.Fatal(err)
			}
		}
		if got := h.lines(t, `SELECT region FROM duplicate_checks`); len(got) != 1 || got[0] != string(here) {
			t.Error(got)
		}
	})
}

// A town has namesakes, twins, families and shared phones; without doubles none
// are seen.
func TestATownWithoutDoublesHasNone(t *testing.T) {
	all, _ := townsfolk(t, -1)
	s, err := likely(context.Background(), all, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	pairs := s.Links
	t.Logf("%d pairs among %d people", len(pairs), len(all))
	if len(pairs) > 4 {
		for _, p := range pairs[:5] {
			t.Logf("%.3f %+v %+v %s", p.Probability, all[p.I], all[p.J], Words(explain(groundsOf(s.Model, p.Pattern)), fault.En))
		}
		t.Errorf("%d pairs among %d people", len(pairs), len(all))
	}
}

// The generator enters some people twice, as a door-to-door count without cards
// does (a name misheard, a day of birth that slips, a move), and keeps the truth.
func TestATownWithDoublesShowsThem(t *testing.T) {
	all, truth := townsfolk(t, 0.02)
	s, err := likely(context.Background(), all, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	right, pairs := 0, s.Links
	for _, p := range pairs {
		if truth[[2]string{all[p.I].Person, all[p.J].Person}] || truth[[2]string{all[p.J].Person, all[p.I].Person}] {
			right++
		}
	}
	precision, recall := float64(right)/float64(len(pairs)), float64(right)/float64(len(truth))
	t.Logf("%d doubles among %d: precision %.4f, recall %.4f", len(truth), len(all), precision, recall)
	if precision < 0.98 || recall < 0.9 {
		t.Errorf("precision %.4f, recall %.4f", precision, recall)
	}
}

func townsfolk(t *testing.T, doubles float64) ([]people.Likeness, map[[2]string]bool) {
	t.Helper()
	var out []people.Likeness
	truth := map[[2]string]bool{}
	d := town.New(town.Options{Seed: 3, Residents: 20_000, Duplicates: doubles, Today: time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)})
	for b := range d.Stream() {
		for _, p := range b.People {
			pinyin, _ := people.Pinyin(p.Name)
			out = append(out, people.Likeness{Person: p.Key, Region: region.Code(p.Region), Name: p.Name, Pinyin: pinyin, Birth: p.Birth, Sex: p.Sex, ResidentID: p.ResidentID, Phone: p.Phone, Home: p.Address})
		}
		for _, x := range b.Truth {
			truth[[2]string{x.Of, x.Copy}] = true
		}
	}
	return out, truth
}

// The index follows the register: who is new, who has changed and who has gone.
func TestTheIndexCatchesUpBeforeItAnswers(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		if n, err := h.Prepare(ctx, access.House("test")); err != nil || n != 10 {
			t.Fatal(n, err)
		}
		if n, err := h.Prepare(ctx, access.House("test")); err != nil || n != 0 {
			t.Errorf("the index is made anew without need: %d %v", n, err)
		}
		ask := func(name, phone string) []string {
			t.Helper()
			got, err := h.Like(ctx, h.steward, Typed{Name: name, Phone: phone, Birth: "1939-04-05"}.row())
			if err != nil {
				t.Fatal(err)
			}
			var out []string
			for _, a := range got {
				out = append(out, a.Person.ID)
			}
			return out
		}
		if got := ask("欧阳若水", "16000000555"); len(got) != 0 {
			t.Errorf("nobody yet: %v", got)
		}
		h.admit(t, map[string]people.Row{"new": {Name: "欧阳若水", Birth: "1939-04-05", Sex: cnid.Female, Phone: "16000000555", Region: there, Address: "新路77号"}})
		if got := ask("欧阳若水", "16000000555"); len(got) != 1 || got[0] != h.ids["new"] {
			t.Errorf("who has come: %v", got)
		}
		one, err := h.People.Open(ctx, h.steward, h.ids["new"])
		if err != nil {
			t.Fatal(err)
		}
		name := "司徒长青"
		if _, err := h.People.Change(ctx, h.steward, one.ID, one.Version, people.Edit{Name: &name}); err != nil {
			t.Fatal(err)
		}
		if got := ask("司徒长青", "16000000555"); len(got) != 1 || got[0] != h.ids["new"] {
			t.Errorf("who has changed: %v", got)
		}
		// A worker of another community is not told.
		if got, err := h.Like(ctx, h.worker, Typed{Name: name, Phone: "16000000555", Birth: "1939-04-05"}.row()); err != nil || len(got) != 0 {
			t.Errorf("a worker is told of another community: %v %v", got, err)
		}
		h.look(t, h.steward)
		pair := h.between(t, h.steward, "liang", "liang moved")
		if _, err := h.Merge(ctx, h.steward, pair.ID, pair.Version, h.ids["liang"]); err != nil {
			t.Fatal(err)
		}
		got, err := h.Like(ctx, h.steward, Typed{Name: "梁文静", Phone: "16000000002", Birth: "1951-06-02"}.row())
		if err != nil || len(got) != 1 || got[0].Person.ID != h.ids["liang"] {
			t.Errorf("after a merge: %+v %v", got, err)
		}
	})
}
