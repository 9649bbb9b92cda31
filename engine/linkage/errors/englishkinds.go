package errors

import (
	"math/rand/v2"
	"strings"
)

// Kinds of error in English records.
const (
	Insert     Kind = "insert"     // a character too much
	Delete     Kind = "delete"     // a character too few
	Substitute Kind = "substitute" // the neighbour on the keyboard, or any
	Transpose  Kind = "transpose"  // two neighbours change places
	Scan       Kind = "scan"       // shapes that a scanner takes for each other: m, rn
	Spelling   Kind = "spelling"   // as it sounds: ph, f
	OtherValue Kind = "other"      // another value of the field
	WordsTurn  Kind = "words_turn" // two words change places
	Split      Kind = "split"      // a space too much
	Join       Kind = "join"       // a space too few
	Missing    Kind = "missing"
	Filled     Kind = "filled"      // a value where there was none
	FieldsTurn Kind = "fields_turn" // two fields change places
)

// englishFields has for each field how often it is empty, how often it is the one
// to be modified, and then how. The numbers are Febrl's (dsgen/generate.py 0.4.2);
// what Febrl draws from its lists of misspellings is Spelling here, Scan takes a
// tenth of Substitute, and the share of age and telephone goes to the others.
var englishFields = [eFields]struct {
	empty, chosen float64
	how           [12]float64 // in the order of hows
}{
	eGiven:    {0.02, 0.10, [12]float64{0.05, 0.15, 0.31, 0.05, 0.04, 0.30, 0.02, 0.02, 0.01, 0.01, 0.02, 0.02}},
	eSurname:  {0.02, 0.15, [12]float64{0.10, 0.10, 0.31, 0.04, 0.04, 0.30, 0.02, 0.02, 0.01, 0.02, 0.02, 0.02}},
	eNumber:   {0.02, 0.10, [12]float64{0.10, 0.15, 0.60, 0.05, 0, 0, 0.05, 0, 0, 0, 0.02, 0.03}},
	eAddress1: {0.04, 0.10, [12]float64{0.10, 0.15, 0.49, 0.05, 0.06, 0, 0.02, 0.03, 0.02, 0.03, 0.04, 0.01}},
	eAddress2: {0.15, 0.10, [12]float64{0.04, 0.04, 0.09, 0.02, 0.01, 0, 0.03, 0.04, 0.02, 0.01, 0.60, 0.10}},
	eSuburb:   {0.01, 0.10, [12]float64{0.10, 0.15, 0.20, 0.04, 0.02, 0.40, 0.01, 0.02, 0.02, 0.02, 0.01, 0.01}},
	ePostcode: {0.01, 0.05, [12]float64{0, 0, 0.35, 0.60, 0, 0, 0.03, 0, 0, 0, 0.01, 0.01}},
	eState:    {0.05, 0.05, [12]float64{0.10, 0.10, 0.55, 0.02, 0, 0, 0.03, 0, 0, 0, 0.10, 0.10}},
	eBirth:    {0.05, 0.10, [12]float64{0, 0, 0.50, 0.30, 0, 0, 0.05, 0, 0, 0, 0.10, 0.05}},
	eID:       {0, 0.05, [12]float64{0, 0, 0.50, 0.40, 0, 0, 0.10, 0, 0, 0, 0, 0}},
}

var hows = [12]Kind{Insert, Delete, Substitute, Transpose, Scan, Spelling, OtherValue, WordsTurn, Split, Join, Missing, Filled}

// fieldTurns are the pairs of fields that change places, with how often in a
// record that may have two modifications and more (Febrl).
var fieldTurns = []struct {
	a, b int
	rate float64
}{{eAddress1, eAddress2, 0.02}, {eGiven, eSurname, 0.05}, {ePostcode, eSuburb, 0.01}}

// modify does errors to a record until there are as many as PerRecord.
func (e English) modify(r *rand.Rand, v *[eFields]string, t Tally) (done []Strike) {
	var in [eFields]int
	if e.PerRecord > 1 {
		for _, p := range fieldTurns {
			if len(done)+2 > e.PerRecord || r.Float64() >= p.rate {
				continue
			}
			t.Drawn[FieldsTurn]++
			if v[p.a] != "" && v[p.b] != "" {
				v[p.a], v[p.b] = v[p.b], v[p.a]
				in[p.a]++
				in[p.b]++
				t.Struck[FieldsTurn]++
				done = append(done, Strike{FieldsTurn, p.a}, Strike{FieldsTurn, p.b})
			}
		}
	}
	for tries := 0; len(done) < e.PerRecord && tries < 200; tries++ {
		f := pickBy(r, func(i int) float64 { return englishFields[i].chosen }, eFields)
		for n := 1 + r.IntN(e.PerField); n > 0 && in[f] < e.PerField && len(done) < e.PerRecord; n-- {
			kind := hows[pickBy(r, func(i int) float64 { return englishFields[f].how[i] }, len(hows))]
			t.Drawn[kind]++
			to := strike(r, kind, v[f], f)
			if to == v[f] {
				continue
			}
			v[f] = to
			in[f]++
			t.Struck[kind]++
			done = append(done, Strike{kind, f})
		}
	}
	return done
}

