package kitchen

import (
	"cmp"
	"slices"
	"strings"

	"linli/internal/orders/book"
	"linli/internal/orders/flow"
)

// KitchenDish is one line of what is to be cooked: a meal with a diet.
type KitchenDish struct {
	Service   string   `json:"service"`
	Name      string   `json:"name"`
	NameEn    string   `json:"name_en,omitempty"`
	Options   []string `json:"options" nullable:"false" doc:"Diet: low_salt, diabetic …; none is the usual meal"`
	Eat       int      `json:"eat" doc:"Portions eaten at the point"`
	Bring     int      `json:"bring" doc:"Portions packed and brought"`
	Unsure    int      `json:"unsure" doc:"Of these, portions of orders that nobody has accepted"`
	Delivered int      `json:"delivered" doc:"Of these, handed over already"`
}

// KitchenTime is a time of the day.
type KitchenTime struct {
	Slot   string        `json:"slot"`
	From   string        `json:"from"`
	To     string        `json:"to"`
	Dishes []KitchenDish `json:"dishes" nullable:"false"`
	Eat    int           `json:"eat"`
	Bring  int           `json:"bring"`
	Unsure int           `json:"unsure"`
	Notes  []KitchenNote `json:"notes" nullable:"false"`
}

// KitchenNote is what somebody asked for in words.
type KitchenNote struct {
	Number   string `json:"number"`
	Quantity int    `json:"quantity"`
	Note     string `json:"note"`
	Service  string `json:"service"`
}

// Count is what a kitchen cooks for the orders of a day, by time. O(n log n).
func Count(orders []book.Order) []KitchenTime {
	times := map[string]*KitchenTime{}
	lines := map[string]*KitchenDish{}
	var keys []string
	for _, o := range orders {
		if !o.State.Holds() || o.State == flow.Waiting || o.Mode != flow.Delivery && o.Mode != flow.OnSite {
			continue
		}
		t := times[o.Slot.Key]
		if t == nil {
			t = &KitchenTime{Slot: o.Slot.Key, From: o.Slot.From, To: o.Slot.To, Dishes: []KitchenDish{}, Notes: []KitchenNote{}}
			times[o.Slot.Key] = t
		}
		options := slices.Clone(o.Options)
		slices.Sort(options)
		options = slices.Compact(options)
		key := o.Slot.Key + "|" + o.Service + "|" + strings.Join(options, ",")
		d := lines[key]
		if d == nil {
			if options == nil {
				options = []string{}
			}
			d = &KitchenDish{Service: o.Service, Name: o.ServiceName, NameEn: o.ServiceNameEn, Options: options}
			lines[key] = d
			keys = append(keys, key)
		}
		if o.Mode == flow.Delivery {
			d.Bring += o.Quantity
			t.Bring += o.Quantity
		} else {
			d.Eat += o.Quantity
			t.Eat += o.Quantity
		}
		if o.State == flow.Placed {
			d.Unsure += o.Quantity
			t.Unsure += o.Quantity
		}
		if o.State.Done() {
			d.Delivered += o.Quantity
		}
		if note := strings.TrimSpace(o.Note); note != "" {
			t.Notes = append(t.Notes, KitchenNote{o.Number, o.Quantity, note, o.ServiceName})
		}
	}
	slices.Sort(keys)
	for _, k := range keys {
		t := times[strings.SplitN(k, "|", 2)[0]]
		t.Dishes = append(t.Dishes, *lines[k])
	}
	out := make([]KitchenTime, 0, len(times))
	for _, t := range times {
		slices.SortStableFunc(t.Dishes, func(a, b KitchenDish) int {
			return cmp.Or(strings.Compare(a.Name, b.Name), len(a.Options)-len(b.Options), strings.Compare(strings.Join(a.Options, ","), strings.Join(b.Options, ",")))
		})
		slices.SortFunc(t.Notes, func(a, b KitchenNote) int { return strings.Compare(a.Number, b.Number) })
		out = append(out, *t)
	}
	slices.SortFunc(out, func(a, b KitchenTime) int {
		return cmp.Or(strings.Compare(a.From, b.From), strings.Compare(a.Slot, b.Slot))
	})
	return out
}
