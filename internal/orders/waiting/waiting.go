package waiting

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/internal/directory/hours"
	"linli/internal/fault"
	"linli/internal/orders/clock"
	"linli/internal/orders/slots"
	"linli/internal/region"
)

// State of a row of the line; the diagram in doc.go is the whole truth.
type State string

// The states.
const (
	InLine  State = "waiting" // for a place to be given back
	Offered State = "offered" // a place is held for them until Until
	Taken   State = "taken"   // they took it: the order has the same id
	Left    State = "left"    // they no longer want it
	Closed  State = "closed"  // too late, or their services rest
)

// What can be refused here.
var (
	ErrNone    = fault.New(fault.NotFound, "waiting.none", "找不到这条排队记录。", "There is no such place in a line.")
	ErrTwice   = fault.New(fault.Conflict, "waiting.twice", "已经在排队了。", "You stand in this line already.")
	ErrNotYet  = fault.New(fault.Conflict, "waiting.not_offered", "还没有轮到，请等候通知。", "It is not your turn yet; you will be told.")
	ErrLapsed  = fault.New(fault.Conflict, "waiting.lapsed", "名额保留时间已过，已让给下一位。", "The time to take it has run out; it went to the next.")
	ErrOver    = fault.New(fault.Conflict, "waiting.over", "排队已经结束。", "This place in the line has ended.")
	ErrLate    = fault.New(fault.Conflict, "waiting.late", "已过截单时间，不能再排队。", "Orders are no longer taken; there is nothing to wait for.")
	ErrNoPlace = fault.New(fault.Conflict, "waiting.no_place", "目前没有空出的名额。", "There is no free place just now.")
)

// Most that the formula counts.
const (
	perVulnerable = 10
	maxVulnerable = 3
	maxHours      = 48
	maxLapses     = 2
	offerFor      = 2 * time.Hour
)

// Waiting is somebody's place in a line.
type Waiting struct {
	ID          string      `json:"id"`
	Region      region.Code `json:"region" doc:"Of the home"`
	At          region.Code `json:"at" doc:"Of the point"`
	Org         string      `json:"org"`
	Person      string      `json:"person"`
	Name        string      `json:"name,omitempty" doc:"As the viewer may see it"`
	Service     string      `json:"service"`
	ServiceName string      `json:"service_name"`
	Category    string      `json:"category"`
	Point       string      `json:"point"`
	PointName   string      `json:"point_name"`
	Day         string      `json:"day"`
	Slot        slots.Slot  `json:"slot"`
	Quantity    int         `json:"quantity"`
	Note        string      `json:"note,omitempty"`
	Options     []string    `json:"options,omitempty"`
	State       State       `json:"state" enum:"waiting,offered,taken,left,closed"`
	Until       time.Time   `json:"until,omitzero" doc:"An offer is kept until; while waiting: orders are taken until"`
	Rank        int         `json:"rank,omitempty" doc:"1 is the next to be asked"`
	Points      int         `json:"points"`
	WhyZh       string      `json:"why_zh"`
	WhyEn       string      `json:"why_en"`
	How         string      `json:"how"`
	Caller      string      `json:"caller,omitempty"`
	Created     time.Time   `json:"created"`
	Version     int64       `json:"version"`

	Keep Keep `json:"-"`
}

// Keep is what the line knows for itself.
type Keep struct {
	Vulnerable int
	Lapses     int
	CutOff     time.Time // when orders are no longer taken
	Consent    string
	PerDay     int // limits of the time, as they were when it joined
	PerSlot    int
}

// Score is the formula, with its reasons.
func (w Waiting) Score(now time.Time) (points int, zh, en string) {
	v := min(maxVulnerable, w.Keep.Vulnerable)
	h := min(maxHours, max(0, int(now.Sub(w.Created)/time.Hour)))
	points = perVulnerable*v + h
	zh = "困难情形 " + strconv.Itoa(v) + " 项 × 10 分 + 已等候 " + strconv.Itoa(h) + " 小时 × 1 分 = " + strconv.Itoa(points) + " 分"
	en = strconv.Itoa(v) + " × 10 for what makes life hard + " + strconv.Itoa(h) + " hours waited = " + strconv.Itoa(points)
	return points, zh, en
}

// Line puts those who wait in order and writes ranks and reasons on them.
func Line(all []Waiting, now time.Time) {
	for i := range all {
		all[i].Points, all[i].WhyZh, all[i].WhyEn = all[i].Score(now)
	}
	slices.SortFunc(all, func(a, b Waiting) int {
		if a.Points != b.Points {
			return b.Points - a.Points
		}
		if c := a.Created.Compare(b.Created); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	for i := range all {
		all[i].Rank = i + 1
	}
}

// place is what is held for an offer.
func (w Waiting) place() slots.Place {
	return slots.Place{At: w.At, Point: w.Point, Service: w.Service, Day: w.Day, Slot: w.Slot.Key, PerDay: w.Keep.PerDay, PerSlot: w.Keep.PerSlot, Quantity: w.Quantity}
}

// everyDay is worked by those who eat.
type everyDay struct{}

func (everyDay) Works(time.Time) bool { return true }

// until is how long an offer made now lasts.
func (w Waiting) until(now time.Time) time.Time {
	end := clock.Add(now, offerFor, everyDay{})
	if end.After(w.Keep.CutOff) {
		end = w.Keep.CutOff
	}
	return end.In(hours.Shanghai)
}
