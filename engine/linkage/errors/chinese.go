package errors

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"linli/engine/linkage/names"
)

// Chinese makes records of residents. The zero value of a field takes the usual.
type Chinese struct {
	Seed    uint64
	Records int // in all, 1 to MaxRecords
	Copies  Copies
	Rates   map[Kind]float64 // nil: UsualRates(); a kind that is not listed never strikes
	Order   Order

	// Gaps is the share of fields that is empty even where there is no error: 0 is
	// 0.02, negative none. Number, birth, telephone and address may be empty.
	Gaps float64
	// Twins is the share of households with children that have twins: 0 is
	// 0.02 (three in a hundred mothers at most have them; more make a harder test).
	Twins float64
	// Shared is how often brothers and sisters, and half as often father and
	// son, share a character of the given name: 0 is 0.3, which is our assumption.
	Shared float64
	// Famous is the share of people called as the commonest names are: 0 is 0.01.
	// About 0.3 % of the country bear one of the ten commonest.
	Famous float64
}

// The fields of a Chinese record, by place.
const (
	cName = iota
	cSex
	cNumber
	cBirth
	cPhone
	cCommunity
	cAddress
	cFields
)

// today is the day on which ages are counted; the town is of that year.
const today = 2026

// Header names the fields as a community office does.
func (Chinese) Header() []string {
	return []string{"姓名", "性别", "身份证号", "出生日期", "联系电话", "社区", "住址"}
}

// Check reports what is wrong with the options.
func (c Chinese) Check() error {
	if c.Records < 1 || c.Records > MaxRecords {
		return fmt.Errorf("%w: %d records", ErrCount, c.Records)
	}
	for what, v := range map[string]float64{"gaps": c.Gaps, "twins": c.Twins, "shared": c.Shared, "famous": c.Famous} {
		if math.IsNaN(v) || v > 1 {
			return fmt.Errorf("%w: %s %g", ErrRate, what, v)
		}
	}
	for k, v := range c.Rates {
		if !isChinese(k) {
			return fmt.Errorf("%w: %q", ErrKind, k)
		}
		if !(v >= 0 && v <= 1) {
			return fmt.Errorf("%w: %s %g", ErrRate, k, v)
		}
	}
	return c.Copies.check()
}

func usual(v, otherwise float64) float64 {
	if v == 0 {
		return otherwise
	}
	return max(v, 0)
}

// person is one as they are.
type person struct {
	surname, given string
	male           bool
	birth          time.Time
	number         string
	phone          string
	home           home
	copies         int
}

// household is a home with its people.
type household struct {
	people []person
	home   home
}

// members is the most people of a household, for numbering them.
const members = 8

// Each makes the records.
func (c Chinese) Each(ctx context.Context, fn func(Record) error) (Tally, error) {
	if err := c.Check(); err != nil {
		return Tally{}, err
	}
	rates := c.Rates
	if rates == nil {
		rates = UsualRates()
	}
	tally := Tally{Drawn: map[Kind]int{}, Struck: map[Kind]int{}}
	var copies []int
	shape := func(g int32) []int {
		copies = copies[:0]
		for _, p := range c.household(g).people {
			copies = append(copies, p.copies)
		}
		return copies
	}
	people, err := walk(ctx, c.Seed, c.Records, c.Order, shape, func(at place) error {
		h := c.household(at.group)
		id, entity := name(at, members)
		rec := Record{ID: id, Entity: entity, Home: int64(at.group), Copy: int(at.nth)}
		r := stream(c.Seed, 'c', uint64(entity), uint64(at.nth))
		m := mangler{r: r, h: h, p: h.people[at.member], me: int(at.member), seed: c.Seed}
		m.write(usual(c.Gaps, 0.02))
		tally.Records++
		if at.nth > 0 {
			tally.Copies++
			for _, k := range chineseKinds {
				if rate := rates[k.kind]; rate == 0 || r.Float64() >= rate {
					continue
				}
				tally.Drawn[k.kind]++
				if k.strike(&m) {
					tally.Struck[k.kind]++
					rec.Errors = append(rec.Errors, Strike{k.kind, k.field})
				}
			}
		}
		rec.Values = m.values[:]
		return fn(rec)
	})
	tally.People = people
	return tally, err
}

// kinds of household, with their share; our assumption after an ageing city.
var kinds = []float64{0.20, 0.25, 0.20, 0.15, 0.12, 0.08}

