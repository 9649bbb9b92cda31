package books

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"linli/internal/money"
	"linli/internal/platform/access"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/region"
)

// Transfer moves money from one account to another.
type Transfer struct {
	Day, Kind, Ref string
	Debit, Credit  string
	Fen            money.Fen
}

// SettledItem is a delivered order as it is settled.
type SettledItem struct {
	ID        string      `json:"id"`
	Order     string      `json:"order"`
	Region    region.Code `json:"region"`
	Org       string      `json:"org"`
	Service   string      `json:"service"`
	Category  string      `json:"category"`
	Day       string      `json:"day"`
	Quantity  int         `json:"quantity" doc:"Negative where it was taken back"`
	TotalFen  money.Fen   `json:"total_fen"`
	Programme string      `json:"programme,omitempty"`
	Statement string      `json:"statement,omitempty"`
	money.Split
}

// Provider is the account of what is owed to one.
func Provider(org string) string { return "liabilities:provider:" + org }

// transfers are what a delivered item books. parts are what each programme gives; where they do not
// add up to the item's, all of it is booked on the programme that the item names.
func transfers(x SettledItem, parts map[string]money.Fen) (out []Transfer) {
	move := func(debit, credit string, fen money.Fen) {
		if fen > 0 {
			out = append(out, Transfer{x.Day, "delivered", x.Order, debit, credit, fen})
		}
	}
	owed, sum := Provider(x.Org), money.Fen(0)
	for _, fen := range parts {
		sum += fen
	}
	if sum != x.Subsidy+x.Fund {
		parts = map[string]money.Fen{x.Programme: x.Subsidy + x.Fund}
	}
	for _, id := range slices.Sorted(maps.Keys(parts)) {
		move("expenses:programme:"+id, owed, parts[id])
	}
	// What the person pays is owed to the provider and taken by it at hand-over.
	move("assets:residents:"+x.Org, owed, x.Resident)
	move(owed, "assets:residents:"+x.Org, x.Resident)
	return out
}

// reversal books the opposite of what stands of an order: of all since it was last taken back.
func reversal(all []Transfer) (out []Transfer) {
	for i := len(all) - 1; i >= 0 && all[i].Kind != "taken back"; i-- {
		t := all[i]
		out = append(out, Transfer{t.Day, "taken back", t.Ref, t.Credit, t.Debit, t.Fen})
	}
	return out
}

// standing adds up what stands of an order: its items less what was taken back.
func standing(all []SettledItem) (x SettledItem) {
	for _, i := range all {
		n, total, split := x.Quantity+i.Quantity, x.TotalFen+i.TotalFen, x.Split
		x = i
		x.ID, x.Statement = "", ""
		x.Quantity, x.TotalFen = n, total
		x.Split = money.Split{Resident: split.Resident + i.Resident, Subsidy: split.Subsidy + i.Subsidy, Fund: split.Fund + i.Fund}
	}
	return x
}

// back is an item that takes another back.
func (x SettledItem) back() SettledItem {
	x.Quantity, x.TotalFen, x.Split = -x.Quantity, -x.TotalFen, money.Split{}.Minus(x.Split)
	return x
}

// Service is the use cases.
type Service struct {
	DB    *store.DB
	Names func(ctx context.Context, org string) string
	// Parts are what each programme gives for an order, in the caller's transaction.
	Parts func(ctx context.Context, tx *store.Tx, order string) (map[string]money.Fen, error)
}

// Follow books what was delivered, and takes back what turns out not to have been. app
// calls it for every event of orders, once, in order.
func (s *Service) Follow(ctx context.Context, tx *store.Tx, e events.Event) error {
	if !slices.Contains(Heeded, e.Kind) {
		return nil
	}
	had, err := itemsOf(ctx, tx, e.Subject)
	if err != nil {
		return err
	}
	stands := standing(had)
	if e.Kind == "orders.delivered" {
		if stands.Quantity > 0 {
			return nil
		}
		var b struct {
			Service, Org, Category, Day, Programme string
			Quantity                               int
			Total                                  money.Fen `json:"total_fen"`
			Resident                               money.Fen `json:"resident_fen"`
			Subsidy                                money.Fen `json:"subsidy_fen"`
			Fund                                   money.Fen `json:"fund_fen"`
		}
		if err := e.Decode(&b); err != nil {
			return err
		}
		x := SettledItem{Order: e.Subject, Region: e.Region, Org: b.Org, Service: b.Service, Category: b.Category, Day: b.Day, Quantity: b.Quantity, TotalFen: b.Total, Programme: b.Programme,
			Split: money.Split{Resident: b.Resident, Subsidy: b.Subsidy, Fund: b.Fund}}
		if err := addItem(ctx, tx, x); err != nil {
			return err
		}
		parts, err := s.Parts(ctx, tx, x.Order)
		if err != nil {
			return err
		}
		return addTransfers(ctx, tx, x.Region, transfers(x, parts))
	}
	if stands.Quantity < 1 {
		return nil
	}
	settled := false
	for _, x := range had {
		settled = settled || x.Statement != ""
	}
	if settled {
		err = addItem(ctx, tx, stands.back())
	} else {
		err = dropItems(ctx, tx, stands)
	}
	if err != nil {
		return err
	}
	booked, err := transfersOf(ctx, tx, e.Subject)
	if err != nil {
		return err
	}
	return addTransfers(ctx, tx, stands.Region, reversal(booked))
}

