package measure

import "math"

// Rarity says how much a word of a column tells: the log of records over records
// with the word, as in Cohen, Ravikumar and Fienberg (2003), "A comparison of
// string distance metrics for name-matching tasks".
type Rarity struct {
	of   map[string]float64
	most float64
}

// NewRarity takes in how many of n records hold each word.
func NewRarity(times map[string]int, n int) *Rarity {
	r := &Rarity{of: make(map[string]float64, len(times)), most: math.Log(float64(n) + 2)}
	for w, t := range times {
		r.of[w] = math.Log(float64(n+2) / float64(t+1))
	}
	return r
}

// Of is the weight of a word, above 0; a word never seen weighs most.
func (r *Rarity) Of(word string) float64 {
	if r == nil {
		return 1
	}
	if w, ok := r.of[word]; ok {
		return max(w, 0.05)
	}
	return max(r.most, 0.05)
}

// Words is the weighted share of words that a and b have in common, 0 to 1: words
// with a Similarity of 0.85 and more count by it, and a word that begins another
// (of three letters and more) counts nine tenths. The share is of the mean of
// both; Within is the share of the one that has less. At most 16 words of
// each are looked at. O(words(a)·words(b)).
func (r *Rarity) Words(a, b []string) (both, within float64) {
	a, b = a[:min(len(a), 16)], b[:min(len(b), 16)]
	if len(a) == 0 || len(b) == 0 {
		return 0, 0
	}
	var taken [16]bool
	var left, right, common float64
	for _, w := range b {
		right += r.Of(w)
	}
	for _, w := range a {
		mine := r.Of(w)
		left += mine
		best, at := 0.0, -1
		for j, v := range b {
			if taken[j] {
				continue
			}
			if s := wordLike(w, v); s > best {
				best, at = s, j
			}
		}
		if at >= 0 {
			taken[at] = true
			common += best * min(mine, r.Of(b[at]))
		}
	}
	return 2 * common / (left + right), common / min(left, right)
}

func wordLike(a, b string) float64 {
	if a == b {
		return 1
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) >= 3 && b[:len(a)] == a {
		return 0.9
	}
	if digits(a) || digits(b) {
		return 0
	}
	if s := Similarity(a, b); s >= 0.85 {
		return s
	}
	return 0
}

func digits(s string) bool { return len(s) > 0 && s[0] >= '0' && s[0] <= '9' }
