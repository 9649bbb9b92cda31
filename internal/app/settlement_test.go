package app

import (
	"fmt"
	"testing"
	"time"

	"linli/internal/money"
	"linli/internal/orders/subsidy"
	"linli/internal/platform/access"
	"linli/internal/platform/events"
	"linli/internal/role"
	"linli/internal/settlement/books"
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
