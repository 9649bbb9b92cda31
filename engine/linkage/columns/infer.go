package columns

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"linli/engine/linkage/chinese"
)

// sampled is how many distinct values roles are inferred from.
const sampled = 3000

// traits are the shares of values that look like something.
type traits struct {
	n                                                          int
	filled                                                     float64 // of all records
	distinct                                                   float64 // distinct values to filled records
	values                                                     int     // distinct values
	resident, email, birth, phone, sex, personHan, addressHan  float64
	digits, decimal, spaced, han, sequence, likeYear, numbered float64
	length                                                     float64 // mean, in runes
	deviation                                                  float64 // of the length
}

func (t *Raw) traits(c int) traits {
	col := &t.cols[c]
	var list []string
	step := max(1, len(col.list)/sampled)
	for i := 0; i < len(col.list); i += step {
		s := strings.TrimSpace(col.list[i])
		if !nothing[strings.ToLower(s)] {
			list = append(list, s)
		}
	}
	empty := map[int32]bool{}
	for i, s := range col.list {
		if nothing[strings.ToLower(strings.TrimSpace(s))] {
			empty[int32(i)] = true
		}
	}
	filled := 0
	for _, id := range col.ids {
		if !empty[id] {
			filled++
		}
	}
	tr := traits{n: len(list), values: len(col.list) - len(empty)}
	if filled == 0 || len(list) == 0 {
		return tr
	}
	tr.filled = float64(filled) / float64(t.rows)
	tr.distinct = float64(tr.values) / float64(filled)
	square := 0.0
	for _, s := range list {
		n := float64(len([]rune(s)))
		tr.length += n
		square += n * n
		tr.look(s)
	}
	k := float64(len(list))
	for _, f := range []*float64{&tr.resident, &tr.email, &tr.birth, &tr.phone, &tr.sex, &tr.personHan, &tr.addressHan, &tr.digits, &tr.decimal, &tr.spaced, &tr.han, &tr.likeYear, &tr.numbered, &tr.length} {
		*f /= k
	}
	tr.deviation = math.Sqrt(max(0, square/k-tr.length*tr.length))
	tr.sequence = sequence(list)
	return tr
}

func (tr *traits) look(s string) {
	add := func(f *float64, when bool) {
		if when {
			*f++
		}
	}
	f := chinese.Fold(s)
	digits, letters, others := 0, 0, 0
	for _, r := range f {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case unicode.IsLetter(r):
			letters++
		default:
			others++
		}
	}
	han := chinese.Has(f)
	add(&tr.han, han)
	add(&tr.digits, digits > 0 && letters+others == 0)
	add(&tr.decimal, digits > 0 && letters == 0 && others == 1 && strings.Contains(f, "."))
	add(&tr.spaced, strings.Contains(f, " "))
	add(&tr.numbered, digits > 0)
	id := chinese.Resident(f)
	add(&tr.resident, len(id) == 18 && letters <= 1 && (chinese.ResidentValid(id) || id[6:8] == "19" || id[6:8] == "20"))
	at := strings.IndexByte(f, '@')
	add(&tr.email, at > 0 && strings.Contains(f[at:], "."))
	day, ok := date(f, false)
	real := realDay(day) || len(day) == 8 && realDay(day[:4]+day[6:]+day[4:6])
	add(&tr.birth, ok && real && day[:4] >= "1850" && day[:4] <= "2100")
	add(&tr.likeYear, len(f) == 4 && digits == 4 && f >= "1850" && f <= "2100")
	p := phone(f)
	add(&tr.phone, letters == 0 && (len(p) == 11 && p[0] == '1' && p[1] >= '3' || others > 0 && len(p) >= 7 && len(p) <= 13 && (strings.ContainsAny(f, "()+") || strings.Count(f, "-")+strings.Count(f, " ") <= 4 && !real)))
	_, sex := sexes[strings.ToLower(f)]
	add(&tr.sex, sex)
	rs := []rune(strings.ReplaceAll(f, " ", ""))
	add(&tr.personHan, han && len(rs) >= 2 && len(rs) <= 4 && digits == 0 && strings.ContainsRune(chinese.FirstSurnames, rs[0]))
	add(&tr.addressHan, han && digits > 0 && strings.ContainsAny(f, "路街巷号栋幢室弄村座单"))
}

// sequence is the share of values that are one more than another: row numbers.
func sequence(list []string) float64 {
	has := map[string]bool{}
	for _, s := range list {
		has[s] = true
	}
	n := 0
	for _, s := range list {
		b := []byte(s)
		for i := len(b) - 1; i >= 0 && b[i] >= '0' && b[i] <= '9'; i-- {
			if b[i] < '9' {
				b[i]++
				break
			}
			b[i] = '0'
		}
		if string(b) != s && has[string(b)] {
			n++
		}
	}
	return float64(n) / float64(max(1, len(list)))
}

