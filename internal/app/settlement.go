package app

import (
	"linli/internal/app/ordersview"
	"linli/internal/app/settlementview"
	"linli/internal/settlement"
)

// makeSettlement wires programmes, books and vouchers; orders get their purse.
func (h *House) makeSettlement() {
	h.Money = settlement.New(h.DB, settlementview.View{People: h.People, Offers: h.Offers, Orders: h.Orders, Facts: ordersview.Facts}, h.names)
	h.Orders.Purse = h.Money.Programmes
}
