package inbox

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"linli/internal/fault"
)

// facts are what a message tells.
type facts struct {
	Service string `json:"service,omitempty"`
	Day     string `json:"day,omitempty"`
	Slot    string `json:"slot,omitempty"`
	Why     string `json:"why,omitempty"`
	Tie     string `json:"tie,omitempty"`
}

// told are the events that residents hear of, with title and text; {s} is the
// service, {d} the day, {w} the reason, {n} the person's name with a comma.
var told = map[string][4]string{
	"orders.accepted":                {"预约已确认", "Booking accepted", "{n}{d}的{s}已经确认。", "{n}{s} on {d} is accepted."},
	"orders.declined":                {"预约未能接受", "Booking declined", "{n}{d}的{s}没有被接受{w}。没有收费，可以换一天或换一家。", "{n}{s} on {d} was declined{w}. Nothing is charged; choose another day or place."},
	"orders.on_the_way":              {"正在路上", "On the way", "{n}{s}正在送来的路上。", "{n}{s} is on the way."},
	"orders.delivered":               {"已送达", "Delivered", "{n}{d}的{s}已经完成。满意吗？可以评价。", "{n}{s} of {d} is done. Were you content? You can rate it."},
	"orders.cancelled":               {"预约已取消", "Booking cancelled", "{n}{d}的{s}已经取消{w}。", "{n}{s} on {d} is cancelled{w}."},
	"orders.no_show":                 {"没有等到您", "You were not there", "{n}{d}的{s}没有等到您。如有误会，请联系服务点。", "{n}nobody was there for {s} on {d}. If this is a mistake, please call the service point."},
	"orders.failed":                  {"服务没有完成", "It could not be done", "{n}{d}的{s}没有完成{w}。没有收费。", "{n}{s} on {d} could not be done{w}. Nothing is charged."},
	"orders.place_offered":           {"轮到您了", "A place is free for you", "{n}{d}的{s}空出一个位置，为您保留着，请尽快答复。", "{n}there is a place for {s} on {d}; it is held for you: please answer soon."},
	"orders.place_lapsed":            {"保留的位置已释放", "The place has gone", "{n}{d}的{s}为您保留的位置没有等到答复，已让给下一位。", "{n}the place for {s} on {d} was not taken in time and went to the next."},
	"orders.repriced":                {"价格有变化", "The price has changed", "{n}{d}的{s}的补贴有变化，请看新的价格。", "{n}the subsidy for {s} on {d} has changed; please see the new price."},
	"delivery.door_family":           {"没有人应门", "Nobody opens the door", "{n}{d}的{s}送到时没有人应门，请尽快打电话或上门看看，并联系服务点。", "{n}nobody opened the door for {s} on {d}. Please call or look in at once, and tell the service point."},
	"settlement.voucher":             {"补贴重新核算", "Your subsidy was corrected", "{n}{d}的{s}补贴重新核算了，应退的钱由服务点退还。", "{n}the subsidy for {s} on {d} was reckoned anew; what is due back is handed back by the service point."},
	"family.asked":                   {"有人想帮您办事", "Somebody would like to act for you", "{n}有人请求替您办事。同不同意由您决定。", "{n}somebody asks to act for you. It is for you to say."},
	"family.agreed":                  {"对方已同意", "They agreed", "您可以替对方办事了。", "You may act for them now."},
	"supervision.complaint_answered": {"投诉有了答复", "Your complaint was answered", "您的投诉已经答复，请看看是否满意。", "Your complaint was answered; please see whether you are content."},
}

// Heeded are the kinds of events that residents hear of: what Follow wants to hear.
func Heeded() []string { return slices.Sorted(maps.Keys(told)) }

var reasons = map[string][2]string{
	"closed": {"（服务点当天不营业）", " (the point is closed that day)"}, "sold_out": {"（已经做完）", " (sold out)"}, "area": {"（不在服务范围）", " (outside its area)"},
	"hospital": {"（住院期间暂停）", " (paused: in hospital)"}, "moved": {"（已搬离服务范围）", " (moved out of reach)"}, "series_paused": {"（按您的安排暂停）", " (paused as you asked)"},
	"series_ended": {"（系列预约已结束）", " (the series has ended)"}, "late": {"（已过免费取消时间）", " (after the time for free cancelling)"}, "sanctioned": {"（服务机构暂停服务）", " (the provider is suspended)"},
}

// say puts a message into words.
func (m row) say(service func(id string) string, name string, l fault.Lang) (title, text string) {
	t := told[m.kind]
	title, text = t[0], t[2]
	why, day, s, n := reasons[m.facts.Why][0], dayZh(m.facts.Day), "服务", ""
	if l == fault.En {
		title, text = t[1], t[3]
		why, day, s = reasons[m.facts.Why][1], dayEn(m.facts.Day), "the service"
	}
	if m.facts.Service != "" {
		if x := service(m.facts.Service); x != "" {
			s = x
		}
	}
	if name != "" {
		n = name + "："
		if l == fault.En {
			n = name + ": "
		}
	}
	text = strings.NewReplacer("{s}", s, "{d}", day, "{w}", why, "{n}", n).Replace(text)
	if l == fault.En && text != "" && n == "" {
		text = string(text[0]&^0x20) + text[1:]
	}
	return title, text
}

func dayZh(s string) string {
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%d月%d日", d.Month(), d.Day())
}

func dayEn(s string) string {
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return ""
	}
	return d.Format("2 January")
}
