package app

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"linli/internal/directory/hours"
	"linli/internal/money"
	"linli/internal/orders"
	"linli/internal/orders/flow"
	"linli/internal/orders/subsidy"
	"linli/internal/people"
	"linli/internal/platform/access"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/role"
	"linli/internal/settlement/books"
	"linli/internal/settlement/vouchers"
)

// Lunch of 18 yuan for an elder of 82: 5 from the purse, 1 from the fund, 12 of her own; what
// was delivered is owed to the kitchen to the fen, what was called off goes back into the budget.
func TestEveryCentOfALunchIsAccountedFor(t *testing.T) {
	eachKitchen(t, func(k *kitchen) {
		ctx, p := k.t.Context(), access.House("test")
		var ids []string
		for _, x := range []subsidy.Programme{
			{Name: "助餐", Region: parent, Payer: subsidy.Public, Categories: []string{"elder"}, From: "2026-01-01", BudgetFen: 100_000, Brackets: []subsidy.Bracket{{Key: "80", Name: "80 岁以上", Rule: "age >= 80", UnitFen: 500, PerWeek: 2}}},
			{Name: "互助基金", Region: parent, Payer: subsidy.Fund, Categories: []string{"elder"}, From: "2026-01-01", Adds: true, Brackets: []subsidy.Bracket{{Key: "all", Name: "长者", UnitFen: 100}}},
		} {
			one, err := k.h.Money.Programmes.Add(ctx, p, x)
			if err == nil {
				one, err = k.h.Money.Programmes.Start(ctx, p, one.ID, one.Version)
			}
			if err != nil {
				k.t.Fatal(err)
			}
			ids = append(ids, one.ID)
		}
		lan := k.resident(0)
		manager := k.staff("manager", role.ProviderManager, k.service.Organisation)
		var placed []shownOrder
		for i, want := range []int64{1200, 1200, 1700} { // the third is past the cap of the week
			status, code, o := k.ask(lan, "POST", "/my/orders", map[string]any{"service": k.service.ID, "day": fmt.Sprintf("2026-11-%d", 25+i), "expect_fen": want})
			if status != 201 || o.Price.Resident != want {
				k.t.Fatalf("lunch %d: %d %s %+v", i, status, code, o.Price)
			}
			placed = append(placed, o)
		}
		if status, code, _ := k.ask(lan, "POST", "/my/orders/"+placed[1].ID+"/cancel", map[string]string{"reason": "外出"}); status != 200 {
			k.t.Fatalf("called off: %d %s", status, code)
		}
		if x, err := k.h.Money.Programmes.Get(ctx, p, ids[0]); err != nil || x.HeldFen != 500 {
			k.t.Errorf("%s are held, %v", x.HeldFen, err)
		}
		k.staff("courier", role.Carer, k.service.Organisation)
		holders, err := k.h.Accounts.Holders(ctx, role.Carer, k.service.Organisation)
		if err != nil || len(holders) != 1 {
			k.t.Fatal(holders, err)
		}
		for _, step := range []string{"accept", "assign", "start", "deliver"} {
			_, _, o := k.ask(manager, "GET", "/orders/"+placed[0].ID, nil)
			body := map[string]any{}
			switch step {
			case "assign":
				body["account"] = holders[0].ID
			case "deliver":
				body["code"] = placed[0].Code
			}
			if status, code, _ := k.ask(manager, "POST", "/orders/"+placed[0].ID+"/"+step, body, "If-Match", fmt.Sprintf(`"%d"`, o.Version)); status != 200 {
				k.t.Fatalf("%s: %d %s", step, status, code)
			}
		}
		var all map[string]money.Fen
		for range 100 { // the log settles
			if _, err := events.Step(ctx, k.h.DB, "settlement", k.h.Money.Follow, "orders."); err != nil {
				k.t.Fatal(err)
			}
			var err error
			if all, err = k.h.Money.Books.Balances(ctx, p, "9999"); err != nil {
				k.t.Fatal(err)
			}
			if len(all) > 0 {
				break
			}
			time.Sleep(20 * time.Millisecond)
		}
		if owed := all[books.Provider(k.service.Organisation)]; owed != -600 || all["expenses:programme:"+ids[0]] != 500 || all["expenses:programme:"+ids[1]] != 100 {
			k.t.Errorf("the books: %v", all)
		}
	})
}