// Infer tells the role of every column. given holds what the caller knows, by
// header; the column named there is left as said. split is where a second table
// begins, 0 for none: a column that names records does so in each.
func (t *Raw) Infer(given map[string]Role, split int) []Role {
	out := make([]Role, len(t.Headers))
	key := -1
	for c, h := range t.Headers {
		if r, ok := given[h]; ok {
			out[c] = r
			if r == Key {
				key = c
			}
			continue
		}
		tr := t.traits(c)
		out[c] = infer(byName(h), tr, t.rows, t.names(c, split))
		if out[c] == Key {
			if key >= 0 { // only one names the record
				out[c] = Ignored
			} else {
				key = c
			}
		}
	}
	t.trim(out, given)
	return out
}

// names reports whether every record has a value of its own in its table.
func (t *Raw) names(c, split int) bool {
	col := &t.cols[c]
	last := make([]int32, len(col.list))
	for i, id := range col.ids {
		part := int32(1)
		if i >= split {
			part = 2
		}
		if last[id] == part || strings.TrimSpace(col.list[id]) == "" {
			return false
		}
		last[id] = part
	}
	return true
}

func infer(named Role, tr traits, rows int, unique bool) Role {
	switch {
	case tr.n == 0 || tr.values <= 1 && rows > 1:
		return Ignored
	case tr.resident > 0.5:
		return Resident
	case tr.email > 0.5:
		return Email
	case named == Key && unique:
		return Key
	case named == Key:
		return Ignored
	case named == Birth && (tr.birth+tr.likeYear > 0.3 || tr.numbered > 0.8):
		return Birth
	case named == Resident && tr.numbered > 0.5:
		return Number
	case named == Phone && tr.numbered > 0.8, named == Number && tr.distinct > 0.05, named == Postcode && tr.numbered > 0.5, named == House && tr.numbered > 0.5:
		return named
	case named == Sex && tr.values <= 12:
		return Sex
	case (named == Given || named == Family || named == Full) && tr.numbered < 0.3 && tr.length < 40 && tr.email < 0.1:
		return named
	case named == Place && tr.addressHan > 0.5 && tr.distinct > 0.3:
		return Address
	case (named == Street || named == Address || named == Place || named == State) && tr.digits < 0.6:
		return named
	}
	return byValues(tr, rows, unique)
}

func byValues(tr traits, rows int, unique bool) Role {
	switch {
	case tr.sex > 0.9 && tr.values <= 4 && tr.digits < 0.5:
		return Sex
	case tr.birth > 0.8 && (tr.spaced+tr.numbered > 0) && tr.values > 10:
		return Birth
	case tr.phone > 0.7:
		return Phone
	case tr.personHan > 0.6:
		return Full
	case tr.addressHan > 0.5:
		return Address
	case unique && rows >= 10 && tr.sequence > 0.6:
		return Ignored
	case tr.decimal > 0.5:
		return Amount
	case tr.values <= max(12, rows/200) && tr.distinct < 0.2:
		return Category
	case tr.digits > 0.8 && tr.length >= 5 && tr.distinct > 0.2:
		return Number
	case tr.digits > 0.8 && tr.deviation < 0.5 && tr.length >= 4 && tr.length <= 6:
		return Postcode
	case tr.digits > 0.8:
		return Amount
	case tr.numbered > 0.8 && tr.spaced < 0.1 && tr.deviation < 1.5 && tr.han < 0.1 && tr.distinct > 0.2:
		return Number
	case tr.numbered > 0.7 && tr.spaced > 0.7:
		return Address
	}
	return Text
}

// MostColumns is how many columns are compared; those that say least are left out.
const MostColumns = 16

// trim leaves out what is past MostColumns, the last of the least telling first,
// and puts right roles that make sense only together.
func (t *Raw) trim(out []Role, given map[string]Role) {
	streets, addresses := 0, 0
	for _, r := range out {
		switch r {
		case Street:
			streets++
		case Address:
			addresses++
		}
	}
	for c, r := range out {
		if _, said := given[t.Headers[c]]; said {
			continue
		}
		if r == Address && streets > 0 && strings.ContainsAny(t.Headers[c], "123") {
			out[c] = Street
		}
	}
	var used []int
	for c, r := range out {
		if r != Ignored && r != Key {
			used = append(used, c)
		}
	}
	least := map[Role]int{Amount: 0, Category: 1, Text: 2, State: 3, Sex: 4, Place: 5, Postcode: 6}
	slices.SortStableFunc(used, func(a, b int) int {
		x, y := 9, 9
		if v, ok := least[out[a]]; ok {
			x = v
		}
		if v, ok := least[out[b]]; ok {
			y = v
		}
		if x != y {
			return y - x
		}
		return a - b
	})
	for _, c := range used[min(len(used), MostColumns):] {
		out[c] = Ignored
	}
}
