package pricing

import (
	"context"
	"errors"

	"linli/internal/fault"
	"linli/internal/money"
	"linli/internal/orders/around"
	"linli/internal/orders/book"
	"linli/internal/orders/draft"
	"linli/internal/orders/subsidy"
	"linli/internal/platform/store"
)

// ErrBudget is for a budget that was used up between reckoning and drawing: the same
// order may be tried once more.
var ErrBudget = fault.New(fault.Conflict, "orders.budget", "补贴预算刚刚用完，请按新的价格再下一次单。", "A subsidy’s budget was used up in this moment; please order again at the new price.")

var errSplit = errors.New("orders: the parts of a price do not add up to it")

// Of asks the purse, which holds the answer for the order where it has an id; a nil
// purse is the full price. parts are to be drawn at the end of tx.
func Of(ctx context.Context, tx *store.Tx, purse around.Purse, d draft.Draft) (p book.Price, parts map[string]money.Fen, err error) {
	p.UnitFen = d.Offer.PriceFen
	if p.TotalFen, err = p.UnitFen.Times(d.Quantity); err != nil {
		return p, nil, err
	}
	p.Split = money.Full(p.TotalFen)
	if purse == nil {
		return p, nil, nil
	}
	got, err := purse.Split(ctx, tx, subsidy.Question{Order: d.ID, Person: d.Person, Region: d.Region, Category: d.Category, Service: d.Service, Org: d.Org,
		Day: d.Day, Quantity: d.Quantity, UnitFen: p.UnitFen, Facts: d.Who.Facts})
	if err != nil {
		return p, nil, err
	}
	if !got.Split.Of(p.TotalFen) {
		return p, nil, errSplit
	}
	p.Split, p.Programme, p.Bracket, p.WhyZh, p.WhyEn = got.Split, got.Programme, got.Bracket, got.WhyZh, got.WhyEn
	return p, got.Parts, nil
}

// Draw takes from the budgets what was split. ErrBudget.
func Draw(ctx context.Context, tx *store.Tx, purse around.Purse, parts map[string]money.Fen) error {
	if purse == nil || len(parts) == 0 {
		return nil
	}
	ok, err := purse.Draw(ctx, tx, parts)
	if err == nil && !ok {
		err = ErrBudget
	}
	return err
}
