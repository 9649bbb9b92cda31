package family_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/internal/family"
	"linli/internal/platform/access"
	"linli/internal/platform/audit"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
	"linli/internal/region"
	"linli/internal/role"
)

const (
	home  = region.Code("449901001001")
	other = region.Code("449901002001")
)

// town is a register of a few people; phones says whose account has which phone.
type town struct {
	*family.Service
	people map[string]family.Somebody
	phones map[string]string // person: phone
	own    map[string]string // account: phone
	dead   map[string]bool
}

func (w *town) Known(_ context.Context, name, phone string) (family.Somebody, error) {
	var found []family.Somebody
	for id, p := range w.people {
		if w.phones[id] == phone && p.Name == name && !w.dead[id] {
			found = append(found, p)
		}
	}
	if len(found) != 1 {
		return family.Somebody{}, nil
	}
	return found[0], nil
}

func (w *town) Person(_ context.Context, id string) (family.Somebody, error) {
	if w.dead[id] {
		return family.Somebody{}, nil
	}
	return w.people[id], nil
}

func (w *town) OwnPhone(_ context.Context, account string) (out []family.Somebody, err error) {
	for _, id := range []string{"father", "daughter", "neighbour", "wang", "li", "zhao"} {
		if w.phones[id] == w.own[account] && w.own[account] != "" && !w.dead[id] {
			out = append(out, w.people[id])
		}
	}
	return out, nil
}

func (w *town) OfPerson(_ context.Context, person string) (string, error) {
	if w.own["@"+person] != "" {
		return "@" + person, nil
	}
	return "", nil
}

func each(t *testing.T, fn func(t *testing.T, w *town)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := &town{dead: map[string]bool{},
			people: map[string]family.Somebody{"father": {ID: "father", Name: "陈伯", Home: home}, "daughter": {ID: "daughter", Name: "陈静", Home: other}, "neighbour": {ID: "neighbour", Name: "阿梅", Home: home},
				"wang": {ID: "wang", Name: "王伯", Home: home}, "li": {ID: "li", Name: "李婆", Home: home}, "zhao": {ID: "zhao", Name: "赵伯", Home: home}},
			phones: map[string]string{"father": "16000000001", "daughter": "16000000002", "neighbour": "16000000003", "wang": "16000000009", "li": "16000000009", "zhao": "16000000009"},
			own:    map[string]string{"@father": "16000000001", "@daughter": "16000000002", "@neighbour": "16000000003", "@phone": "16000000009"}}
		w.Service = &family.Service{DB: db, Register: w, Zone: time.FixedZone("Shanghai", 8*3600)}
		fn(t, w)
	}, family.Schema, events.Schema, audit.Schema)
}

func mine(t *testing.T, person string) access.Pass {
	t.Helper()
	who := person
	if person == "phone" {
		who = ""
	}
	p, err := family.Rules.Decide(access.Viewer{Account: "@" + person, Person: who, Grants: []access.Grant{{Role: role.Resident, In: home}}}, family.Mine, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func ask(name, phone string, what ...string) family.Ask {
	return family.Ask{Name: name, Phone: phone, Relation: "parent", What: what}
}

func may(t *testing.T, w *town, person, what string, by access.Pass) bool {
	t.Helper()
	_, err := w.May(t.Context(), by, person, what)
	if err != nil && !errors.Is(err, family.ErrProxy) {
		t.Fatal(err)
	}
	return err == nil
}

func TestNobodyActsBeforeThePersonAgreed(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ctx, daughter, father := t.Context(), mine(t, "daughter"), mine(t, "father")
		tie, err := w.Ask(ctx, daughter, ask("陈伯", "160 0000 0001", family.Orders))
		if err != nil || tie.State != family.Asked || !tie.Mine || tie.Person != "" {
			t.Fatalf("%+v %v", tie, err)
		}
		if may(t, w, "father", family.Orders, daughter) {
			t.Error("she acts before he agreed")
		}
		if _, err := w.Answer(ctx, daughter, tie.ID, "agree"); !errors.Is(err, family.ErrProxy) {
			t.Errorf("she agrees herself: %v", err)
		}
		if _, err := w.Answer(ctx, mine(t, "neighbour"), tie.ID, "agree"); !errors.Is(err, family.ErrNone) {
			t.Errorf("a neighbour agrees: %v", err)
		}
		all, err := w.List(ctx, father)
		if err != nil || len(all) != 1 || all[0].Mine || all[0].Name != "陈静" {
			t.Fatalf("%+v %v", all, err)
		}
		if tie, err = w.Answer(ctx, father, tie.ID, "agree"); err != nil || tie.State != family.Agreed || tie.Evidence != "phone" {
			t.Fatalf("%+v %v", tie, err)
		}
		if !may(t, w, "father", family.Orders, daughter) || may(t, w, "father", family.Messages, daughter) || may(t, w, "father", family.Orders, mine(t, "neighbour")) {
			t.Error("the wrong ones may act, or in the wrong things")
		}
		people, err := w.People(ctx, daughter)
		if err != nil || len(people) != 2 || !people[0].Self || people[1].ID != "father" || people[1].Tie != tie.ID {
			t.Errorf("%+v %v", people, err)
		}
		if _, err := w.Answer(ctx, father, tie.ID, "refuse"); !errors.Is(err, family.ErrState) {
			t.Errorf("refused after agreeing: %v", err)
		}
		if _, err := w.Ask(ctx, daughter, ask("陈伯", "16000000001", family.Orders)); !errors.Is(err, family.ErrTwice) {
			t.Errorf("asked again: %v", err)
		}
		if _, err := w.Answer(ctx, father, tie.ID, "end"); err != nil || may(t, w, "father", family.Orders, daughter) {
			t.Errorf("he ends it, she still acts: %v", err)
		}
	})
}

