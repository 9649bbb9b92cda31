package flow

// State is where an order stands.
type State string

// The states.
const (
	Placed    State = "placed"     // asked for; the provider has not answered
	Accepted  State = "accepted"   // the provider will do it
	Declined  State = "declined"   // the provider will not, and said why
	Assigned  State = "assigned"   // somebody, or a round, has it
	OnTheWay  State = "on_the_way" // they have set out
	InService State = "in_service" // the carer is there, the guest has come
	Delivered State = "delivered"  // done; the person may object for three days
	Confirmed State = "confirmed"  // the person said so, or did not object
	Rated     State = "rated"      // with a rating
	Settled   State = "settled"    // in a settled statement: nothing may change
	Cancelled State = "cancelled"  // called off before it began
	NoShow    State = "no_show"    // the person was not there
	Failed    State = "failed"     // the provider could not, and said why

	// Waiting is no state of an order: it is what is said of an ask that stands in
	// the line for a time that is full.
	Waiting State = "waiting"
)

// All lists the states in the order of a life.
var All = []State{Placed, Accepted, Declined, Assigned, OnTheWay, InService, Delivered, Confirmed, Rated, Settled, Cancelled, NoShow, Failed}

// Open are the states in which something is still to be done by the provider.
var Open = []State{Placed, Accepted, Assigned, OnTheWay, InService}

// Verb is a step.
type Verb string

// The verbs.
const (
	Accept  Verb = "accept"
	Decline Verb = "decline"
	Assign  Verb = "assign" // also to somebody else
	Start   Verb = "start"  // set out
	Arrive  Verb = "arrive" // check in
	Deliver Verb = "deliver"
	Confirm Verb = "confirm"
	Rate    Verb = "rate"
	Settle  Verb = "settle"
	Cancel  Verb = "cancel"
	Absent  Verb = "no-show"
	Fail    Verb = "fail"
	Reopen  Verb = "reopen"
	Excuse  Verb = "excuse" // a no-show or a late cancellation is no longer counted
)

// Verbs lists them.
var Verbs = []Verb{Accept, Decline, Assign, Start, Arrive, Deliver, Confirm, Rate, Settle, Cancel, Absent, Fail, Reopen, Excuse}

// Mode is how a service reaches people, as the directory names it.
type Mode string

// The modes.
const (
	OnSite    Mode = "on_site"
	HomeVisit Mode = "home_visit"
	Delivery  Mode = "delivery"
	DayCare   Mode = "day_care"
	Online    Mode = "online"
)

// Modes lists them.
var Modes = []Mode{OnSite, HomeVisit, Delivery, DayCare, Online}

// Goes reports whether somebody goes to the person's home.
func (m Mode) Goes() bool { return m == Delivery || m == HomeVisit }

type edge struct {
	from  State
	verb  Verb
	to    State
	modes []Mode // nil: all
}

var (
	goes  = []Mode{Delivery, HomeVisit}
	stays = []Mode{HomeVisit, DayCare}
	edges = []edge{
		{Placed, Accept, Accepted, nil},
		{Placed, Decline, Declined, nil},
		{Accepted, Assign, Assigned, goes},
		{Assigned, Assign, Assigned, goes},
		{Assigned, Start, OnTheWay, goes},
		{Accepted, Arrive, InService, []Mode{DayCare, OnSite}},
		{Assigned, Arrive, InService, []Mode{HomeVisit}},
		{OnTheWay, Arrive, InService, []Mode{HomeVisit}},
		{Accepted, Deliver, Delivered, []Mode{OnSite, Online}},
		{Assigned, Deliver, Delivered, []Mode{Delivery}},
		{OnTheWay, Deliver, Delivered, []Mode{Delivery}},
		{InService, Deliver, Delivered, append([]Mode{OnSite}, stays...)},
		{Delivered, Confirm, Confirmed, nil},
		{Delivered, Rate, Rated, nil},
		{Confirmed, Rate, Rated, nil},
		{Delivered, Settle, Settled, nil},
		{Confirmed, Settle, Settled, nil},
		{Rated, Settle, Settled, nil},
		{Placed, Cancel, Cancelled, nil},
		{Accepted, Cancel, Cancelled, nil},
		{Assigned, Cancel, Cancelled, nil},
		{NoShow, Reopen, Accepted, nil},
		{Failed, Reopen, Accepted, nil},
		{NoShow, Excuse, NoShow, nil},
		{Cancelled, Excuse, Cancelled, nil},
	}
	table = map[edgeKey]State{}
)

type edgeKey struct {
	mode Mode
	from State
	verb Verb
}

func init() {
	for _, from := range []State{Accepted, Assigned, OnTheWay, InService} {
		edges = append(edges, edge{from, Absent, NoShow, nil}, edge{from, Fail, Failed, nil})
	}
	for _, e := range edges {
		modes := e.modes
		if modes == nil {
			modes = Modes
		}
		for _, m := range modes {
			table[edgeKey{m, e.from, e.verb}] = e.to
		}
	}
}

// To is where a step leads; ok is false where it cannot be made.
func To(m Mode, from State, v Verb) (to State, ok bool) {
	to, ok = table[edgeKey{m, from, v}]
	return to, ok
}

// Steps are the verbs that lead somewhere from a state.
func Steps(m Mode, from State) (out []Verb) {
	for _, v := range Verbs {
		if _, ok := To(m, from, v); ok {
			out = append(out, v)
		}
	}
	return out
}

// Holds reports whether an order in this state uses a place of its time. One
// that nobody came to has used it: the meal was cooked.
func (s State) Holds() bool { return s != Declined && s != Cancelled && s != Failed }

// Pays reports whether the price is held or due in this state.
func (s State) Pays() bool { return s.Holds() }

// IsOpen reports whether something is still to be done.
func (s State) IsOpen() bool {
	switch s {
	case Placed, Accepted, Assigned, OnTheWay, InService:
		return true
	}
	return false
}

// Done reports whether the service was given.
func (s State) Done() bool {
	switch s {
	case Delivered, Confirmed, Rated, Settled:
		return true
	}
	return false
}

// Why reports whether a step wants its reason in words.
func (v Verb) Why() bool { return v == Decline || v == Fail || v == Reopen }

// Event is the word of the log for having come to a state.
func (s State) Event() string { return "orders." + string(s) }

// Word is what a state is called on screen: what happened, in plain words.
func (s State) Word() (zh, en string) {
	w := words[s]
	return w[0], w[1]
}

var words = map[State][2]string{
	Placed: {"已下单", "placed"}, Accepted: {"已接单", "accepted"}, Declined: {"未接单", "declined"}, Assigned: {"已安排人员", "assigned"}, OnTheWay: {"在路上", "on the way"},
	InService: {"服务中", "in service"}, Delivered: {"已送达", "delivered"}, Confirmed: {"已确认", "confirmed"}, Rated: {"已评价", "rated"}, Settled: {"已结算", "settled"},
	Cancelled: {"已取消", "cancelled"}, NoShow: {"未到场", "not there"}, Failed: {"未能完成", "failed"},
}
