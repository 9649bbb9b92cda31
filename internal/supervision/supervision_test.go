package supervision_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/internal/calendar"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/audit"
	"linli/internal/platform/events"
	"linli/internal/platform/secret"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
	"linli/internal/region"
	"linli/internal/role"
	"linli/internal/supervision"
	"linli/internal/supervision/callbacks"
	"linli/internal/supervision/complaints"
	"linli/internal/supervision/ratings"
	"linli/internal/supervision/sanctions"
	"linli/internal/supervision/seen"
)

const (
	district = region.Code("449901")
	street   = region.Code("449901001")
	home     = region.Code("449901001001")
)

// world is a street with two providers and sixty orders.
type world struct {
	*supervision.Service
	db     *store.DB
	mu     sync.Mutex
	now    time.Time
	orders map[string]seen.Order
	agreed map[[2]string]bool
	works  map[string][]string // account: organisations
}

func (w *world) Mine(_ context.Context, p access.Pass, id string) (seen.Order, bool, error) {
	o, ok := w.orders[id]
	switch {
	case ok && o.Person == p.Person():
		return o, false, nil
	case ok && w.agreed[[2]string{p.Who(), o.Person}]:
		return o, true, nil
	}
	return seen.Order{}, false, seen.ErrOrder
}

func (w *world) In(_ context.Context, tx *store.Tx, id string) (seen.Order, error) {
	if o, ok := w.orders[id]; ok && tx.Pass().Covers(o.Region) {
		return o, nil
	}
	return seen.Order{}, seen.ErrOrder
}

func (w *world) Done(_ context.Context, tx *store.Tx, from, to string) (out []seen.Order, err error) {
	for _, o := range w.orders { // in no order: the draw must not care
		if o.Done && o.Day >= from && o.Day <= to && tx.Pass().Covers(o.Region) {
			out = append(out, o)
		}
	}
	return out, nil
}

func (w *world) Org(_ context.Context, id string) string {
	return map[string]string{"kitchen": "和乐厨房", "carers": "安心护理"}[id]
}
func (w *world) Account(_ context.Context, id string) string { return "账号" + id }
func (w *world) Handler(_ context.Context, account string, _ region.Code) ([]string, bool, error) {
	return w.works[account], strings.HasPrefix(account, "op") || strings.HasPrefix(account, "steward"), nil
}

func (w *world) later(d time.Duration) { w.mu.Lock(); defer w.mu.Unlock(); w.now = w.now.Add(d) }

func as(t *testing.T, account, person string, r role.Role, in region.Code, org string, what access.Permission) access.Pass {
	t.Helper()
	p, err := supervision.Rules.Decide(access.Viewer{Account: account, Person: person, Grants: []access.Grant{{Role: r, In: in, Org: org}}}, what, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := &world{db: db, now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), orders: map[string]seen.Order{}, agreed: map[[2]string]bool{{"daughter", "amei"}: true},
			works: map[string][]string{"op2": {"kitchen"}}}
		db.Now = func() time.Time { w.mu.Lock(); defer w.mu.Unlock(); return w.now }
		for i := range 60 {
			o := seen.Order{ID: fmt.Sprintf("0190aaaa-0000-7000-8000-%012d", i), Number: fmt.Sprintf("1120-%04d", i), Region: home, At: home, Org: "kitchen", Service: "meals", ServiceName: "长者送餐",
				Person: "amei", Day: "2026-11-20", Done: true, Hands: []string{"clerk"}}
			if i >= 40 {
				o.Org, o.Person = "carers", "boshu"
			}
			if i == 59 {
				o.Done = false
			}
			w.orders[o.ID] = o
		}
		w.Service = supervision.New(db, supervision.Around{Orders: w, Names: w, Handlers: w, Workdays: calendarDays{calendar.Of(calendar.Official())}, Box: secret.New(), District: func() region.Code { return district }})
		fn(t, w)
	}, append(supervision.Schemas(), events.Schema, audit.Schema, api.Schema)...)
}

type calendarDays struct{ calendar.Days }

func (c calendarDays) DueDate(from time.Time, n int) time.Time { return c.Add(from, n) }

func order(i int) string { return fmt.Sprintf("0190aaaa-0000-7000-8000-%012d", i) }

