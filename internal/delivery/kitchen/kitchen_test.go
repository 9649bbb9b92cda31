package kitchen_test

import (
	"reflect"
	"testing"

	"linli/internal/delivery/kitchen"
	"linli/internal/orders/book"
	"linli/internal/orders/flow"
	"linli/internal/orders/slots"
)

func TestTheKitchenCooksWhatStands(t *testing.T) {
	lunch, dinner := slots.Slot{Key: "lunch", From: "10:45", To: "13:00"}, slots.Slot{Key: "dinner", From: "16:30", To: "18:30"}
	o := func(slot slots.Slot, mode flow.Mode, state flow.State, n int, options ...string) book.Order {
		return book.Order{Number: "1125-AAAA", Service: "s", ServiceName: "长者套餐", Mode: mode, State: state, Quantity: n, Slot: slot, Options: options}
	}
	noted := o(lunch, flow.Delivery, flow.Accepted, 1, "soft")
	noted.Note = " 少饭 "
	got := kitchen.Count([]book.Order{
		o(dinner, flow.OnSite, flow.Accepted, 2),
		o(lunch, flow.Delivery, flow.Accepted, 1, "soft", "low_salt"), o(lunch, flow.Delivery, flow.Delivered, 2, "low_salt", "soft"), noted,
		o(lunch, flow.OnSite, flow.Placed, 3), o(lunch, flow.Delivery, flow.Cancelled, 9), o(lunch, flow.Delivery, flow.Declined, 9), o(lunch, flow.Delivery, flow.Failed, 9),
		o(lunch, flow.Delivery, flow.NoShow, 1), // it was cooked
		o(lunch, flow.HomeVisit, flow.Accepted, 5),
	})
	want := []kitchen.KitchenTime{
		{Slot: "lunch", From: "10:45", To: "13:00", Eat: 3, Bring: 5, Unsure: 3, Notes: []kitchen.KitchenNote{{Number: "1125-AAAA", Quantity: 1, Note: "少饭", Service: "长者套餐"}}, Dishes: []kitchen.KitchenDish{
			{Service: "s", Name: "长者套餐", Options: []string{}, Eat: 3, Bring: 1, Unsure: 3},
			{Service: "s", Name: "长者套餐", Options: []string{"soft"}, Bring: 1},
			{Service: "s", Name: "长者套餐", Options: []string{"low_salt", "soft"}, Bring: 3, Delivered: 2}}},
		{Slot: "dinner", From: "16:30", To: "18:30", Eat: 2, Notes: []kitchen.KitchenNote{}, Dishes: []kitchen.KitchenDish{{Service: "s", Name: "长者套餐", Options: []string{}, Eat: 2}}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("\n%+v\n%+v", got, want)
	}
	if got := kitchen.Count(nil); got == nil || len(got) != 0 {
		t.Errorf("an empty day: %v", got)
	}
}
