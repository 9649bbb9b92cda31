package delivery

import (
	"slices"
	"time"

	"linli/internal/delivery/door"
	"linli/internal/delivery/trip"
	"linli/internal/fault"
	"linli/internal/orders/book"
	"linli/internal/orders/flow"
	"linli/internal/platform/access"
	"linli/internal/region"
	"linli/internal/role"
)

// Permissions.
const (
	See   access.Permission = "delivery.see"
	Plan  access.Permission = "delivery.plan"
	Carry access.Permission = "delivery.carry"
)

var own = access.Rules{
	See:   {role.ProviderManager, role.StreetOperator, role.CommunityWorker, role.Auditor, role.Carer},
	Plan:  {role.ProviderManager, role.StreetOperator},
	Carry: {role.Carer, role.ProviderManager, role.StreetOperator},
}

// Rules of the feature and its parts.
var Rules = access.Merge(own, door.Rules)

// Refusals.
var (
	ErrNone     = fault.New(fault.NotFound, "delivery.none", "找不到这条配送路线。", "There is no such round.")
	ErrPoint    = fault.New(fault.NotFound, "delivery.point", "找不到这个服务点。", "There is no such point.")
	ErrDay      = fault.New(fault.Invalid, "delivery.day", "请选择今天或以后的日期和时段。", "Choose a day from today on and its time.")
	ErrNothing  = fault.New(fault.Conflict, "delivery.nothing", "这个时段没有已接单、待配送的订单。", "No accepted orders of this time are to be brought.")
	ErrCouriers = fault.New(fault.Invalid, "delivery.couriers", "请选择本机构的送餐员。", "Choose couriers of this organisation.")
	ErrState    = fault.New(fault.Conflict, "delivery.state", "路线现在的状态不能这样做。", "In its state this cannot be done with the round.")
	ErrStops    = fault.New(fault.Invalid, "delivery.stops", "顺序应恰好包含这条路线的每一户。", "The order must have each stop of the round exactly once.")
	ErrBags     = fault.New(fault.Invalid, "delivery.bags", "请填写餐袋数，0 至 500。", "Give the number of bags, 0 to 500.")
	ErrDegrees  = fault.New(fault.Invalid, "delivery.celsius", "温度应在 -20 至 120 ℃ 之间。", "A temperature is −20 to 120 °C.")
	ErrOpen     = fault.New(fault.Conflict, "delivery.open_stops", "还有 %d 户没有结果，请先登记送达、无人应门或未能完成。", "%d stops have no result; first say delivered, nobody opens, or could not be done.")
	ErrProof    = fault.New(fault.Invalid, "delivery.proof", "请输入取餐码，或拍照、签名作为凭证。", "Enter the code, or take a photo or a signature as proof.")
	ErrCode     = fault.New(fault.Conflict, "delivery.code", "取餐码不正确。", "The code is not right.")
	ErrPicture  = fault.New(fault.Invalid, "delivery.picture", "凭证应为 JPEG 或 PNG 图片，不超过 3 MB，边长不超过 6000 像素。", "A proof is a JPEG or PNG picture of at most 3 MB and 6,000 pixels a side.")
	ErrNoProof  = fault.New(fault.NotFound, "delivery.no_proof", "这个订单没有图片凭证，或已到期删除。", "There is no picture of this order, or its time is over.")
)

// State of a round.
type State string

// The states.
const (
	Planned   State = "planned"
	Out       State = "out"
	Back      State = "back"
	Dissolved State = "dissolved"
)

// warm is what hot food must have.
const warm = 60

// DeliveryReading is a temperature of the food.
type DeliveryReading struct {
	At      time.Time `json:"at"`
	Where   string    `json:"where" enum:"out,door,back"`
	Celsius float64   `json:"celsius"`
	Cold    bool      `json:"cold,omitempty" doc:"Below 60 °C"`
}