func TestOnlyWhatWasDeliveredIsRatedAndOnlyByWhomItConcerns(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		amei := as(t, "phone", "amei", role.Resident, home, "", ratings.Mine)
		boshu := as(t, "other", "boshu", role.Resident, home, "", ratings.Mine)
		daughter := as(t, "daughter", "mei", role.Resident, home, "", ratings.Mine)
		for name, c := range map[string]struct {
			p     access.Pass
			order int
			g     ratings.Given
			works []string
			want  error
		}{
			"somebody else's":    {boshu, 0, ratings.Given{Stars: 5}, nil, seen.ErrOrder},
			"none":               {amei, 99, ratings.Given{Stars: 5}, nil, seen.ErrOrder},
			"not delivered":      {boshu, 59, ratings.Given{Stars: 5}, nil, ratings.ErrNotDone},
			"the own provider's": {amei, 0, ratings.Given{Stars: 5}, []string{"kitchen"}, ratings.ErrOwn},
			"no stars":           {amei, 0, ratings.Given{}, nil, ratings.ErrStars},
			"six stars":          {amei, 0, ratings.Given{Stars: 6}, nil, ratings.ErrStars},
			"an unknown aspect":  {amei, 0, ratings.Given{Stars: 3, Aspects: map[string]int{"colour": 3}}, nil, ratings.ErrStars},
			"too many words":     {amei, 0, ratings.Given{Stars: 3, Text: strings.Repeat("好", 501)}, nil, ratings.ErrText},
		} {
			if _, err := w.Ratings.Rate(ctx, c.p, order(c.order), c.g, c.works); !errors.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", name, err, c.want)
			}
		}
		r, err := w.Ratings.Rate(ctx, amei, order(0), ratings.Given{Stars: 2, Text: "凉了 🥶 𠮷"}, nil)
		if err != nil || r.Proxy || r.Text != "凉了 🥶 𠮷" {
			t.Fatal(r, err)
		}
		w.later(time.Hour)
		if r, err = w.Ratings.Rate(ctx, daughter, order(0), ratings.Given{Stars: 4, Text: "补送了"}, nil); err != nil || r.Version != 2 {
			t.Fatal("changed within seven days, by whoever acts for her", r, err)
		}
		kitchen := as(t, "chef", "", role.ProviderManager, street, "kitchen", ratings.Reply)
		carers := as(t, "nurse", "", role.ProviderManager, street, "carers", ratings.Reply)
		if _, err := w.Ratings.Answer(ctx, carers, r.ID, "谢谢"); !errors.Is(err, ratings.ErrNone) {
			t.Error("another provider replied", err)
		}
		if _, err := w.Ratings.Answer(ctx, kitchen, r.ID, "谢谢"); err != nil {
			t.Error(err)
		}
		if _, err := w.Ratings.Answer(ctx, kitchen, r.ID, "再谢"); !errors.Is(err, ratings.ErrReplied) {
			t.Error("replied twice", err)
		}
		seesOf := as(t, "chef", "", role.ProviderManager, street, "kitchen", ratings.See)
		if all, err := w.Ratings.List(ctx, seesOf, ratings.Filter{Limit: 10}); err != nil || len(all) != 1 || all[0].OrgName != "和乐厨房" {
			t.Error(all, err)
		}
		if all, err := w.Ratings.List(ctx, as(t, "nurse", "", role.ProviderManager, street, "carers", ratings.See), ratings.Filter{Limit: 10}); err != nil || len(all) != 0 {
			t.Error("a provider saw another's ratings", all, err)
		}
		if x, err := w.Ratings.Hide(ctx, as(t, "op", "", role.StreetOperator, street, "", ratings.Hide), r.ID, "写了邻居的名字"); err != nil || x.Stars != 4 {
			t.Error(x, err)
		}
		if all, _ := w.Ratings.List(ctx, seesOf, ratings.Filter{Limit: 10}); all[0].Text != "" || all[0].Stars != 4 {
			t.Error("hidden words were shown", all)
		}
		w.later(8 * 24 * time.Hour)
		if _, err := w.Ratings.Rate(ctx, amei, order(0), ratings.Given{Stars: 5}, nil); !errors.Is(err, ratings.ErrLate) {
			t.Error("changed after seven days", err)
		}
	})
}

