package errors

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"linli/engine/linkage/lunar"
	"linli/engine/linkage/names"
)

// mangler writes one record and does errors to it.
type mangler struct {
	r      *rand.Rand
	h      household
	p      person // a copy, whose parts change
	me     int    // place of the person in the household
	seed   uint64
	values [cFields]string
}

// write fills in the values as they are; share of some fields is left empty.
func (m *mangler) write(gaps float64) {
	sex := "女"
	if m.p.male {
		sex = "男"
	}
	m.values = [cFields]string{m.p.surname + m.p.given, sex, m.p.number, m.p.birth.Format(time.DateOnly), m.p.phone, m.p.home.community, m.p.home.spell(0)}
	for _, f := range []int{cNumber, cBirth, cPhone, cAddress} {
		if m.r.Float64() < gaps {
			m.values[f] = ""
		}
	}
}

// change puts another character for one of the name that fits; the surname is
// hit a quarter as often as it has characters.
func (m *mangler) change(to func(rune) []rune) bool {
	all := []rune(m.values[cName])
	surname := len([]rune(m.p.surname))
	for _, i := range m.r.Perm(len(all)) {
		if i < surname && m.r.Float64() < 0.75 {
			continue
		}
		if list := to(all[i]); len(list) > 0 {
			all[i] = list[m.r.IntN(len(list))]
			m.values[cName] = string(all)
			return true
		}
	}
	return false
}

func (m *mangler) homophone() bool { return m.change(names.SameSound) }
func (m *mangler) lookalike() bool { return m.change(names.Alike) }
func (m *mangler) variant() bool   { return m.change(names.Variants) }

func (m *mangler) traditional() bool {
	return m.set(cName, strings.Map(names.Traditional, m.values[cName]))
}

// set writes a value; false where it is the same.
func (m *mangler) set(field int, v string) bool {
	was := m.values[field]
	m.values[field] = v
	return v != was
}

// split is the name as written, in surname and given name.
func (m *mangler) split() (surname, given []rune) {
	all := []rune(m.values[cName])
	n := min(len([]rune(m.p.surname)), len(all))
	return all[:n], all[n:]
}

func (m *mangler) turned() bool {
	s, g := m.split()
	return len(g) == 2 && m.set(cName, string(s)+string(g[1])+string(g[0]))
}

func (m *mangler) dropped() bool {
	s, g := m.split()
	if len(g) < 2 {
		return false
	}
	at := m.r.IntN(len(g))
	return m.set(cName, string(s)+string(g[:at])+string(g[at+1:]))
}

func (m *mangler) added() bool {
	s, g := m.split()
	if len(g) > 1 {
		return false
	}
	return m.set(cName, string(s)+names.First(m.r, m.p.male, m.p.birth.Year())+string(g))
}

func (m *mangler) nickname() bool {
	s, g := m.split()
	if len(g) == 0 {
		return false
	}
	last, age := string(g[len(g)-1]), today-m.p.birth.Year()
	said := []string{"小" + string(s), "阿" + last, "小" + last}
	if age >= 50 {
		said = []string{"老" + string(s), "阿" + last, string(s) + map[bool]string{true: "伯", false: "姨"}[m.p.male], string(s) + map[bool]string{true: "大爷", false: "阿姨"}[m.p.male]}
	}
	return m.set(cName, said[m.r.IntN(len(said))])
}