// Whoever asks for a stranger sees the same as for somebody who is there.
func TestAskingTellsNothingOfStrangers(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ctx, p := t.Context(), mine(t, "neighbour")
		there, err := w.Ask(ctx, p, ask("陈伯", "16000000001", family.Orders))
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range []family.Ask{ask("没有此人", "16000000077", family.Orders), ask("陈大", "16000000001", family.Orders)} {
			not, err := w.Ask(ctx, p, a)
			if err != nil || not.State != there.State || not.Person != there.Person || not.Name != a.Name || not.Region != there.Region {
				t.Errorf("%+v %v; for somebody who is there: %+v", not, err, there)
			}
		}
		all, err := w.List(ctx, p)
		if err != nil || len(all) != 3 {
			t.Errorf("%+v %v", all, err)
		}
	})
}

func TestAPhoneThatSeveralShareActsForEach(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ctx, p := t.Context(), mine(t, "phone")
		people, err := w.People(ctx, p)
		if err != nil || len(people) != 3 || !people[0].Self || !people[2].Self {
			t.Fatalf("%+v %v", people, err)
		}
		for _, id := range []string{"wang", "li", "zhao"} {
			if !may(t, w, id, family.Orders, p) {
				t.Errorf("%s shares the phone", id)
			}
		}
		if may(t, w, "father", family.Orders, p) {
			t.Error("and acts for a stranger")
		}
		if _, err := w.Ask(ctx, p, ask("王伯", "16000000009", family.Orders)); !errors.Is(err, family.ErrSelf) {
			t.Errorf("asks itself: %v", err)
		}
	})
}

func TestAWorkerRecordsWhatWasSaidInPerson(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ctx := t.Context()
		worker := storetest.Pass(t, family.Rules, "worker", role.CommunityWorker, home, family.Record)
		good := family.Recording{Person: "father", Helper: "daughter", Relation: "guardian", What: []string{family.Orders, family.Money}, Evidence: "监护协议公证书 2026-118"}
		for name, c := range map[string]struct {
			change func(*family.Recording)
			want   error
		}{
			"no evidence":     {func(r *family.Recording) { r.Evidence = " " }, family.ErrEvidence},
			"nobody":          {func(r *family.Recording) { r.Person = "x" }, family.ErrPerson},
			"nobody's helper": {func(r *family.Recording) { r.Helper = "x" }, family.ErrPerson},
			"elsewhere":       {func(r *family.Recording) { r.Person, r.Helper = "daughter", "father" }, family.ErrPerson},
			"oneself":         {func(r *family.Recording) { r.Helper = "father" }, family.ErrSelf},
			"for nothing":     {func(r *family.Recording) { r.What = nil }, family.ErrWhat},
			"for anything":    {func(r *family.Recording) { r.What = []string{"votes"} }, family.ErrWhat},
			"no relation":     {func(r *family.Recording) { r.Relation = "boss" }, family.ErrRelation},
			"long ago":        {func(r *family.Recording) { r.Until = "2020-01-01" }, family.ErrUntil},
			"no day":          {func(r *family.Recording) { r.Until = "soon" }, family.ErrUntil},
		} {
			r := good
			c.change(&r)
			if _, err := w.Put(ctx, worker, r, w); !errors.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", name, err, c.want)
			}
		}
		delete(w.own, "@daughter") // she has no account yet
		tie, err := w.Put(ctx, worker, good, w)
		if err != nil || tie.State != family.Agreed || tie.Name != "陈伯" || tie.Helps != "陈静" {
			t.Fatalf("%+v %v", tie, err)
		}
		w.own["@daughter"] = "16000000002"
		if !may(t, w, "father", family.Money, mine(t, "daughter")) {
			t.Error("what was recorded before she had an account does not count")
		}
		if _, err := w.Put(ctx, worker, good, w); !errors.Is(err, family.ErrTwice) {
			t.Errorf("recorded twice: %v", err)
		}
		if all, err := w.Ties(ctx, worker, "father"); err != nil || len(all) != 1 || all[0].Evidence != good.Evidence {
			t.Errorf("%+v %v", all, err)
		}
		far := storetest.Pass(t, family.Rules, "worker", role.CommunityWorker, other, family.Record)
		if _, err := w.EndFor(ctx, far, tie.ID); !errors.Is(err, family.ErrNone) {
			t.Errorf("a worker of elsewhere ends it: %v", err)
		}
		if _, err := w.Ties(ctx, far, "father"); !errors.Is(err, family.ErrPerson) {
			t.Errorf("and sees it: %v", err)
		}
		if _, err := w.EndFor(ctx, worker, tie.ID); err != nil || may(t, w, "father", family.Money, mine(t, "daughter")) {
			t.Errorf("after the end: %v", err)
		}
	})
}