func TestNobodyHandlesAComplaintOfThemselves(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		amei := as(t, "phone", "amei", role.Resident, home, "", complaints.Mine)
		handle := func(who string) access.Pass {
			return as(t, who, "", role.StreetOperator, street, "", complaints.Handle)
		}
		c, receipt, err := w.Complaints.MyComplaint(ctx, amei, complaints.Filing{Order: order(0), About: "food", Text: "饭里有沙子"})
		if err != nil || receipt != "" || c.Org != "kitchen" || c.Person != "amei" || c.Region != street {
			t.Fatal(c, receipt, err)
		}
		o := w.orders[order(0)]
		o.Hands = []string{"op-clerk"}
		w.orders[order(1)] = o
		for who, want := range map[string]error{"op2": complaints.ErrInvolved, "nobody": complaints.ErrHandler} {
			if _, err := w.Complaints.Assign(ctx, handle("op1"), c.ID, c.Version, who); !errors.Is(err, want) {
				t.Errorf("%s: %v", who, err)
			}
		}
		if c, err = w.Complaints.Assign(ctx, handle("op1"), c.ID, c.Version, ""); err != nil || c.State != complaints.Assigned || c.HandledBy != "账号op1" {
			t.Fatal(c, err)
		}
		if _, err := w.Complaints.Answer(ctx, handle("op3"), c.ID, c.Version, complaints.Reply{Outcome: "upheld", Answer: "属实"}); !errors.Is(err, complaints.ErrNotHandle) {
			t.Error("another one answered", err)
		}
		us := as(t, "chef", "", role.ProviderManager, street, "kitchen", complaints.OfUs)
		if all, err := w.Complaints.OfUs(ctx, us); err != nil || len(all) != 1 || all[0].Person != "" {
			t.Error(all, err)
		}
		if _, err := w.Complaints.Statement(ctx, us, c.ID, "换了供应商"); err != nil {
			t.Error(err)
		}
		if _, err := w.Complaints.Statement(ctx, as(t, "nurse", "", role.ProviderManager, street, "carers", complaints.OfUs), c.ID, "与我无关"); !errors.Is(err, complaints.ErrNone) {
			t.Error(err)
		}
		c, err = w.Complaints.Get(ctx, as(t, "op1", "", role.StreetOperator, street, "", complaints.See), c.ID)
		if err != nil || c.Statement == "" || c.Text != "饭里有沙子" {
			t.Fatal(c, err)
		}
		for round := 1; round <= 2; round++ {
			if c, err = w.Complaints.Answer(ctx, as(t, "op1", "", role.StreetOperator, street, "", complaints.Handle), c.ID, c.Version, complaints.Reply{Outcome: "not_upheld", Answer: "没有查到"}); err != nil {
				t.Fatal(err)
			}
			if c, err = w.Complaints.Mine(ctx, amei, c.ID, complaints.Reopen, "有照片"); err != nil || c.State != complaints.Filed {
				t.Fatal(c, err)
			}
			if round == 1 {
				if c, err = w.Complaints.Assign(ctx, handle("op1"), c.ID, c.Version, ""); err != nil {
					t.Fatal(err)
				}
			}
		}
		if c.Region != district || !c.Escalated {
			t.Error("reopened twice, and not at the district", c)
		}
		if _, err := w.Complaints.Assign(ctx, handle("op1"), c.ID, c.Version, ""); !errors.Is(err, complaints.ErrNone) {
			t.Error("the street still sees it", err)
		}
		above := as(t, "steward", "", role.DataSteward, district, "", complaints.Handle)
		if c, err = w.Complaints.Assign(ctx, above, c.ID, c.Version, ""); err != nil {
			t.Fatal(err)
		}
		if c, err = w.Complaints.Answer(ctx, above, c.ID, c.Version, complaints.Reply{Outcome: "upheld", Answer: "属实，已整改"}); err != nil {
			t.Fatal(err)
		}
		if c, err = w.Complaints.Mine(ctx, amei, c.ID, complaints.Accept, ""); err != nil || c.State != complaints.Accepted {
			t.Error(c, err)
		}
		if _, err = w.Complaints.Mine(ctx, as(t, "other", "boshu", role.Resident, home, "", complaints.Mine), c.ID, complaints.Withdraw, ""); !errors.Is(err, complaints.ErrNone) {
			t.Error("another resident withdrew it", err)
		}
		// Of the street's own staff: the district from the start.
		if c, _, err = w.Complaints.StaffComplaint(ctx, as(t, "worker", "", role.CommunityWorker, home, "", complaints.File), complaints.Filing{Person: "amei", About: "manner", Against: "staff", Text: "窗口态度差"}); err != nil || c.Region != district {
			t.Error(c, err)
		}
	})
}