func pickBy(r *rand.Rand, weight func(int) float64, n int) int {
	sum := 0.0
	for i := range n {
		sum += weight(i)
	}
	x := r.Float64() * sum
	for i := range n {
		if x -= weight(i); x < 0 {
			return i
		}
	}
	return n - 1
}

var (
	rows = strings.Fields("1234567890 qwertyuiop asdfghjkl zxcvbnm")
	// scans and spellings are pairs: what is read for what, in both directions.
	scans     = pairs("m rn h b h n e c c o i l l t g q u v w vv d cl n ri f t a o s 5 y v b 6 z 2")
	soundings = pairs("ph f ck k ie y ee ea ei ie ll l nn n tt t ss s rr r mm m c k s z ou oo au or ai ay er ar er or mc mac th t wh w sch sh gh g e i a e x ks qu kw y i oe o dge ge tch ch sen son")
)

func pairs(s string) (out [][2]string) {
	f := strings.Fields(s)
	for i := 0; i+1 < len(f); i += 2 {
		out = append(out, [2]string{f[i], f[i+1]}, [2]string{f[i+1], f[i]})
	}
	return out
}

// strike does one error; the value comes back as it was where it cannot.
func strike(r *rand.Rand, k Kind, v string, field int) string {
	if k == Filled {
		if v != "" {
			return v
		}
		return draw(r, field)
	}
	if v == "" {
		return v
	}
	at := r.IntN(len(v))
	digits := field == eNumber || field == ePostcode || field == eBirth || field == eID
	switch k {
	case Insert:
		return v[:at] + string(letter(r, v[at], digits)) + v[at:]
	case Delete:
		return v[:at] + v[at+1:]
	case Substitute:
		return v[:at] + string(letter(r, v[at], digits)) + v[at+1:]
	case Transpose:
		if at+1 < len(v) {
			return v[:at] + v[at+1:at+2] + v[at:at+1] + v[at+2:]
		}
	case Scan:
		return replace(r, v, scans)
	case Spelling:
		return replace(r, v, soundings)
	case OtherValue:
		return draw(r, field)
	case WordsTurn:
		if w := strings.Fields(v); len(w) > 1 {
			i := r.IntN(len(w) - 1)
			w[i], w[i+1] = w[i+1], w[i]
			return strings.Join(w, " ")
		}
	case Split:
		if at > 0 && v[at] != ' ' && v[at-1] != ' ' {
			return v[:at] + " " + v[at:]
		}
	case Join:
		if n := strings.Count(v, " "); n > 0 {
			skip := r.IntN(n)
			for i := range len(v) {
				if v[i] == ' ' {
					if skip == 0 {
						return v[:i] + v[i+1:]
					}
					skip--
				}
			}
		}
	case Missing:
		return ""
	}
	return v
}

// letter is what is typed for one: 40 % its neighbour in the row, 30 % in the
// column, otherwise any (Febrl's single_typo_prob).
func letter(r *rand.Rand, typed byte, digits bool) byte {
	for i, row := range rows {
		at := strings.IndexByte(row, typed)
		if at < 0 {
			continue
		}
		switch x := r.Float64(); {
		case x < 0.4:
			at += 2*r.IntN(2) - 1
			if at >= 0 && at < len(row) {
				return row[at]
			}
		case x < 0.7 && !digits:
			if i = i + 2*r.IntN(2) - 1; i >= 1 && i < len(rows) && at < len(rows[i]) {
				return rows[i][at]
			}
		}
	}
	if digits {
		return byte('0' + r.IntN(10))
	}
	return byte('a' + r.IntN(26))
}

// replace changes one place of a value by one of the pairs that fit it.
func replace(r *rand.Rand, v string, by [][2]string) string {
	for _, i := range r.Perm(len(by)) {
		if at := strings.Index(v, by[i][0]); at >= 0 {
			return v[:at] + by[i][1] + v[at+len(by[i][0]):]
		}
	}
	return v
}
