package plan

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"linli/internal/fault"
	"linli/internal/geo"
)

// Skipped is a row of a file that could not be used, and why.
type Skipped struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	ID     string `json:"id,omitempty"`
	Reason string `json:"reason"`
	fault  *fault.Fault
}

// Text is the reason in a language.
func (s Skipped) Text(l fault.Lang) string { return s.fault.Text(l) }

// What can be wrong with a file.
var (
	ErrHeader   = fault.New(fault.Invalid, "plan.header", "文件缺少列：%s。", "The file lacks the column %s.")
	ErrEmpty    = fault.New(fault.Invalid, "plan.empty", "文件没有表头。", "The file has no header.")
	ErrEncoding = fault.New(fault.Invalid, "plan.encoding", "文件应为 UTF-8 编码。", "The file must be UTF-8.")
	errRow      = fault.New(fault.Invalid, "plan.row", "这一行的列数或引号不对。", "The row has the wrong number of columns, or broken quotes.")
	errID       = fault.New(fault.Invalid, "plan.id", "缺少编号。", "The id is missing.")
	errTwice    = fault.New(fault.Invalid, "plan.id_twice", "编号“%s”出现了两次。", "The id %s comes twice.")
	errCategory = fault.New(fault.Invalid, "plan.category", "缺少类别。", "The category is missing.")
	errPlace    = fault.New(fault.Invalid, "plan.place", "经纬度无效。", "Longitude or latitude is not valid.")
	errNumber   = fault.New(fault.Invalid, "plan.number", "“%s”应为 %d 至 %d 的整数。", "%s is not a whole number from %d to %d.")
)

// table reads a CSV with a header, calling row for each line; a row that returns
// a fault is skipped and told.
func table(in io.Reader, file string, want []string, row func(cell func(string) string) *fault.Fault) ([]Skipped, error) {
	b := bufio.NewReader(in)
	if bom, err := b.Peek(3); err == nil && string(bom) == "\uFEFF" {
		_, _ = b.Discard(3) // it was just seen
	}
	r := csv.NewReader(b)
	r.FieldsPerRecord, r.ReuseRecord = -1, true
	head, err := r.Read()
	if err != nil {
		return nil, ErrEmpty.On(file)
	}
	at := map[string]int{}
	for i, h := range head {
		at[strings.ToLower(strings.TrimSpace(h))] = i
	}
	for _, w := range want {
		if _, ok := at[w]; !ok {
			return nil, ErrHeader.With(w).On(file)
		}
	}
	width := len(head)
	var skipped []Skipped
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return skipped, nil
		}
		line, _ := 0, 0
		var bad *csv.ParseError
		switch {
		case errors.As(err, &bad):
			line = bad.Line
		case err != nil:
			return skipped, err
		default:
			line, _ = r.FieldPos(0)
		}
		skip := func(id string, f *fault.Fault) {
			skipped = append(skipped, Skipped{File: file, Line: line, ID: id, Reason: f.Text(fault.En), fault: f})
		}
		if err != nil || len(cells) > width {
			skip("", errRow)
			continue
		}
		cell := func(name string) string {
			i, ok := at[name]
			if !ok || i >= len(cells) {
				return ""
			}
			return strings.TrimSpace(cells[i])
		}
		for _, c := range cells {
			if !utf8.ValidString(c) {
				return skipped, ErrEncoding.On(file)
			}
		}
		if f := row(cell); f != nil {
			skip(cell("id"), f)
		}
	}
}

func place(cell func(string) string) (geo.Point, *fault.Fault) {
	lon, err1 := strconv.ParseFloat(cell("longitude"), 64)
	lat, err2 := strconv.ParseFloat(cell("latitude"), 64)
	p := geo.Point{Lon: lon, Lat: lat}
	if err1 != nil || err2 != nil || math.IsNaN(lon) || math.IsNaN(lat) {
		return p, errPlace
	}
	if err := p.Check(); err != nil {
		return p, fault.Of(err)
	}
	if p.IsZero() {
		return p, errPlace
	}
	return p, nil
}