func TestAComplaintWithoutANameKeepsNone(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		amei := as(t, "phone", "amei", role.Resident, home, "", complaints.Mine)
		c, receipt, err := w.Complaints.MyComplaint(ctx, amei, complaints.Filing{Order: order(0), About: "privacy", Text: "把我的地址告诉了别人", Anonymous: true})
		if err != nil || len(receipt) != 19 || c.Person != "" || c.Order != "" {
			t.Fatal(c, receipt, err)
		}
		if all, err := w.Complaints.MyList(ctx, amei); err != nil || len(all) != 0 {
			t.Error("it stands among hers", all, err)
		}
		leaked, err := store.View(ctx, w.db, access.House("test"), func(tx *store.Tx) (int64, error) {
			rows, err := tx.Query(ctx, `SELECT COUNT(*) FROM complaints WHERE (person <> '' OR orderid <> '' OR body LIKE '%地址%' OR receipt LIKE ?) AND @scope(region)`, "%"+receipt[:4]+"%")
			return store.One(rows, err, nil, store.Value[int64])
		})
		if err != nil || leaked != 0 {
			t.Errorf("%d rows say who it was: %v", leaked, err)
		}
		got, err := w.Complaints.ByReceipt(ctx, strings.ToLower(receipt))
		if err != nil || got.ID != c.ID {
			t.Error("by its receipt", got, err)
		}
		if _, err := w.Complaints.ByReceipt(ctx, "AAAA-AAAA-AAAA-AAAA"); !errors.Is(err, complaints.ErrNone) {
			t.Error(err)
		}
		if got, err = w.Complaints.WithReceipt(ctx, receipt, complaints.Withdraw, ""); err != nil || got.State != complaints.Withdrawn {
			t.Error(got, err)
		}
		if _, _, err := w.Complaints.PublicComplaint(ctx, complaints.Filing{Org: "kitchen", About: "late", Text: " "}); !errors.Is(err, complaints.ErrText) {
			t.Error(err)
		}
	})
}

func TestWhatIsLateGoesUpAndSilenceCloses(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		amei := as(t, "phone", "amei", role.Resident, home, "", complaints.Mine)
		op := as(t, "op1", "", role.StreetOperator, street, "", complaints.Handle)
		late, _, err := w.Complaints.MyComplaint(ctx, amei, complaints.Filing{Order: order(0), About: "late", Text: "晚了一小时"})
		if err != nil {
			t.Fatal(err)
		}
		quiet, _, err := w.Complaints.MyComplaint(ctx, amei, complaints.Filing{Order: order(1), About: "late", Text: "又晚了"})
		if err != nil {
			t.Fatal(err)
		}
		if quiet, err = w.Complaints.Assign(ctx, op, quiet.ID, quiet.Version, ""); err != nil {
			t.Fatal(err)
		}
		if quiet, err = w.Complaints.Answer(ctx, op, quiet.ID, quiet.Version, complaints.Reply{Outcome: "upheld", Answer: "属实"}); err != nil {
			t.Fatal(err)
		}
		if n, err := w.Watch(ctx, access.House("test")); n != 0 || err != nil {
			t.Error("nothing is due yet", n, err)
		}
		w.later(25 * time.Hour) // Tuesday: one working day is over
		if n, err := w.Watch(ctx, access.House("test")); n != 1 || err != nil {
			t.Error(n, err)
		}
		if n, err := w.Watch(ctx, access.House("test")); n != 0 || err != nil {
			t.Error("told twice", n, err)
		}
		w.later(10 * 24 * time.Hour)
		if n, err := w.Watch(ctx, access.House("test")); n != 1 || err != nil {
			t.Error(n, err)
		}
		all, err := w.Complaints.MyList(ctx, amei)
		state := map[string]complaints.ServiceComplaint{}
		for _, c := range all {
			state[c.ID] = c
		}
		if err != nil || !state[late.ID].Overdue || state[quiet.ID].State != complaints.Closed {
			t.Error(all, err)
		}
	})
}