// Three lunches were paid in full; then a card that is valid since the second day is
// recorded. A voucher pays for two, caps and all; the books, the next statement and a
// lunch that turns out not to have come agree to the fen.
func TestACardThatWasApprovedLateIsPaidByVoucher(t *testing.T) {
	eachKitchen(t, func(k *kitchen) {
		ctx, p := k.t.Context(), access.House("test")
		one, err := k.h.Money.Programmes.Add(ctx, p, subsidy.Programme{Name: "助餐", Region: parent, Payer: subsidy.Public, Categories: []string{"elder"}, From: "2026-01-01", BudgetFen: 100_000,
			Brackets: []subsidy.Bracket{{Key: "card", Name: "低收入", Rule: `attribute("low_income")`, UnitFen: 700}, {Key: "80", Name: "80 岁以上", Rule: "age >= 80", UnitFen: 200}}})
		if err == nil {
			one, err = k.h.Money.Programmes.Start(ctx, p, one.ID, one.Version)
		}
		if err != nil {
			k.t.Fatal(err)
		}
		lan := k.resident(0)
		var placed []shownOrder
		for i := range 3 {
			status, code, o := k.ask(lan, "POST", "/my/orders", map[string]any{"service": k.service.ID, "day": fmt.Sprintf("2026-11-%d", 24+i), "expect_fen": 1600})
			if status != 201 {
				k.t.Fatalf("%d %s", status, code)
			}
			placed = append(placed, o)
		}
		deliver := func(o shownOrder) {
			_, err := store.In(ctx, k.h.DB, p, func(tx *store.Tx) (int, error) {
				for _, v := range []flow.Verb{flow.Accept, flow.Assign, flow.Deliver} {
					if _, err := k.h.Orders.StepIn(ctx, tx, o.ID, 0, v, orders.StepIn{Account: "courier", Proof: "code"}); err != nil {
						return 0, err
					}
				}
				return 0, nil
			})
			if err != nil {
				k.t.Fatal(err)
			}
		}
		for _, o := range placed {
			deliver(o)
		}
		k.now = time.Date(2026, 12, 2, 9, 0, 0, 0, hours.Shanghai)
		settled := func(want money.Fen) {
			k.t.Helper()
			var all map[string]money.Fen
			for range 100 { // the log settles
				if _, err := events.Step(ctx, k.h.DB, "settlement", k.h.Money.Follow, "orders."); err != nil {
					k.t.Fatal(err)
				}
				if all, err = k.h.Money.Books.Balances(ctx, p, "9999"); err != nil {
					k.t.Fatal(err)
				}
				if all[books.Provider(k.service.Organisation)] == -want {
					break
				}
				time.Sleep(20 * time.Millisecond)
			}
			sum := money.Fen(0)
			for _, fen := range all {
				sum += fen
			}
			if all[books.Provider(k.service.Organisation)] != -want || all["expenses:programme:"+one.ID] != want || all["assets:residents:"+k.service.Organisation] != 0 || sum != 0 {
				k.t.Fatalf("owed %s: %v", want, all)
			}
		}
		settled(600)
		street := access.HouseIn("test", "wu", parent)
		drawn, err := k.h.Money.Books.DrawUp(ctx, street, "2026-11")
		if err != nil || len(drawn) != 1 || drawn[0].PayableFen != 600 {
			k.t.Fatal(drawn, err)
		}
		if _, err := k.h.Money.Vouchers.Make(ctx, street, k.persons[0].ID, "2026-11-01", "2026-11-30", "再查", 0); !errors.Is(err, vouchers.ErrSame) {
			k.t.Errorf("nothing has changed: %v", err)
		}
		if _, err := k.h.People.AddAttribute(ctx, p, k.persons[0].ID, people.Attribute{Key: "low_income", From: "2026-11-25"}); err != nil {
			k.t.Fatal(err)
		}
		d, err := k.h.Money.Vouchers.Draft(ctx, street, k.persons[0].ID, "2026-11-01", "2026-11-30")
		if err != nil || d.Checked != 3 || len(d.Lines) != 2 || d.BackFen != 1000 || d.Lines[0].Day != "2026-11-25" {
			k.t.Fatalf("%+v %v", d, err)
		}
		settled(600) // a preview writes nothing
		for name, x := range map[string]struct {
			pass          access.Pass
			from, to, why string
			fen           money.Fen
			want          error
		}{
			"another sum":    {street, "2026-11-01", "2026-11-30", "低保证补办", 900, vouchers.ErrChange},
			"no reason":      {street, "2026-11-01", "2026-11-30", " ", 1000, vouchers.ErrReason},
			"the future":     {street, "2026-11-01", "2027-11-30", "低保证补办", 1000, vouchers.ErrDays},
			"another street": {access.HouseIn("test", "x", "449901002"), "2026-11-01", "2026-11-30", "低保证补办", 1000, vouchers.ErrPerson},
		} {
			if _, err := k.h.Money.Vouchers.Make(ctx, x.pass, k.persons[0].ID, x.from, x.to, x.why, x.fen); !errors.Is(err, x.want) {
				k.t.Errorf("%s: %v", name, err)
			}
		}
		all, err := k.h.Money.Vouchers.Make(ctx, street, k.persons[0].ID, "2026-11-01", "2026-11-30", "低收入认定自 11 月 25 日起", 1000)
		if err != nil || len(all) != 2 || all[0].State != "due" || all[0].BackFen != 500 {
			k.t.Fatalf("%+v %v", all, err)
		}
		settled(1600)
		if x, err := k.h.Money.Programmes.Get(ctx, p, one.ID); err != nil || x.HeldFen != 1600 {
			k.t.Errorf("the budget holds %s, %v", x.HeldFen, err)
		}
		if _, err := k.h.Money.Vouchers.Make(ctx, street, k.persons[0].ID, "2026-11-01", "2026-11-30", "再来一次", 1000); !errors.Is(err, vouchers.ErrSame) {
			k.t.Errorf("twice: %v", err)
		}
		if v, err := k.h.Money.Vouchers.Refunded(ctx, street, all[0].ID, 1); err != nil || v.State != "refunded" {
			k.t.Errorf("%+v %v", v, err)
		}
		if _, err := k.h.Money.Vouchers.Refunded(ctx, street, all[0].ID, 2); !errors.Is(err, vouchers.ErrState) {
			k.t.Errorf("refunded twice: %v", err)
		}
		next, err := k.h.Money.Books.DrawUp(ctx, street, "2026-11")
		if err != nil || len(next) != 1 || next[0].PayableFen != 1000 || next[0].Sums.Resident != -1000 || next[0].Sums.Items != 2 {
			k.t.Errorf("the next statement: %+v %v", next, err)
		}
	})
}