func (m *mangler) pinyin() bool {
	s, g := m.split()
	read := func(all []rune) (out []string) {
		for _, c := range all {
			if names.Reading(c) == "" {
				return nil
			}
			out = append(out, names.Reading(c))
		}
		return out
	}
	a, b := read(s), read(g)
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	title := func(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
	family, given := strings.Join(a, ""), strings.Join(b, "")
	said := []string{title(family) + " " + title(given), strings.ToUpper(family) + " " + title(given), family + given, strings.Join(append(a, b...), " "), title(given) + " " + title(family)}
	return m.set(cName, said[m.r.IntN(len(said))])
}

func (m *mangler) spaced() bool {
	s, g := m.split()
	if len(g) == 0 || g[0] < 0x2e80 {
		return false
	}
	space := []string{" ", "\u3000", "  "}[m.r.IntN(3)]
	if len(g) == 2 && m.r.Float64() < 0.4 {
		return m.set(cName, string(s)+space+string(g[0])+space+string(g[1]))
	}
	return m.set(cName, string(s)+space+string(g))
}

// slip makes one digit of a value another one; from keeps those before it.
func (m *mangler) slip(field, from int) bool {
	v := []byte(m.values[field])
	if len(v) <= from {
		return false
	}
	at := from + m.r.IntN(len(v)-from)
	if v[at] < '0' || v[at] > '9' {
		return false
	}
	v[at] = '0' + (v[at]-'0'+byte(1+m.r.IntN(9)))%10
	return m.set(field, string(v))
}

// swap exchanges two neighbours that differ.
func (m *mangler) swap(field, from int) bool {
	v := []byte(m.values[field])
	for range 8 {
		if len(v) < from+2 {
			return false
		}
		if at := from + m.r.IntN(len(v)-from-1); v[at] != v[at+1] {
			v[at], v[at+1] = v[at+1], v[at]
			return m.set(field, string(v))
		}
	}
	return false
}

func (m *mangler) numberOld() bool {
	v := m.values[cNumber]
	return len(v) == 18 && v[6:8] == "19" && m.set(cNumber, v[:6]+v[8:17])
}

func (m *mangler) numberSlip() bool { return m.slip(cNumber, 0) }
func (m *mangler) numberSwap() bool { return m.swap(cNumber, 0) }

func (m *mangler) numberShort() bool {
	v := m.values[cNumber]
	if v == "" {
		return false
	}
	at := m.r.IntN(len(v))
	return m.set(cNumber, v[:at]+v[at+1:])
}

// other is another of the household.
func (m *mangler) other() (person, bool) {
	if len(m.h.people) < 2 {
		return person{}, false
	}
	return m.h.people[(m.me+1+m.r.IntN(len(m.h.people)-1))%len(m.h.people)], true
}

func (m *mangler) numberFamily() bool {
	q, ok := m.other()
	return ok && m.values[cNumber] != "" && m.set(cNumber, q.number)
}

func (m *mangler) numberSmallX() bool {
	return m.set(cNumber, strings.ToLower(m.values[cNumber]))
}

func (m *mangler) numberMissing() bool  { return m.set(cNumber, "") }
func (m *mangler) birthMissing() bool   { return m.set(cBirth, "") }
func (m *mangler) phoneMissing() bool   { return m.set(cPhone, "") }
func (m *mangler) addressMissing() bool { return m.set(cAddress, "") }

// date writes another birth date, where there is one and the day exists.
func (m *mangler) date(y, month, d int) bool {
	t := time.Date(y, time.Month(month), d, 0, 0, 0, 0, time.UTC)
	if m.values[cBirth] == "" || t.Day() != d || int(t.Month()) != month {
		return false
	}
	m.p.birth = t
	return m.set(cBirth, t.Format(time.DateOnly))
}

func (m *mangler) birthLunar() bool {
	y, month, d, ok := lunar.Date(m.p.birth)
	return ok && m.date(y, month, d)
}

func (m *mangler) birthDay() bool {
	b := m.p.birth
	off := 1 + m.r.IntN(27)
	if m.r.Float64() < 0.5 { // a neighbour, or ten off: one key or one digit
		off = []int{1, 27, 10, 18}[m.r.IntN(4)]
	}
	return m.date(b.Year(), int(b.Month()), (b.Day()-1+off)%28+1)
}

func (m *mangler) birthMonth() bool {
	b := m.p.birth
	return m.date(b.Year(), (int(b.Month())-1+1+m.r.IntN(11))%12+1, b.Day())
}

func (m *mangler) birthYear() bool {
	b := m.p.birth
	return m.date(b.Year()+[]int{-1, 1, -10, 10, -2}[m.r.IntN(5)], int(b.Month()), b.Day())
}

func (m *mangler) birthTurned() bool {
	b := m.p.birth
	return m.date(b.Year(), b.Day(), int(b.Month()))
}

func (m *mangler) birthFormat() bool {
	if m.values[cBirth] == "" {
		return false
	}
	forms := []string{"2006年1月2日", "2006/1/2", "20060102", "2006.01.02", "2006-1-2"}
	return m.set(cBirth, m.p.birth.Format(forms[m.r.IntN(len(forms))]))
}

func (m *mangler) sexWrong() bool {
	return m.set(cSex, map[string]string{"男": "女", "女": "男"}[m.values[cSex]])
}

func (m *mangler) phoneSlip() bool { return m.slip(cPhone, 3) }
func (m *mangler) phoneSwap() bool { return m.swap(cPhone, 3) }

// phoneOther is the person's other number: the same in all copies.
func (m *mangler) phoneOther() bool {
	r := stream(m.seed, 'p', uint64(atoi(m.p.number[:17])), 1)
	return m.values[cPhone] != "" && m.set(cPhone, fmt.Sprintf("160%08d", r.IntN(100_000_000)))
}

// phoneRelative is that of another of the household, or of a daughter elsewhere.
func (m *mangler) phoneRelative() bool {
	if m.values[cPhone] == "" {
		return false
	}
	if q, ok := m.other(); ok && q.phone != "" {
		return m.set(cPhone, q.phone)
	}
	r := stream(m.seed, 'p', uint64(atoi(m.p.number[:17])), 2)
	return m.set(cPhone, fmt.Sprintf("160%08d", r.IntN(100_000_000)))
}

func (m *mangler) phoneFormat() bool {
	v := m.values[cPhone]
	if len(v) != 11 {
		return false
	}
	forms := []string{v[:3] + "-" + v[3:7] + "-" + v[7:], v[:3] + " " + v[3:7] + " " + v[7:], "+86" + v, "86-" + v}
	return m.set(cPhone, forms[m.r.IntN(len(forms))])
}

// addressMoved gives the person's other home: the same in all copies.
func (m *mangler) addressMoved() bool {
	r := stream(m.seed, 'p', uint64(atoi(m.p.number[:17])), 3)
	c := Chinese{Seed: m.seed}
	in := m.p.home.in
	if r.Float64() < 0.5 {
		in = r.IntN(len(names.Communities))
	}
	m.p.home = c.homeIn(r, in)
	m.values[cCommunity] = m.p.home.community
	return m.values[cAddress] != "" && m.set(cAddress, m.p.home.spell(0))
}

func (m *mangler) addressSlip() bool {
	if m.values[cAddress] == "" {
		return false
	}
	h := &m.p.home
	if m.r.Float64() < 0.4 {
		h.building = 1 + (h.building+m.r.IntN(8))%10
	} else {
		h.flat = (1+m.r.IntN(9))*100 + h.flat%100
	}
	return m.set(cAddress, h.spell(0))
}

func (m *mangler) addressCoarse() bool {
	h := m.p.home
	said := []string{h.compound, h.compound + strconv.Itoa(h.building) + "栋", h.community}
	return m.values[cAddress] != "" && m.set(cAddress, said[m.r.IntN(len(said))])
}

func (m *mangler) addressSpelling() bool {
	if m.values[cAddress] != m.p.home.spell(0) {
		return false // coarse: there is nothing to spell
	}
	return m.set(cAddress, m.p.home.spell(1+m.r.IntN(spellings-1)))
}
