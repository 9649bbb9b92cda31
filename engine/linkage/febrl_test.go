package linkage

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// The generator makes Australian-looking records after the description of the
// Febrl generator (Christen 2005, "Probabilistic data generation for
// deduplication and data linkage"), from a vocabulary of its own.
type febrl struct {
	r                                              *rand.Rand
	given, family, street, line, suburb, postcodes []string
}

var syllables = strings.Fields("ba be bi bo bu ca ce co da de di do fa fe fi ga ge go ha he ho ja je jo ka ke ki ko la le li lo lu ma me mi mo mu na ne ni no pa pe pi po ra re ri ro ru sa se si so ta te ti to va ve vi wa we wi za ber ton son man lin mer rick ston ward ford lan den nell bert mund wood field ham ley stan chen nor wil har cam mac")

func word(r *rand.Rand, n int) string {
	var b strings.Builder
	for range n {
		b.WriteString(syllables[r.IntN(len(syllables))])
	}
	return b.String()
}

func wordsOf(r *rand.Rand, n, to int) []string {
	seen := map[string]bool{}
	var out []string
	for len(out) < n {
		w := word(r, 2+r.IntN(to-1))
		if !seen[w] {
			seen[w] = true
			out = append(out, w)
		}
	}
	return out
}

func newFebrl(seed uint64) *febrl {
	r := rand.New(rand.NewPCG(seed, 99))
	f := &febrl{r: r, given: wordsOf(r, 400, 3), family: wordsOf(r, 3000, 3), street: wordsOf(r, 2500, 3), line: wordsOf(r, 1500, 4), suburb: wordsOf(r, 1200, 4)}
	for i, s := range f.suburb {
		if i%4 == 0 {
			f.suburb[i] = []string{"north ", "mount ", "saint ", "port "}[r.IntN(4)] + s
		}
	}
	for range 800 {
		f.postcodes = append(f.postcodes, fmt.Sprint(2000+r.IntN(6000)))
	}
	return f
}

// zipf picks with a long tail.
func zipf(r *rand.Rand, list []string, skew float64) string {
	return list[int(math.Pow(r.Float64(), skew)*float64(len(list)))]
}

var kinds = []string{"street", "street", "street", "place", "crescent", "circuit", "avenue", "drive", "court", "close"}

func (f *febrl) original() []string {
	r := f.r
	out := []string{zipf(r, f.given, 2.2), zipf(r, f.family, 2), fmt.Sprint(1 + int(math.Pow(r.Float64(), 3)*400)), zipf(r, f.street, 1.3) + " " + kinds[r.IntN(len(kinds))], zipf(r, f.line, 1.5), zipf(r, f.suburb, 1.7), zipf(r, f.postcodes, 1.7),
		[]string{"nsw", "nsw", "nsw", "vic", "vic", "qld", "qld", "wa", "sa", "tas", "act"}[r.IntN(11)], fmt.Sprintf("%04d%02d%02d", 1900+r.IntN(100), 1+r.IntN(12), 1+r.IntN(28)), fmt.Sprint(1000000 + r.IntN(9000000))}
	if r.IntN(4) == 0 {
		out[4] += " " + []string{"village", "estate", "park", "flats", "farm"}[r.IntN(5)]
	}
	for c, missing := range []float64{0.02, 0.01, 0.03, 0.02, 0.2, 0.01, 0, 0.05, 0.05, 0} {
		if r.Float64() < missing {
			out[c] = ""
		}
	}
	return out
}

const letters = "abcdefghijklmnopqrstuvwxyz"

func typo(r *rand.Rand, s string) string {
	if s == "" {
		return s
	}
	b := []byte(s)
	at := r.IntN(len(b))
	c := letters[r.IntN(26)]
	if b[at] >= '0' && b[at] <= '9' {
		c = byte('0' + r.IntN(10))
	}
	switch r.IntN(5) {
	case 0:
		return s[:at] + string(c) + s[at:]
	case 1:
		if len(s) > 1 {
			return s[:at] + s[at+1:]
		}
	case 2:
		b[at] = c
	case 3:
		if at+1 < len(b) {
			b[at], b[at+1] = b[at+1], b[at]
		}
	case 4:
		if len(b) > 4 && b[at] >= 'a' {
			return s[:at] + " " + s[at:]
		}
		b[at] = c
	}
	return string(b)
}

