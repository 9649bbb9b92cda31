package book

import (
	"crypto/rand"
	"time"

	"linli/internal/fault"
	"linli/internal/geo"
	"linli/internal/money"
	"linli/internal/orders/clock"
	"linli/internal/orders/flow"
	"linli/internal/orders/slots"
	"linli/internal/region"
)

// Short names; the long ones are those of the contract.
type (
	Order = ServiceOrder
	Price = OrderPrice
)

// ErrNone is for an order that is not there, or not for this viewer.
var ErrNone = fault.New(fault.NotFound, "orders.none", "找不到这个订单。", "There is no such order.")

// OrderPrice is what an order costs, who pays it, and why.
type OrderPrice struct {
	UnitFen  money.Fen `json:"unit_fen"`
	TotalFen money.Fen `json:"total_fen"`
	money.Split
	Programme string `json:"programme,omitempty"`
	Bracket   string `json:"bracket,omitempty"`
	WhyZh     string `json:"why_zh,omitempty"`
	WhyEn     string `json:"why_en,omitempty"`
}

// PlacedBy is how an order came in. Name and note say who asked, such as the
// daughter who called; Consent how the person agreed.
type PlacedBy struct {
	How     string `json:"how" enum:"self,family,caller,door,counter,series,waiting"`
	Name    string `json:"name,omitempty"`
	Consent string `json:"consent,omitempty"`
	Account string `json:"-"`
}

// VisitStamp is a moment and place of a visit. Metres is how far from the home; it is
// told, not enforced: elders sit in the park too.
type VisitStamp struct {
	At     time.Time `json:"at"`
	Lon    float64   `json:"lon,omitempty"`
	Lat    float64   `json:"lat,omitempty"`
	Metres int       `json:"metres,omitempty" doc:"From the home; 0 where either place is unknown"`
}

// ServiceOrder is one service for one person at one time.
type ServiceOrder struct {
	ID            string         `json:"id"`
	Number        string         `json:"number" doc:"Short, to be said aloud"`
	Region        region.Code    `json:"region" doc:"Of the home"`
	At            region.Code    `json:"at" doc:"Of the point"`
	Org           string         `json:"org"`
	Person        string         `json:"person"`
	Name          string         `json:"name,omitempty" doc:"As the viewer may see it"`
	Address       string         `json:"address,omitempty" doc:"For whoever carries it out, until it is settled"`
	Service       string         `json:"service"`
	ServiceName   string         `json:"service_name"`
	ServiceNameEn string         `json:"service_name_en,omitempty"`
	Category      string         `json:"category"`
	Mode          flow.Mode      `json:"mode"`
	Point         string         `json:"point"`
	PointName     string         `json:"point_name,omitempty"`
	Day           string         `json:"day"`
	Slot          slots.Slot     `json:"slot"`
	Quantity      int            `json:"quantity"`
	Note          string         `json:"note,omitempty"`
	Options       []string       `json:"options,omitempty"`
	Price         Price          `json:"price"`
	State         flow.State     `json:"state" enum:"waiting,placed,accepted,declined,assigned,on_the_way,in_service,delivered,confirmed,rated,settled,cancelled,no_show,failed"`
	Reason        string         `json:"reason,omitempty"`
	Mark          string         `json:"mark,omitempty" enum:",late_cancel,no_show" doc:"Counted against the person until a member of staff excuses it; nothing follows by itself"`
	NoShows       int            `json:"no_shows,omitempty" doc:"Of the person in 90 days, for staff: nothing follows by itself"`
	LateCancels   int            `json:"late_cancels,omitempty"`
	Due           time.Time      `json:"due,omitzero" doc:"By when it must have moved on"`
	Overdue       bool           `json:"overdue,omitempty"`
	Escalated     int            `json:"escalated" doc:"Whom it was told: 0 provider, 1 street, 2 district"`
	Assigned      string         `json:"assigned,omitempty"`
	Second        string         `json:"second,omitempty" doc:"The second carer of a visit for two"`
	Round         string         `json:"round,omitempty"`
	Code          string         `json:"code,omitempty" doc:"Shown to the person only"`
	PlacedBy      PlacedBy       `json:"placed_by"`
	Series        string         `json:"series,omitempty"`
	Need          string         `json:"need,omitempty"`
	CheckIn       *VisitStamp    `json:"check_in,omitempty"`
	CheckOut      *VisitStamp    `json:"check_out,omitempty"`
	Proof         string         `json:"proof,omitempty" doc:"How it was shown to have been handed over: code, photo, signature, counter, call"`
	FreeUntil     time.Time      `json:"free_until,omitzero" doc:"Until when it can be cancelled without being counted as late"`
	Steps         []flow.Verb    `json:"steps,omitempty" nullable:"false" doc:"What can be done to it now"`
	Created       time.Time      `json:"created"`
	Changed       time.Time      `json:"changed"`
	Version       int64          `json:"version"`
	Story         []OrderChapter `json:"story,omitempty" nullable:"false"`

	Rank int  `json:"rank,omitempty" doc:"Of what is waiting: its place in the line"`
	Keep Keep `json:"-"`
}

// Keep is what an order carries for the house alone.
type Keep struct {
	Lon, Lat    float64   // of the home, where it is known
	Tries       int       // wrong codes
	Late        int       // 0 in time, 1 told to the provider, 2 to the street, 3 to the district
	Reminded    bool      // of the limit of its state
	Wake        time.Time // when the clock looks at it next; zero: never
	CancelHours int       // until how long before it can be cancelled freely
}

