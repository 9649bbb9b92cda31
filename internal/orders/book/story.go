package book

import (
	"context"
	"slices"

	"linli/internal/fault"
	"linli/internal/orders/flow"
	"linli/internal/platform/access"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
)

// StoryOf is what happened to an order, oldest first, in plain words; a resident
// does not read accounts of staff.
func StoryOf(ctx context.Context, db *store.DB, o Order, resident bool) ([]OrderChapter, error) {
	look := access.HouseIn("orders.story", "house:orders", o.Region.District())
	all, err := store.View(ctx, db, look, func(tx *store.Tx) ([]events.Event, error) { return events.Of(ctx, tx, o.ID, 0, 100) })
	out := make([]OrderChapter, 0, len(all))
	for _, e := range slices.Backward(all) {
		var b struct{ Why string }
		_ = e.Decode(&b) // an event of another feature may say nothing of why
		c := OrderChapter{At: e.At, Kind: e.Kind, Actor: e.Actor, Why: b.Why}
		if resident {
			c.Actor = ""
		}
		c.Zh, c.En = words(e.Kind)
		out = append(out, c)
	}
	return out, err
}

func words(kind string) (zh, en string) {
	if w, ok := eventWords[kind]; ok {
		return w[0], w[1]
	}
	for _, st := range flow.All {
		if st.Event() == kind {
			return st.Word()
		}
	}
	return kind, kind
}

var eventWords = map[string][2]string{
	"orders.due_soon": {"快到时限，已提醒", "reminded: time is nearly up"}, "orders.overdue": {"超过时限，已提醒服务方", "late: the provider was told"}, "orders.escalated": {"仍未处理，已上报", "still late: told above"},
	"orders.repriced": {"价格已调整", "price changed"}, "orders.moved": {"已改到新的住址", "goes to the new home"}, "orders.excused": {"已核实原因，不计次", "excused"},
	"supervision.rated": {"已评价", "rated"}, "delivery.not_answered": {"敲门无人应答", "nobody answered the door"}, "settlement.posted": {"已入账", "in the books"}, "settlement.settled": {"已结算", "settled"},
}

// ErrState is for a step that cannot be made from where an order stands.
var ErrState = fault.New(fault.Conflict, "orders.state", "订单现在是“%s”，不能这样办理。", "The order is %s now; this cannot be done to it.")

// Wrong is ErrState with the state in words. The words of a fault are filled
// before the reader's language is known: so both stand there.
func Wrong(o Order) error {
	zh, en := o.State.Word()
	return ErrState.With(zh + " " + en)
}

// Visible reports whether who carries an order out still needs to know where.
func Visible(o Order) bool { return o.State.IsOpen() || o.State == flow.Delivered }

// Masked is a name for those who need not know it.
func Masked(name string) string {
	for _, r := range name {
		return string(r) + "**"
	}
	return ""
}