func TestADrawCanBeDrawnAgain(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		op := as(t, "op1", "", role.StreetOperator, street, "", callbacks.Draw)
		for _, days := range [][2]string{{"2026-11-20", "2026-11-23"}, {"2026-11-20", "2026-11-19"}, {"2026-09-01", "2026-11-20"}, {"gestern", "2026-11-20"}} {
			if _, err := w.Callbacks.Draw(ctx, op, street, days[0], days[1], 5); !errors.Is(err, callbacks.ErrDays) {
				t.Error(days, err)
			}
		}
		d, err := w.Callbacks.Draw(ctx, op, street, "2026-11-20", "2026-11-20", 5)
		if err != nil || len(d.Drawn) != 10 || d.Pool != 59 {
			t.Fatal(d, err)
		}
		auditor := as(t, "audit", "", role.Auditor, district, "", callbacks.See)
		if same, _, err := w.Callbacks.Check(ctx, auditor, d.ID); err != nil || !same {
			t.Error(same, err)
		}
		again, err := w.Callbacks.Draw(ctx, op, street, "2026-11-20", "2026-11-20", 5)
		if err != nil || again.Pool != 49 || slices.ContainsFunc(again.Drawn, func(id string) bool { return slices.Contains(d.Drawn, id) }) {
			t.Error("somebody is called twice", again, err)
		}
		if same, _, err := w.Callbacks.Check(ctx, auditor, d.ID); err != nil || !same {
			t.Error("a later draw changes an earlier one", err)
		}
		o := w.orders[d.Drawn[0]]
		o.Done = false // somebody bent the list
		w.orders[o.ID] = o
		if same, _, err := w.Callbacks.Check(ctx, auditor, d.ID); err != nil || same {
			t.Error("a bent list checks out", err)
		}
		calls, err := w.Callbacks.List(ctx, auditor, "drawn", d.ID, 100)
		if err != nil || len(calls) != 10 {
			t.Fatal(len(calls), err)
		}
		caller := as(t, "op1", "", role.StreetOperator, street, "", callbacks.Call)
		if _, err := w.Callbacks.Result(ctx, caller, calls[0].ID, 1, callbacks.Said{Reached: true}, []string{calls[0].Org}); !errors.Is(err, callbacks.ErrOwn) {
			t.Error("a provider called its own", err)
		}
		if _, err := w.Callbacks.Result(ctx, as(t, "clerk", "", role.StreetOperator, street, "", callbacks.Call), calls[0].ID, 1, callbacks.Said{Reached: true}, nil); !errors.Is(err, callbacks.ErrOwn) {
			t.Error("who placed it called", err)
		}
		for i := range int64(3) {
			c, err := w.Callbacks.Result(ctx, caller, calls[0].ID, i+1, callbacks.Said{}, nil)
			if err != nil || (c.State == "unreached") != (i == 2) {
				t.Fatal(c, err)
			}
		}
		if _, err := w.Callbacks.Result(ctx, caller, calls[0].ID, 4, callbacks.Said{Reached: true}, nil); !errors.Is(err, callbacks.ErrDone) {
			t.Error(err)
		}
		if _, err := w.Callbacks.Result(ctx, caller, calls[1].ID, 1, callbacks.Said{Reached: true, Came: true, Content: true}, nil); err != nil {
			t.Error(err)
		}
	})
}

func TestAScorecardSaysWhatTheLogSays(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		house := access.House("test")
		put := func(kind, subject string, body map[string]any) {
			body["org"], body["day"] = "kitchen", "2026-11-20"
			if _, err := store.In(ctx, w.db, house, func(tx *store.Tx) (int, error) {
				return 0, events.Append(ctx, tx, events.Event{Kind: kind, Region: home, Subject: subject, Body: body})
			}); err != nil {
				t.Fatal(err)
			}
		}
		for i := range 20 {
			if i < 3 { // late twice is late once
				put("orders.overdue", order(i), map[string]any{})
				put("orders.overdue", order(i), map[string]any{})
			}
			put("orders.delivered", order(i), map[string]any{})
			put("supervision.rated", order(i), map[string]any{"order": order(i), "stars": 4})
		}
		put("supervision.rating_changed", order(0), map[string]any{"stars": 2, "was": 4})
		put("orders.declined", order(30), map[string]any{})
		put("supervision.complaint_filed", "c1", map[string]any{})
		put("supervision.complaint_answered", "c1", map[string]any{"outcome": "partly", "overdue": false})
		for deadline := time.Now().Add(2 * time.Minute); ; {
			n, err := events.Step(ctx, w.db, "supervision", w.Follow, "orders.", "supervision.")
			if err != nil {
				t.Fatal(err)
			}
			cards, err := w.Cards.Month(ctx, "2026-11")
			if err != nil {
				t.Fatal(err)
			}
			if len(cards) == 1 && cards[0].Complains == 1 && cards[0].Upheld == 1 || time.Now().After(deadline) {
				c := cards[0]
				if c.Delivered != 20 || *c.OnTime != 17.0/20 || *c.Stars != 78.0/20 || c.Ratings != 20 || *c.PerMille != 50 || c.Upheld != 1 || c.InTime != nil || c.Content != nil || *c.Declined != 1.0/21 || c.Name != "和乐厨房" {
					t.Errorf("%+v", c)
				}
				break
			}
			if n == 0 {
				<-time.After(10 * time.Millisecond) // PostgreSQL settles a moment later
			}
		}
		if _, err := w.Cards.Month(ctx, "November"); err == nil {
			t.Error("November is no month")
		}
	})
}