// OrderStep is what a step carries with it.
type OrderStep struct {
	Reason  string  `json:"reason,omitempty" maxLength:"200"`
	Account string  `json:"account,omitempty" maxLength:"40" doc:"assign: who takes it"`
	Second  string  `json:"second,omitempty" maxLength:"40" doc:"assign: the second carer of a visit for two"`
	Round   string  `json:"round,omitempty" maxLength:"40" doc:"assign: the delivery round that takes it"`
	Code    string  `json:"code,omitempty" maxLength:"10" doc:"deliver: what the person said or showed"`
	Proof   string  `json:"proof,omitempty" enum:",code,photo,signature,counter,call" doc:"deliver: how it was shown"`
	Lon     float64 `json:"lon,omitempty" minimum:"-180" maximum:"180"`
	Lat     float64 `json:"lat,omitempty" minimum:"-90" maximum:"90"`
	Why     string  `json:"-"` // a code of ours for the event: died, moved, closed, late …
}

// OrderChapter is one event of an order's story.
type OrderChapter struct {
	At    time.Time `json:"at"`
	Kind  string    `json:"kind"`
	Actor string    `json:"actor,omitempty"`
	Why   string    `json:"why,omitempty"`
	Zh    string    `json:"zh"`
	En    string    `json:"en"`
}

// letters of numbers that are said aloud: none that sound or look alike.
const letters = "ABCDEFGHJKMNPQRSTVWXYZ23456789"

// Number is short and can be said aloud: the day of the service and four signs.
func Number(day, id string) string {
	h := uint32(2166136261)
	for i := range len(id) {
		h = (h ^ uint32(id[i])) * 16777619
	}
	b := []byte(day[5:7] + day[8:10] + "-0000")
	for i := 5; i < 9; i++ {
		b[i] = letters[h%uint32(len(letters))]
		h /= uint32(len(letters))
	}
	return string(b)
}

// Event is the body of every event of an order: ids and money, never a name.
type Event struct {
	Service   string    `json:"service"`
	Point     string    `json:"point"`
	Org       string    `json:"org"`
	Category  string    `json:"category"`
	Mode      flow.Mode `json:"mode"`
	Person    string    `json:"person"`
	Day       string    `json:"day"`
	Slot      string    `json:"slot"`
	Quantity  int       `json:"quantity"`
	Total     money.Fen `json:"total_fen"`
	Resident  money.Fen `json:"resident_fen"`
	Subsidy   money.Fen `json:"subsidy_fen"`
	Fund      money.Fen `json:"fund_fen"`
	Programme string    `json:"programme,omitempty"`
	Why       string    `json:"why,omitempty"`
	How       string    `json:"how,omitempty"`
	Need      string    `json:"need,omitempty"`
}

// Body never carries what somebody typed: why is a code of ours.
func (o Order) Body(why string) Event {
	return Event{o.Service, o.Point, o.Org, o.Category, o.Mode, o.Person, o.Day, o.Slot.Key, o.Quantity, o.Price.TotalFen,
		o.Price.Resident, o.Price.Subsidy, o.Price.Fund, o.Price.Programme, why, o.PlacedBy.How, o.Need}
}

// Place is what the order uses, to give it back.
func (o Order) Place() slots.Place {
	return slots.Place{At: o.At, Point: o.Point, Service: o.Service, Day: o.Day, Slot: o.Slot.Key, Quantity: o.Quantity}
}

// Bounds are when the time ordered begins and ends.
func (o Order) Bounds() (from, to time.Time) {
	day, _ := slots.Day(o.Day)
	return o.Slot.Bounds(day)
}

// LateAt reports whether calling it off at a moment counts as late.
func (o Order) LateAt(now time.Time) bool {
	from, _ := o.Bounds()
	return o.Keep.CancelHours > 0 && now.After(clock.FreeUntil(o.Keep.CancelHours, from))
}

// Tick sets by when the present state, begun at since, must have moved on.
func (o *Order) Tick(r clock.Rules, w clock.Workdays, since time.Time) {
	o.Due, o.Overdue, o.Escalated = time.Time{}, false, 0
	o.Keep.Wake, o.Keep.Late, o.Keep.Reminded = time.Time{}, 0, false
	if o.State.IsOpen() || o.State == flow.Delivered {
		from, to := o.Bounds()
		o.Due = r.Due(o.Mode, o.State, since, from, to, w)
		if o.Keep.Wake = clock.Remind(since, o.Due); o.Keep.Wake.IsZero() || o.State == flow.Delivered {
			o.Keep.Wake, o.Keep.Reminded = o.Due, true
		}
	}
}

// Code is four digits that the person says or shows when it is handed over.
func Code() string {
	var b [4]byte
	for {
		rand.Read(b[:]) //nolint:errcheck // never fails since Go 1.24
		if b[0] < 250 && b[1] < 250 && b[2] < 250 && b[3] < 250 {
			for i := range b {
				b[i] = '0' + b[i]%10
			}
			return string(b[:])
		}
	}
}

// Visit is the moment and place of a check-in or check-out.
func (o Order) Visit(now time.Time, lon, lat float64) *VisitStamp {
	t := &VisitStamp{At: now, Lon: lon, Lat: lat}
	here, home := geo.Point{Lon: lon, Lat: lat}, geo.Point{Lon: o.Keep.Lon, Lat: o.Keep.Lat}
	if !here.IsZero() && !home.IsZero() {
		t.Metres = int(geo.Metres(here, home))
	}
	return t
}
