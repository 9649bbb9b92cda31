package app

import (
	"context"

	"linli/internal/platform/access"
	"linli/internal/settlement"
)

// makeSettlement wires programmes and books; orders get their purse.
func (h *House) makeSettlement() {
	h.Money = settlement.New(h.DB, func(ctx context.Context, org string) string {
		o, err := h.Offers.Organisation(ctx, access.House("settlement.names"), org)
		if err != nil {
			return org
		}
		return o.Name
	})
	h.Orders.Purse = h.Money.Programmes
}