// DeliveryStop is a door on a round, with its order as the viewer may see it.
type DeliveryStop struct {
	trip.Stop
	Seq     int              `json:"seq"`
	Lon     float64          `json:"lon,omitempty"`
	Lat     float64          `json:"lat,omitempty"`
	Shown   *book.Order      `json:"shown,omitempty"`
	Door    string           `json:"door,omitempty" doc:"The open case of a door that stayed shut"`
	Outcome string           `json:"outcome,omitempty" doc:"open, delivered, shut, gone (called off), not_delivered"`
	Reading *DeliveryReading `json:"reading,omitempty"`
}

// DeliveryRound is who brings what in which order.
type DeliveryRound struct {
	ID          string            `json:"id"`
	Region      region.Code       `json:"region" doc:"Of the kitchen"`
	Org         string            `json:"org"`
	Point       string            `json:"point"`
	PointName   string            `json:"point_name,omitempty"`
	Day         string            `json:"day"`
	Slot        string            `json:"slot"`
	Name        string            `json:"name" doc:"Such as 1, 2 …"`
	State       State             `json:"state" enum:"planned,out,back,dissolved"`
	Courier     string            `json:"courier"`
	CourierName string            `json:"courier_name,omitempty"`
	By          trip.By           `json:"by" enum:"walk,bike,car"`
	Leaves      time.Time         `json:"leaves"`
	Returns     time.Time         `json:"returns" doc:"As planned"`
	Stops       []DeliveryStop    `json:"stops" nullable:"false"`
	Boxes       int               `json:"boxes" doc:"Portions on board"`
	BagsOut     int               `json:"bags_out"`
	BagsIn      int               `json:"bags_in"`
	OutAt       time.Time         `json:"out_at,omitzero"`
	BackAt      time.Time         `json:"back_at,omitzero"`
	Readings    []DeliveryReading `json:"readings" nullable:"false"`
	Note        string            `json:"note,omitempty"`
	Created     time.Time         `json:"created"`
	Version     int64             `json:"version"`
	KitchenLon  float64           `json:"kitchen_lon,omitempty"`
	KitchenLat  float64           `json:"kitchen_lat,omitempty"`
}

// Missing is how many bags did not come back; negative where more did.
func (r DeliveryRound) Missing() int { return r.BagsOut - r.BagsIn }

// rearrange puts the stops into an order of their orders' ids.
func (r *DeliveryRound) rearrange(ids []string) bool {
	if len(ids) != len(r.Stops) {
		return false
	}
	out := make([]DeliveryStop, 0, len(ids))
	for _, id := range ids {
		i := slices.IndexFunc(r.Stops, func(s DeliveryStop) bool { return s.Order == id })
		if i < 0 || slices.ContainsFunc(out, func(s DeliveryStop) bool { return s.Order == id }) {
			return false
		}
		s := r.Stops[i]
		s.Expect = r.Stops[len(out)].Expect // the times of the places in the line stay
		out = append(out, s)
	}
	r.Stops = out
	r.number()
	return true
}

func (r *DeliveryRound) number() {
	for i := range r.Stops {
		r.Stops[i].Seq = i + 1
	}
}

// read notes a temperature; 0 is none.
func (r *DeliveryRound) read(where string, celsius float64, at time.Time) (cold bool, err error) {
	switch {
	case celsius == 0:
		return false, nil
	case celsius < -20 || celsius > 120:
		return false, ErrDegrees.On("celsius")
	}
	x := DeliveryReading{At: at, Where: where, Celsius: celsius, Cold: celsius < warm}
	r.Readings = append(r.Readings, x)
	return x.Cold, nil
}

// outcome is how far a stop has come, from its order and whether a case is open.
func outcome(o book.Order, shut bool) string {
	switch {
	case o.State.Done():
		return "delivered"
	case o.State == flow.Cancelled || o.State == flow.Declined:
		return "gone"
	case o.State == flow.NoShow || o.State == flow.Failed:
		return "not_delivered"
	case shut:
		return "shut"
	}
	return "open"
}
