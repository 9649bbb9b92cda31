package books_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"linli/internal/money"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/audit"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
	"linli/internal/region"
	"linli/internal/role"
	"linli/internal/settlement/books"
)

const (
	street = region.Code("449901001")
	home   = region.Code("449901001001")
)

func each(t *testing.T, fn func(t *testing.T, s *books.Service)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		now := time.Date(2026, 12, 3, 4, 0, 0, 0, time.UTC)
		db.Now = func() time.Time { now = now.Add(time.Millisecond); return now }
		fn(t, &books.Service{DB: db, Names: func(_ context.Context, org string) string { return "机构 " + org },
			Parts: func(_ context.Context, _ *store.Tx, order string) (map[string]money.Fen, error) {
				if order == "o1" {
					return map[string]money.Fen{"p1": 400, "fund": 100}, nil
				}
				return nil, nil
			}})
	}, books.Schema, events.Schema, audit.Schema, api.Schema)
}

func pass(t *testing.T, who string, r role.Role, what access.Permission, org string) access.Pass {
	t.Helper()
	p, err := books.Rules.Decide(access.Viewer{Account: who, Grants: []access.Grant{{Role: r, In: street, Org: org}}}, what, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

type order struct {
	id, org, day string
	n            int
	split        money.Split
}

// at says what happens to orders; one transaction for all.
func at(t testing.TB, s *books.Service, kind string, all ...order) {
	t.Helper()
	_, err := store.In(t.Context(), s.DB, access.House("test"), func(tx *store.Tx) (int, error) {
		for _, o := range all {
			raw, err := json.Marshal(map[string]any{"org": o.org, "service": "lunch", "category": "elder.canteen", "day": o.day, "quantity": o.n, "total_fen": o.split.Total(),
				"resident_fen": o.split.Resident, "subsidy_fen": o.split.Subsidy, "fund_fen": o.split.Fund, "programme": "p1"})
			if err != nil {
				return 0, err
			}
			if err := s.Follow(t.Context(), tx, events.Event{Kind: kind, Region: home, Subject: o.id, At: tx.Now, Body: json.RawMessage(raw)}); err != nil {
				return 0, err
			}
		}
		return 0, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func lunch(id, day string, n int) order {
	return order{id, "canteen", day, n, money.Split{Resident: 1000 * money.Fen(n), Subsidy: 400 * money.Fen(n), Fund: 100 * money.Fen(n)}}
}

func balance(t testing.TB, s *books.Service) map[string]money.Fen {
	t.Helper()
	all, err := s.Balances(t.Context(), access.House("test"), "9999")
	if err != nil {
		t.Fatal(err)
	}
	sum := money.Fen(0)
	for _, fen := range all {
		sum += fen
	}
	if sum != 0 {
		t.Fatalf("the books do not balance: %v", all)
	}
	return all
}

func TestWhatIsDeliveredIsOwedAndWhatIsTakenBackIsNot(t *testing.T) {
	each(t, func(t *testing.T, s *books.Service) {
		at(t, s, "orders.placed", lunch("o1", "2026-11-20", 1))
		at(t, s, "orders.delivered", lunch("o1", "2026-11-20", 1), lunch("o2", "2026-11-21", 2))
		at(t, s, "orders.delivered", lunch("o1", "2026-11-20", 1)) // told twice
		if b := balance(t, s); b["liabilities:provider:canteen"] != -1500 || b["expenses:programme:p1"] != 1400 || b["expenses:programme:fund"] != 100 || b["assets:residents:canteen"] != 0 {
			t.Errorf("%v", b)
		}
		at(t, s, "orders.no_show", lunch("o2", "2026-11-21", 2)) // it was not delivered after all
		at(t, s, "orders.cancelled", lunch("o9", "2026-11-21", 2))
		if b := balance(t, s); b["liabilities:provider:canteen"] != -500 {
			t.Errorf("%v", b)
		}
		at(t, s, "orders.delivered", lunch("o2", "2026-11-21", 2))
		if b := balance(t, s); b["liabilities:provider:canteen"] != -1500 {
			t.Errorf("delivered again: %v", b)
		}
	})
}

func TestAStatementGoesThroughFourHands(t *testing.T) {
	each(t, func(t *testing.T, s *books.Service) {
		ctx := t.Context()
		drawer, boss := pass(t, "wu", role.StreetOperator, books.Draw, ""), pass(t, "chen", role.StreetOperator, books.Approve, "")
		provider, other := pass(t, "sun", role.ProviderManager, books.Dispute, "canteen"), pass(t, "he", role.ProviderManager, books.Dispute, "care")
		at(t, s, "orders.delivered", lunch("o1", "2026-11-20", 1), lunch("o2", "2026-11-21", 2), lunch("o3", "2026-12-01", 1), order{"o4", "care", "2026-11-30", 1, money.Split{Resident: 5500}})
		for _, month := range []string{"2026-12", "november", "2026-13"} {
			if _, err := s.DrawUp(ctx, drawer, month); !errors.Is(err, books.ErrMonth) {
				t.Errorf("%s: %v", month, err)
			}
		}
		all, err := s.DrawUp(ctx, drawer, "2026-11")
		if err != nil || len(all) != 2 || all[1].OrgName != "机构 care" && all[0].OrgName != "机构 care" {
			t.Fatalf("%+v %v", all, err)
		}
		x := all[0]
		if x.Org != "canteen" {
			x = all[1]
		}
		if x.Sums.Items != 2 || x.Sums.Quantity != 3 || x.Sums.TotalFen != 4500 || x.PayableFen != 1500 {
			t.Errorf("%+v", x)
		}
		if again, err := s.DrawUp(ctx, drawer, "2026-11"); err != nil || len(again) != 0 {
			t.Errorf("drawn up twice: %+v %v", again, err)
		}
		if _, err := s.Object(ctx, other, x.ID, x.Version, "少算了"); !errors.Is(err, books.ErrNone) {
			t.Errorf("another provider objects: %v", err)
		}
		if x, err = s.Object(ctx, provider, x.ID, x.Version, "11 月 20 日少算一份"); err != nil || x.State != books.Disputed {
			t.Fatal(x, err)
		}
		if _, err := s.Accept(ctx, boss, x.ID, x.Version); !errors.Is(err, books.ErrState) {
			t.Errorf("approved while disputed: %v", err)
		}
		if x, err = s.Reply(ctx, drawer, x.ID, x.Version, "已核对：当日只签收一份"); err != nil || x.State != books.Drawn {
			t.Fatal(x, err)
		}
		self := pass(t, "wu", role.StreetOperator, books.Approve, "")
		if _, err := s.Accept(ctx, self, x.ID, x.Version); !errors.Is(err, books.ErrTwo) {
			t.Errorf("approved by whoever drew it up: %v", err)
		}
		if _, err := s.Pay(ctx, boss, x.ID, x.Version); !errors.Is(err, books.ErrState) {
			t.Errorf("paid before it is approved: %v", err)
		}
		if x, err = s.Accept(ctx, boss, x.ID, x.Version); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Pay(ctx, boss, x.ID, x.Version-1); !errors.Is(err, api.ErrStale) {
			t.Errorf("an old version: %v", err)
		}
		if x, err = s.Pay(ctx, boss, x.ID, x.Version); err != nil || x.State != books.Paid || x.PaidOn != "2026-12-03" {
			t.Fatal(x, err)
		}
		if b := balance(t, s); b["liabilities:provider:canteen"] != -500 || b["assets:bank"] != -1500 {
			t.Errorf("%v", b) // o3 is of December
		}
		// A settled order that is taken back is a negative item of the next statement.
		at(t, s, "orders.failed", lunch("o1", "2026-11-20", 1))
		at(t, s, "orders.failed", lunch("o1", "2026-11-20", 1)) // told twice
		next, err := s.DrawUp(ctx, drawer, "2026-11")
		if err != nil || len(next) != 1 || next[0].PayableFen != -500 || next[0].Sums.Items != 1 || next[0].Sums.Quantity != -1 {
			t.Errorf("%+v %v", next, err)
		}
		items, err := s.Items(ctx, pass(t, "sun", role.ProviderManager, books.See, "canteen"), x.ID, "", 10)
		if err != nil || len(items) != 2 {
			t.Errorf("%+v %v", items, err)
		}
		mine, err := s.List(ctx, pass(t, "he", role.ProviderManager, books.See, "care"), books.Filter{Limit: 10})
		if err != nil || len(mine) != 1 || mine[0].Org != "care" {
			t.Errorf("a provider sees %+v %v", mine, err)
		}
	})
}

// Whatever happens in whatever order, the books balance and say what the items say.
func TestTheBooksBalanceWhateverHappens(t *testing.T) {
	each(t, func(t *testing.T, s *books.Service) {
		round := 0
		rapid.Check(t, func(r *rapid.T) {
			round++
			org := fmt.Sprint("org", round)
			live := map[string]money.Fen{}
			for i := range rapid.IntRange(1, 25).Draw(r, "events") {
				o := lunch(fmt.Sprintf("r%d-%d", round, rapid.IntRange(0, 4).Draw(r, "order")), "2026-11-20", rapid.IntRange(1, 3).Draw(r, "quantity"))
				o.org = org
				kind := rapid.SampledFrom([]string{"orders.delivered", "orders.delivered", "orders.cancelled", "orders.accepted", "orders.failed", "voucher"}).Draw(r, "kind")
				if kind == "voucher" {
					if fen, ok := correct(t, s, o.id, money.Fen(rapid.IntRange(-3, 3).Draw(r, "more")*100)); ok {
						live[o.id] += fen
					}
					continue
				}
				at(t, s, kind, o)
				if _, there := live[o.id]; kind == "orders.delivered" && !there {
					live[o.id] = o.split.Subsidy + o.split.Fund
				} else if kind != "orders.delivered" {
					delete(live, o.id)
				}
				if i == 10 {
					if _, err := s.DrawUp(t.Context(), pass(t, "wu", role.StreetOperator, books.Draw, ""), "2026-11"); err != nil {
						t.Fatal(err)
					}
				}
			}
			want := money.Fen(0)
			for _, fen := range live {
				want += fen
			}
			if got := balance(t, s)[books.Provider(org)]; got != -want {
				r.Fatalf("%s are owed, want %s", -got, want)
			}
		})
	})
}

// correct moves fen from the person to the programme, where something stands.
func correct(t *testing.T, s *books.Service, order string, fen money.Fen) (money.Fen, bool) {
	t.Helper()
	ok, err := store.In(t.Context(), s.DB, access.House("test"), func(tx *store.Tx) (bool, error) {
		x, stands, err := s.Standing(t.Context(), tx, order)
		if err != nil || !stands || x.Resident < fen {
			return false, err
		}
		to := x.Split
		to.Resident, to.Subsidy = to.Resident-fen, to.Subsidy+fen
		return true, s.Correct(t.Context(), tx, x, to, "p1", nil, map[string]money.Fen{"p1": fen})
	})
	if err != nil {
		t.Fatal(err)
	}
	return fen, ok
}

func TestAnUnbalancedEntryCannotBeWritten(t *testing.T) {
	each(t, func(t *testing.T, s *books.Service) {
		for _, row := range []string{`'assets:bank', 'assets:bank', 5`, `'assets:bank', '', 5`, `'assets:bank', 'x', 0`, `'assets:bank', 'x', -5`} {
			_, err := store.In(t.Context(), s.DB, access.House("test"), func(tx *store.Tx) (int64, error) {
				return tx.UnscopedExec(t.Context(), "test", `INSERT INTO ledger_transfers (street, id, region, day, kind, ref, debit, credit, fen) VALUES ('449901001', 'x', '449901001', '2026-11-20', 'k', 'r', `+row+`)`)
			})
			if err == nil {
				t.Errorf("(%s) was written", row)
			}
		}
	})
}

// hledger reads the journal, strictly: every account and commodity is declared, every entry balances.
func TestHledgerAcceptsTheJournal(t *testing.T) {
	hledger, err := exec.LookPath("hledger")
	if err != nil {
		t.Skip("hledger is not installed")
	}
	each(t, func(t *testing.T, s *books.Service) {
		for i := range 30 {
			at(t, s, "orders.delivered", lunch(fmt.Sprint("o", i), fmt.Sprintf("2026-11-%02d", 1+i), 1+i%3))
		}
		at(t, s, "orders.no_show", lunch("o7", "2026-11-08", 2))
		var text bytes.Buffer
		n, err := s.Journal(t.Context(), access.House("test"), &text, "2026-01-01", "2026-12-31")
		if err != nil || n != 93 || strings.Contains(text.String(), "1600") {
			t.Fatal(n, err)
		}
		file := filepath.Join(t.TempDir(), "books.journal")
		if err := os.WriteFile(file, text.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		if said, err := exec.CommandContext(t.Context(), hledger, "-f", file, "check").CombinedOutput(); err != nil { //nolint:gosec // a test's own file
			t.Fatalf("%v: %s", err, said)
		}
		said, err := exec.CommandContext(t.Context(), hledger, "-f", file, "balance", "--flat", "-N", "expenses:programme").CombinedOutput() //nolint:gosec // a test's own file
		if want := balance(t, s)["expenses:programme:p1"].Decimal(); err != nil || !strings.Contains(string(said), want) {
			t.Errorf("hledger says %s, the books %s: %v", said, want, err)
		}
	})
}