// duplicate changes a record in up to perRecord places, up to perField in one.
func (f *febrl) duplicate(from []string, perField, perRecord int) []string {
	r := f.r
	out := append([]string(nil), from...)
	times := map[int]int{}
	weights := []int{12, 14, 8, 14, 12, 10, 8, 5, 9, 8} // of the columns, given name first
	for range 1 + r.IntN(perRecord) {
		x := r.IntN(100)
		c := 0
		for x -= weights[c]; x >= 0; x -= weights[c] {
			c++
		}
		if times[c] >= perField {
			continue
		}
		times[c]++
		switch k := r.IntN(100); {
		case k < 8:
			out[c] = ""
		case k < 13:
			out[c] = f.original()[c]
		case k < 18 && c == 0:
			out[0], out[1] = out[1], out[0]
		case k < 18 && c == 3:
			out[3], out[4] = out[4], out[3]
		case k < 18 && c == 5:
			out[5], out[6] = out[6], out[5]
		default:
			out[c] = typo(r, out[c])
		}
	}
	return out
}

var febrlHeader = []string{"rec_id", " given_name", " surname", " street_number", " address_1", " address_2", " suburb", " postcode", " state", " date_of_birth", " soc_sec_id"}

// set makes originals and duplicates, most at most of one; the truth is in the first
// column as Febrl writes it. two puts the duplicates into a second table.
func (f *febrl) set(originals, duplicates, most, perField, perRecord int, two bool) (rows [][]string, truth []string, split int) {
	var all [][]string
	for i := range originals {
		all = append(all, append([]string{fmt.Sprintf("rec-%d-org", i)}, f.original()...))
	}
	n := make([]int, originals)
	for made := 0; made < duplicates; {
		i := f.r.IntN(originals)
		if most == 1 {
			i = made
		}
		for k := 1 + int(math.Pow(f.r.Float64(), 2)*float64(most)); k > 0 && n[i] < most && made < duplicates; k-- {
			all = append(all, append([]string{fmt.Sprintf("rec-%d-dup-%d", i, n[i])}, f.duplicate(all[i][1:], perField, perRecord)...))
			n[i]++
			made++
		}
	}
	if two {
		split = originals
	}
	for _, part := range [][][]string{all[:split], all[split:]} {
		f.r.Shuffle(len(part), func(i, j int) { part[i], part[j] = part[j], part[i] })
	}
	rows = append([][]string{febrlHeader}, all...)
	return rows, febrlTruth(rows), split
}

func TestFebrlLikeFilesAreLinked(t *testing.T) {
	for _, c := range []struct {
		name                                             string
		originals, duplicates, most, perField, perRecord int
		two, wide                                        bool
		floor                                            float64
	}{
		{"as dataset 1", 500, 500, 1, 1, 1, false, false, 0.998}, {"as dataset 2", 4000, 1000, 5, 2, 4, false, true, 0.998}, {"as dataset 3", 2000, 3000, 5, 3, 10, false, false, 0.997}, {"as dataset 4", 5000, 5000, 1, 2, 4, true, true, 0.998},
		{"dataset 4, heavy errors", 5000, 5000, 1, 3, 10, true, true, 0.995}, {"no doubles", 5000, 0, 1, 1, 1, false, true, 1}, {"ten doubles", 4990, 10, 1, 2, 4, false, true, 0.95}, {"nine of ten are doubles", 500, 4500, 15, 3, 6, false, true, 0.998},
		{"ten records", 6, 4, 1, 2, 3, false, false, 0.8}, {"ten people", 10, 0, 1, 1, 1, false, false, 1}, {"a hundred records", 60, 40, 3, 2, 4, false, false, 0.97}, {"two small tables", 300, 300, 1, 2, 4, true, false, 0.99},
	} {
		if c.wide && !*wide {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			for seed := range uint64(seeds()) {
				rows, truth, split := newFebrl(seed).set(c.originals, c.duplicates, c.most, c.perField, c.perRecord, c.two)
				checkFile(t, rawOf(t, rows), truth, split, c.floor)
			}
		})
	}
}