func TestTiesEndWithADayWithADeathAndWithoutAnAnswer(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ctx := t.Context()
		now := time.Date(2026, 11, 25, 10, 0, 0, 0, time.UTC)
		w.DB.Now = func() time.Time { return now }
		agreed := func(helper, until string) {
			t.Helper()
			a := ask("陈伯", "16000000001", family.Orders)
			a.Until = until
			tie, err := w.Ask(ctx, mine(t, helper), a)
			if err == nil {
				_, err = w.Answer(ctx, mine(t, "father"), tie.ID, "agree")
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		agreed("neighbour", "2026-11-27")
		agreed("daughter", "")
		if _, err := w.Ask(ctx, mine(t, "daughter"), ask("阿梅", "16000000003", family.Orders)); err != nil {
			t.Fatal(err)
		}
		now = now.AddDate(0, 0, 2) // the last day counts
		if n, err := w.Expire(ctx, access.House("test")); err != nil || n != 0 || !may(t, w, "father", family.Orders, mine(t, "neighbour")) {
			t.Errorf("%d ended on the last day, %v", n, err)
		}
		now = now.AddDate(0, 0, 1)
		if may(t, w, "father", family.Orders, mine(t, "neighbour")) {
			t.Error("it counts after its last day")
		}
		if n, err := w.Expire(ctx, access.House("test")); err != nil || n != 1 {
			t.Errorf("%d ended, %v", n, err)
		}
		now = now.AddDate(0, 0, 15)
		if n, err := w.Expire(ctx, access.House("test")); err != nil || n != 1 {
			t.Errorf("what nobody answered: %d ended, %v", n, err)
		}
		w.dead["father"] = true
		if _, err := store.In(ctx, w.DB, access.House("test"), func(tx *store.Tx) (int, error) {
			return 0, w.Follow(ctx, tx, events.Event{Kind: "people.died", Subject: "father"})
		}); err != nil {
			t.Fatal(err)
		}
		if may(t, w, "father", family.Orders, mine(t, "daughter")) {
			t.Error("it counts after his death")
		}
		all, err := w.List(ctx, mine(t, "daughter"))
		if err != nil || slices.ContainsFunc(all, func(f family.FamilyTie) bool { return f.State == family.Agreed || f.State == family.Asked }) {
			t.Errorf("%+v %v", all, err)
		}
	})
}

func TestEventsNameNobody(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		tie, err := w.Ask(t.Context(), mine(t, "daughter"), ask("陈伯", "16000000001", family.Orders))
		if err == nil {
			_, err = w.Answer(t.Context(), mine(t, "father"), tie.ID, "agree")
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := store.View(t.Context(), w.DB, access.House("test"), func(tx *store.Tx) (string, error) {
			rows, err := tx.Unscoped(t.Context(), "a test looks at everything", `SELECT kind || body FROM events ORDER BY id`)
			all, err := store.All(rows, err, store.Value[string])
			return strings.Join(all, "\n"), err
		})
		if err != nil || !strings.Contains(text, "family.asked") || !strings.Contains(text, "family.agreed") {
			t.Fatalf("%s %v", text, err)
		}
		for _, secret := range []string{"陈", "1600"} {
			if strings.Contains(text, secret) {
				t.Errorf("%s in %s", secret, text)
			}
		}
	})
}