// Standing is what stands of a delivered order; ok is false where nothing does.
func (s *Service) Standing(ctx context.Context, tx *store.Tx, order string) (x SettledItem, ok bool, err error) {
	all, err := itemsOf(ctx, tx, order)
	x = standing(all)
	return x, x.Quantity > 0, err
}

// Correct books a voucher: what each party pays of an order becomes another, its price
// stays. was and now are what each programme gave and gives. The voucher is an item of
// the next statement; nothing that was settled is edited.
func (s *Service) Correct(ctx context.Context, tx *store.Tx, x SettledItem, to money.Split, programme string, was, now map[string]money.Fen) error {
	diff := to.Minus(x.Split)
	if diff.Total() != 0 {
		panic("books: a voucher changes who pays, not the price")
	}
	v := SettledItem{Order: x.Order, Region: x.Region, Org: x.Org, Service: x.Service, Category: x.Category, Day: x.Day, Programme: programme, Split: diff}
	if err := addItem(ctx, tx, v); err != nil {
		return err
	}
	var all []Transfer
	day, owed := tx.Now.In(shanghai).Format(time.DateOnly), Provider(x.Org)
	move := func(debit, credit string, fen money.Fen) {
		if fen < 0 {
			debit, credit, fen = credit, debit, -fen
		}
		if fen != 0 {
			all = append(all, Transfer{day, "voucher", x.Order, debit, credit, fen})
		}
	}
	ids := map[string]bool{}
	for id := range was {
		ids[id] = true
	}
	for id := range now {
		ids[id] = true
	}
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		move("expenses:programme:"+id, owed, now[id]-was[id])
	}
	// What the person overpaid the provider hands back, out of what it is owed more.
	move("assets:residents:"+x.Org, owed, diff.Resident)
	move(owed, "assets:residents:"+x.Org, diff.Resident)
	return addTransfers(ctx, tx, x.Region, all)
}

// Heeded are the events that say that something was delivered, or was not after all:
// what Follow wants to hear.
var Heeded = []string{"orders.delivered", "orders.accepted", "orders.assigned", "orders.on_the_way", "orders.in_service", "orders.cancelled", "orders.no_show", "orders.failed", "orders.declined"}

// Balances are the accounts up to a day, debit less credit.
func (s *Service) Balances(ctx context.Context, p access.Pass, to string) (map[string]money.Fen, error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) (map[string]money.Fen, error) { return balances(ctx, tx, to) })
}

// Journal writes the books from a day to another as a plain-text journal that hledger, ledger and
// beancount's converters read (hledger manual, "journal format"). It names no person.
func (s *Service) Journal(ctx context.Context, p access.Pass, w io.Writer, from, to string) (n int, err error) {
	out := bufio.NewWriterSize(w, 1<<16)
	if _, err := out.WriteString("; amounts in yuan\ncommodity 1,000.00 CNY\naccount assets:bank\naccount assets:residents\naccount expenses:programme\naccount liabilities:provider\n\n"); err != nil {
		return 0, err
	}
	_, err = store.View(ctx, s.DB, p, func(tx *store.Tx) (int, error) {
		return 0, eachTransfer(ctx, tx, from, to, func(t Transfer) error {
			n++
			_, err := fmt.Fprintf(out, "%s %s  ; ref:%s\n    %s  %s CNY\n    %s  -%s CNY\n\n", t.Day, t.Kind, t.Ref, plain(t.Debit), t.Fen.Decimal(), plain(t.Credit), t.Fen.Decimal())
			return err
		})
	})
	if err == nil {
		err = out.Flush()
	}
	return n, err
}

// plain keeps an account's name to what the journal's format allows.
func plain(account string) string { return strings.Join(strings.Fields(account), "_") }
