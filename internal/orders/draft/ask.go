package draft

import (
	"strings"
	"time"
	"unicode/utf8"

	"linli/internal/directory/eligibility"
	"linli/internal/fault"
	"linli/internal/orders/book"
	"linli/internal/orders/slots"
)

// What speaks against an order in the making.
var (
	ErrConsent     = fault.New(fault.Invalid, "orders.consent", "请写明本人怎样同意的，如“电话中口头同意”。", "Say how the person agreed, such as “said so on the phone”.")
	ErrNoPlaces    = fault.New(fault.Conflict, "orders.not_orderable", "这项服务不在平台上接单，请直接联系服务点。", "This service takes no orders here; please ask at the point.")
	ErrDay         = fault.New(fault.Invalid, "orders.day", "日期应写作 2026-11-25。", "A day is written 2026-11-25.")
	ErrPast        = fault.New(fault.Invalid, "orders.past", "不能预订过去的日期。", "A day in the past cannot be ordered.")
	ErrFar         = fault.New(fault.Invalid, "orders.far", "最多提前 %d 天预订。", "Orders are taken at most %d days ahead.")
	ErrClosed      = fault.New(fault.Conflict, "orders.closed", "服务点这一天不开放。", "The point is closed on this day.")
	ErrSlot        = fault.New(fault.Invalid, "orders.slot", "请选择这一天的一个时段。", "Choose one of the times of this day.")
	ErrCutOff      = fault.New(fault.Conflict, "orders.cut_off", "已过截单时间（%s）。", "It is too late: orders were taken until %s.")
	ErrPrice       = fault.New(fault.Conflict, "orders.price", "价格已变为 %s，请确认后再下单。", "The price is %s now; please look again before ordering.")
	ErrNotEntitled = fault.New(fault.Forbidden, "orders.not_entitled", "不符合这项服务的享受条件，可先查看原因。", "The conditions of this service are not met; the quote says why.")
	ErrArea        = fault.New(fault.Conflict, "orders.area", "住址不在服务范围内。", "The home is outside the area served.")
	ErrPaused      = fault.New(fault.Conflict, "orders.paused", "这位居民当天在停餐停服务期间（如住院）。", "This person's services are paused on that day (such as for a hospital stay).")
	ErrQuantity    = fault.New(fault.Invalid, "orders.quantity", "数量应为 1 至 20。", "The quantity is 1 to 20.")
	ErrNote        = fault.New(fault.Invalid, "orders.note", "备注最多 200 个字。", "A note has at most 200 characters.")
	ErrFull        = fault.New(fault.Conflict, "orders.full", "这个时段已经订满，可以排队等候。", "This time is full; you can wait for a place.")
	ErrTwice       = fault.New(fault.Conflict, "orders.twice", "这一餐（这个时段）已经有订单了。", "There is an order for this meal (this time) already.")
)

// Limits of an order.
const (
	maxQuantity = 20
	maxNote     = 200
	Ahead       = 62 // days that an order may lie ahead
)

// OrderAsk is what somebody wants. ExpectFen is the sum for the resident that they
// were shown; where it is another by now nothing is done (ErrPrice).
type OrderAsk struct {
	Person    string   `json:"person,omitempty" maxLength:"40"`
	Service   string   `json:"service" maxLength:"40"`
	Point     string   `json:"point,omitempty" maxLength:"40" doc:"May be left out where the service has one"`
	Day       string   `json:"day" maxLength:"10"`
	Slot      string   `json:"slot,omitempty" maxLength:"20" doc:"May be left out where the day has one"`
	Quantity  int      `json:"quantity,omitempty" minimum:"0" maximum:"20" doc:"0 is 1"`
	Note      string   `json:"note,omitempty" maxLength:"200"`
	Options   []string `json:"options,omitempty" maxItems:"10" doc:"low_salt, diabetic, soft, small_portion …"`
	How       string   `json:"how,omitempty" enum:",self,family,caller,door,counter,series,waiting"`
	Caller    string   `json:"caller,omitempty" maxLength:"60" doc:"Who asked, in the person's name"`
	Consent   string   `json:"consent,omitempty" maxLength:"200" doc:"How the person agreed"`
	ExpectFen *int64   `json:"expect_fen,omitempty" doc:"What the resident was told to pay"`
	Wait      bool     `json:"wait,omitempty" doc:"Stand in line where it is full"`
	Series    string   `json:"-"`
	Need      string   `json:"need,omitempty" maxLength:"40" doc:"The need that it answers"`
}

// Check reports what is wrong with it by itself.
func (a OrderAsk) Check() error {
	var bad []*fault.Fault
	if a.Quantity < 0 || a.Quantity > maxQuantity {
		bad = append(bad, ErrQuantity.On("quantity"))
	}
	if utf8.RuneCountInString(a.Note) > maxNote || strings.ContainsRune(a.Note, 0) || !utf8.ValidString(a.Note) {
		bad = append(bad, ErrNote.On("note"))
	}
	if _, ok := slots.Day(a.Day); !ok {
		bad = append(bad, ErrDay.On("day"))
	}
	if (a.How == "caller" || a.How == "door") && strings.TrimSpace(a.Consent) == "" {
		bad = append(bad, ErrConsent.On("consent"))
	}
	return fault.Join(bad...)
}

// OrderRefusal is why something cannot be ordered just now.
type OrderRefusal struct {
	Code string `json:"code"`
	Zh   string `json:"zh"`
	En   string `json:"en"`
}

// TimeView is a time of the day asked for, with its free places.
type TimeView struct {
	slots.Slot
	Free  int       `json:"free"`
	Until time.Time `json:"until" doc:"Orders are taken until"`
}

// OrderQuote is what an order would be: nothing is held.
type OrderQuote struct {
	Can       bool               `json:"can" doc:"It can be placed as asked"`
	Refusals  []OrderRefusal     `json:"refusals" nullable:"false"`
	Service   string             `json:"service"`
	Point     string             `json:"point"`
	Day       string             `json:"day"`
	Slot      slots.Slot         `json:"slot"`
	Price     book.OrderPrice    `json:"price"`
	Entitled  eligibility.Ruling `json:"entitled"`
	Free      int                `json:"free"`
	Waiting   int                `json:"waiting" doc:"How many stand in line"`
	Until     time.Time          `json:"until,omitzero" doc:"Orders are taken until"`
	FreeUntil time.Time          `json:"free_until,omitzero" doc:"It can be cancelled freely until"`
	Slots     []TimeView         `json:"slots" nullable:"false"`
}