// wholeNumber reads a whole number; "" is the default. 3.0 is 3.
func wholeNumber(s, name string, lo, hi, empty int) (int, *fault.Fault) {
	if s == "" {
		return empty, nil
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || n != math.Trunc(n) || n < float64(lo) || n > float64(hi) {
		return 0, errNumber.With(name, lo, hi)
	}
	return int(n), nil
}

// ReadNeeds reads id,category,longitude,latitude,priority. Priority is a whole
// number from 0 to 1,000 (missing: 1) and is the weight, 0 counting as 1. Rows
// that cannot be used are skipped and told; the rest is in the order of the file.
func ReadNeeds(in io.Reader, file string) ([]Need, []Skipped, error) {
	var out []Need
	seen := map[string]bool{}
	skipped, err := table(in, file, []string{"id", "category", "longitude", "latitude"}, func(cell func(string) string) *fault.Fault {
		n := Need{ID: cell("id"), Category: cell("category")}
		f := named(n.ID, n.Category, seen)
		if f == nil {
			n.At, f = place(cell)
		}
		if f == nil {
			var w int
			w, f = wholeNumber(cell("priority"), "priority", 0, 1000, 1)
			n.Weight = int64(max(1, w))
		}
		if f == nil {
			seen[n.ID] = true
			out = append(out, n)
		}
		return f
	})
	return out, skipped, err
}

// ReadOffers reads id,category,longitude,latitude,capacity,reach_m. A missing
// capacity is 1; a missing or zero reach is limited by the radius alone.
func ReadOffers(in io.Reader, file string) ([]Offer, []Skipped, error) {
	var out []Offer
	seen := map[string]bool{}
	skipped, err := table(in, file, []string{"id", "category", "longitude", "latitude"}, func(cell func(string) string) *fault.Fault {
		o := Offer{ID: cell("id"), Category: cell("category")}
		f := named(o.ID, o.Category, seen)
		if f == nil {
			o.At, f = place(cell)
		}
		if f == nil {
			o.Capacity, f = wholeNumber(cell("capacity"), "capacity", 0, 1_000_000, 1)
		}
		if f == nil {
			o.ReachM, f = wholeNumber(cell("reach_m"), "reach_m", 0, 50_000_000, 0)
		}
		if f == nil {
			seen[o.ID] = true
			out = append(out, o)
		}
		return f
	})
	return out, skipped, err
}

func named(id, category string, seen map[string]bool) *fault.Fault {
	switch {
	case id == "":
		return errID
	case category == "":
		return errCategory
	case seen[id]:
		return errTwice.With(id)
	}
	return nil
}

// Write writes need,offer,distance_m,reason for every need, in their order; an
// unmatched need has no offer and no distance, and the reason why.
func Write(out io.Writer, r Result, needs []Need, offers []Offer, l fault.Lang) error {
	w := csv.NewWriter(out)
	if err := w.Write([]string{"need", "offer", "distance_m", "reason"}); err != nil {
		return err
	}
	rows := make([][]string, len(needs))
	for _, p := range r.Pairs {
		rows[p.Need] = []string{needs[p.Need].ID, offers[p.Offer].ID, strconv.Itoa(p.DistanceM), p.Words(l)}
	}
	for _, u := range r.Unmet {
		rows[u.Need] = []string{needs[u.Need].ID, "", "", u.Words(l)}
	}
	if err := w.WriteAll(rows); err != nil {
		return err
	}
	return w.Error()
}

// Words says why this pair.
func (p Pair) Words(l fault.Lang) string {
	many := strconv.Itoa(p.Possible)
	if p.Possible >= seen {
		many += "+"
	}
	if l == fault.Zh {
		if p.Rank == 1 {
			return fmt.Sprintf("距离 %d 米，是 %s 个可选服务中最近的", p.DistanceM, many)
		}
		return fmt.Sprintf("距离 %d 米，在 %s 个可选服务中排第 %d 近；更近的名额留给别人，总体最优", p.DistanceM, many, p.Rank)
	}
	if p.Rank == 1 {
		return fmt.Sprintf("%d m away, the nearest of %s possible offers", p.DistanceM, many)
	}
	return fmt.Sprintf("%d m away, number %d by distance of %s possible offers; nearer units serve others, the best for all together", p.DistanceM, p.Rank, many)
}

var whyWords = map[Why][2]string{
	NoOffer:     {"没有人提供这类服务", "nobody offers this category"},
	NoPlace:     {"住址没有坐标", "the home has no place on the map"},
	TooFar:      {"可及范围内没有这类服务", "no offer of this category within reach"},
	Unheeded:    {"范围内的服务都不满足特殊要求", "no offer within reach can heed the constraints"},
	NotEntitled: {"不符合范围内服务的享受条件", "not entitled to the offers within reach"},
	Full:        {"范围内的名额已给了优先级更高或更近的需求", "all units within reach serve needs of more weight or less way"},
}

// Words says why this need has no offer.
func (u Unmet) Words(l fault.Lang) string {
	zh, en := whyWords[u.Why][0], whyWords[u.Why][1]
	if u.NearestM >= 0 {
		zh += fmt.Sprintf("（最近的在 %d 米外）", u.NearestM)
		en += fmt.Sprintf(" (the nearest is %d m away)", u.NearestM)
	}
	if l == fault.Zh {
		return zh
	}
	return en
}

// WhyWords names a reason in short.
func WhyWords(w Why, l fault.Lang) string {
	if l == fault.Zh {
		return whyWords[w][0]
	}
	return whyWords[w][1]
}

// Proof is the line that anyone may check.
func (r Result) Proof(l fault.Lang) string {
	switch {
	case l == fault.Zh && r.Proved:
		return fmt.Sprintf("总代价 %d = 对偶代价 %d，已证明在全部可行配对中最优", r.Cost, r.DualCost)
	case l == fault.Zh:
		return fmt.Sprintf("总代价 %d，下界 %d，未证明最优", r.Cost, r.DualCost)
	case r.Proved:
		return fmt.Sprintf("cost %d = dual cost %d: proved optimal over all possible pairs", r.Cost, r.DualCost)
	}
	return fmt.Sprintf("cost %d, lower bound %d: not proved optimal", r.Cost, r.DualCost)
}

// ByWhy counts the unmatched by reason.
func (r Result) ByWhy() map[Why]int {
	out := map[Why]int{}
	for _, u := range r.Unmet {
		out[u.Why]++
	}
	return out
}

// Way is the distance in words.
func (p Pair) Way(l fault.Lang) string {
	if l == fault.Zh {
		return fmt.Sprintf("距离 %d 米", p.DistanceM)
	}
	return fmt.Sprintf("%d m away", p.DistanceM)
}