func TestASanctionWantsThreePeople(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		op := func(who string) access.Pass {
			return as(t, who, "", role.StreetOperator, street, "", sanctions.Decide)
		}
		for want, x := range map[error]sanctions.ProviderSanction{
			sanctions.ErrKind:   {Org: "kitchen", Kind: "prison", Reason: "x"},
			sanctions.ErrWhy:    {Org: "kitchen", Kind: "warning"},
			sanctions.ErrNotOrg: {Org: "nobody", Kind: "warning", Reason: "x"},
			sanctions.ErrUntil:  {Org: "kitchen", Kind: "suspension", Reason: "x", Until: "2026-11-23"},
		} {
			if _, err := w.Sanctions.Propose(ctx, op("op1"), x); !errors.Is(err, want) {
				t.Errorf("%v, want %v", err, want)
			}
		}
		x, err := w.Sanctions.Propose(ctx, op("op1"), sanctions.ProviderSanction{Org: "kitchen", Kind: "suspension", Reason: "三起食物投诉属实", Until: "2026-12-31"})
		if err != nil {
			t.Fatal(err)
		}
		us := as(t, "chef", "", role.ProviderManager, street, "kitchen", sanctions.OfUs)
		if all, err := w.Sanctions.List(ctx, us); err != nil || len(all) != 0 {
			t.Error("a proposal is not told", all, err)
		}
		if _, err := w.Sanctions.Step(ctx, op("op1"), x.ID, sanctions.Impose, ""); !errors.Is(err, sanctions.ErrSame) {
			t.Error("who proposes imposed", err)
		}
		if x, err = w.Sanctions.Step(ctx, op("op2"), x.ID, sanctions.Impose, ""); err != nil || x.AppealBy != "2026-12-03" {
			t.Fatal(x, err)
		}
		if _, err := w.Sanctions.Step(ctx, as(t, "nurse", "", role.ProviderManager, street, "carers", sanctions.OfUs), x.ID, sanctions.Appeal, "不服"); !errors.Is(err, sanctions.ErrNone) {
			t.Error("another provider appealed", err)
		}
		if x, err = w.Sanctions.Step(ctx, us, x.ID, sanctions.Appeal, "沙子来自供应商"); err != nil || !x.State.InForce() {
			t.Fatal(x, err)
		}
		if _, err := w.Sanctions.Step(ctx, op("op3"), x.ID, sanctions.Lift, "算了"); !errors.Is(err, sanctions.ErrStep) {
			t.Error("the street judged the appeal", err)
		}
		judge := func(who string) access.Pass {
			return as(t, who, "", role.DataSteward, district, "", sanctions.Judge)
		}
		if _, err := w.Sanctions.Step(ctx, judge("op2"), x.ID, sanctions.Uphold, "维持"); !errors.Is(err, sanctions.ErrSame) {
			t.Error("who imposed judged", err)
		}
		if x, err = w.Sanctions.Step(ctx, judge("steward"), x.ID, sanctions.Uphold, "维持原决定"); err != nil || x.State != sanctions.Upheld {
			t.Fatal(x, err)
		}
		w.later(60 * 24 * time.Hour)
		if n, err := w.Watch(ctx, access.House("test")); n != 1 || err != nil {
			t.Error("its last day is over", n, err)
		}
	})
}