// household makes one, the same each time.
func (c Chinese) household(g int32) household {
	r := stream(c.Seed, 'h', uint64(g), 0)
	h := household{home: c.homeOf(r, g)}
	x, kind := r.Float64(), 0
	for kind < len(kinds)-1 && x >= kinds[kind] {
		x -= kinds[kind]
		kind++
	}
	add := func(surname string, male bool, born int, shared string) *person {
		p := person{male: male, surname: surname, birth: day(r, born), home: h.home}
		p.given = names.Given(r, male, p.birth.Year(), shared)
		h.people = append(h.people, p)
		return &h.people[len(h.people)-1]
	}
	family, other := names.Surnames.Draw(r), names.Surnames.Draw(r)
	old := today - 60 - min(int(r.ExpFloat64()*11), 41)
	middle := today - 28 - r.IntN(24)
	switch kind {
	case 0: // alone: half of them old
		if r.Float64() < 0.5 {
			middle = old
		}
		add(family, r.Float64() < 0.45, middle, "")
	case 1: // an old couple
		add(family, true, old, "")
		add(other, false, old+r.IntN(6)-1, "")
	case 2, 3: // parents with children
		add(family, true, middle, "")
		add(other, false, middle+r.IntN(5)-1, "")
		c.children(r, &h, family, middle, add)
	case 4: // three generations
		add(family, true, middle-24-r.IntN(8), "")
		add(names.Surnames.Draw(r), false, middle-23-r.IntN(6), "")
		shared := ""
		if r.Float64() < usual(c.Shared, 0.3)/2 {
			shared = firstOf(h.people[0].given)
		}
		add(family, true, middle, shared)
		add(other, false, middle+r.IntN(4), "")
		c.children(r, &h, family, middle, add)
	default: // flatmates
		for range 2 + r.IntN(3) {
			add(names.Surnames.Draw(r), r.Float64() < 0.55, today-19-r.IntN(20), "")
		}
	}
	for i := range h.people {
		c.finish(r, &h, i)
	}
	return h
}

// children adds one to three, or twins; one in ten bears the mother's surname.
func (c Chinese) children(r *rand.Rand, h *household, family string, born int, add func(string, bool, int, string) *person) {
	if r.Float64() < 0.1 {
		family = h.people[len(h.people)-1].surname
	}
	first := born + 23 + r.IntN(9)
	if first > today-1 {
		first = today - 1 - r.IntN(3)
	}
	male := r.Float64() < 0.527 // newborn of 2020: the report of the Ministry of Public Security
	a := *add(family, male, first, "")
	if r.Float64() < usual(c.Twins, 0.02) {
		// Two of three pairs are of one sex; parents like names that go together.
		twin := add(family, male == (r.Float64() < 0.67), first, firstOf(a.given))
		twin.birth = a.birth
		return
	}
	for n := r.IntN(10); n >= 6 && len(h.people) < members-1; n -= 3 { // a second one, rarely a third
		shared := ""
		if r.Float64() < usual(c.Shared, 0.3) {
			shared = firstOf(a.given)
		}
		if first += 2 + r.IntN(4); first >= today {
			return
		}
		add(family, r.Float64() < 0.527, first, shared)
	}
}

// firstOf is the first of two characters, or nothing.
func firstOf(given string) string {
	if all := []rune(given); len(all) > 1 {
		return string(all[0])
	}
	return ""
}

// finish gives what hangs on the person: famous name, number, telephone, copies.
func (c Chinese) finish(r *rand.Rand, h *household, i int) {
	p := &h.people[i]
	if r.Float64() < usual(c.Famous, 0.01) && today-p.birth.Year() >= 18 {
		all := []rune(names.Namesakes[min(int(r.ExpFloat64()*8), len(names.Namesakes)-1)])
		p.surname, p.given = string(all[0]), string(all[1:])
	}
	serial := 2 * r.IntN(500)
	if p.male {
		serial++
	}
	if i > 0 && h.people[i-1].birth.Equal(p.birth) && h.people[i-1].male == p.male {
		serial = (atoi(h.people[i-1].number[14:17]) + 2) % 1000 // twins stand one after the other
	}
	p.number = number(p.birth, serial)
	p.phone = fmt.Sprintf("160%08d", r.IntN(100_000_000))
	switch age := today - p.birth.Year(); {
	case age < 14, age >= 78 && r.Float64() < 0.3:
		p.phone = h.people[(i+1)%len(h.people)].phone // an adult's; empty where that one comes later
		for _, q := range h.people[:i] {
			if today-q.birth.Year() >= 18 {
				p.phone = q.phone
			}
		}
	}
	p.copies = c.Copies.draw(r)
}

// day draws a day of a year.
func day(r *rand.Rand, year int) time.Time {
	return time.Date(year, 1, 1+r.IntN(365), 0, 0, 0, 0, time.UTC)
}
