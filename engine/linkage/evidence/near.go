package evidence

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"linli/engine/linkage/chinese"
	"linli/engine/linkage/columns"
	"linli/engine/linkage/measure"
)

// near is the level of two values of one role that are known and not equal.
func near(role columns.Role, r *measure.Rarity, a, b *columns.Value) int {
	switch role {
	case columns.Given, columns.Family:
		return name(a, b)
	case columns.Full:
		return fullName(r, a, b)
	case columns.Birth:
		return birth(a.Text, b.Text)
	case columns.Resident:
		return resident(a, b)
	case columns.Number, columns.Phone:
		return code(a.Text, b.Text)
	case columns.Email:
		return email(a, b)
	case columns.House:
		return house(a, b)
	case columns.Address:
		return address(r, a, b)
	case columns.Street, columns.Text:
		return text(role, r, a, b)
	case columns.Place:
		return place(r, a, b)
	case columns.Postcode:
		switch {
		case measure.Distance(a.Text, b.Text) == 1:
			return 8
		case len(a.Text) >= 4 && len(b.Text) >= 4 && a.Text[:3] == b.Text[:3]:
			return 9
		}
	case columns.State, columns.Category:
		if len(a.Text) >= 3 && len(b.Text) >= 2 && measure.Distance(a.Text, b.Text) == 1 {
			return 8
		}
	case columns.Amount:
		return amount(a.Text, b.Text)
	}
	return Different
}

func abs(n int) int { return max(n, -n) }

// within reports whether the edit distance is at most d.
func within(a, b string, d int) bool { return abs(len(a)-len(b)) <= 3*d && measure.Distance(a, b) <= d }

// name: 9 one begins the other (Rob, Robert; J, John); 10 one slip; 11 alike; 12
// sounds alike; 13 one of several words is equal.
func name(a, b *columns.Value) int {
	if a.Han || b.Han {
		switch {
		case a.Sound == b.Sound:
			return 12
		case len([]rune(a.Text)) >= 3 && measure.Distance(a.Text, b.Text) == 1:
			return 10
		}
		return Different
	}
	x, y := a.Text, b.Text
	if len(x) > len(y) {
		x, y = y, x
	}
	if d := len(y) - len(x); d <= 3 {
		switch edits := measure.Distance(x, y); {
		case edits == 1 && len(y) >= 3:
			return 10
		case edits <= 2 && len(x) >= 5:
			return 11
		}
	}
	if y[:len(x)] == x {
		return 9
	}
	s := measure.Similarity(x, y)
	switch {
	case s >= 0.92:
		return 10
	case s >= 0.84:
		return 11
	case len(a.Words) > 1 || len(b.Words) > 1:
		for _, w := range a.Words {
			if len(w) > 2 && slices.Contains(b.Words, w) {
				return 13
			}
		}
	}
	if a.Sound != "" && len(a.Sound) >= 2 && a.Sound == b.Sound {
		return 12
	}
	return Different
}

// fullName: 7 the same words or characters in another order; 8 the same sound and
// tones; 9 the same sound; 10 one slip; 11 alike; 12 one holds the other's words;
// 13 given name or one word equal; 14 surname equal.
func fullName(r *measure.Rarity, a, b *columns.Value) int {
	if a.Han != b.Han {
		return mixed(a, b)
	}
	if a.Codes[0] == b.Codes[0] {
		return 7
	}
	if a.Han {
		return hanName(a, b)
	}
	x, y := strings.Join(a.Words, ""), strings.Join(b.Words, "")
	if x == y || within(x, y, 1) && len(x) >= 4 {
		return 10
	}
	both, less := r.Words(a.Words, b.Words)
	switch {
	case both >= 0.9:
		return 10
	case less >= 0.95 && len(a.Words) != len(b.Words) && min(len(a.Words), len(b.Words)) > 1:
		return 12
	case both >= 0.75 || measure.Similarity(x, y) >= 0.92:
		return 11
	case both >= 0.45:
		if a.Words[len(a.Words)-1] == b.Words[len(b.Words)-1] {
			return 14
		}
		return 13
	}
	return Different
}

func hanName(a, b *columns.Value) int {
	x, y := []rune(a.Text), []rune(b.Text)
	if len(x) == len(y) {
		u, v := slices.Clone(x), slices.Clone(y)
		slices.Sort(u)
		slices.Sort(v)
		if slices.Equal(u, v) {
			return 7
		}
	}
	if len(a.Words) < 2 || len(b.Words) < 2 {
		return Different
	}
	surname := a.Words[0] == b.Words[0]
	switch {
	case familiar(a, b) || familiar(b, a) || surname && (inOrder(x, y) || inOrder(y, x)):
		return 12
	case a.Tone == b.Tone:
		return 8
	case a.Sound == b.Sound:
		return 9
	case max(len(x), len(y)) >= 3 && measure.Distance(a.Text, b.Text) == 1 && (surname || len(x) == len(y)):
		if a.Words[1] == b.Words[1] {
			return 13
		}
		return 10
	case a.Codes[1] == b.Codes[1], surname && within(a.Sound, b.Sound, 1):
		return 11
	case a.Words[1] == b.Words[1] && len(a.Words[1]) > 3:
		return 13
	case surname:
		return 14
	}
	return Different
}

// familiar: a is what b is called by those who know them (小张, 阿丽, 王阿姨).
func familiar(a, b *columns.Value) bool {
	c := chinese.Familiar(a.Text)
	return c != "" && strings.Contains(b.Text, c)
}

// inOrder reports whether a short name's characters all stand in a long one.
func inOrder(short, long []rune) bool {
	if len(short) >= len(long) {
		return false
	}
	for _, r := range long {
		if len(short) > 0 && short[0] == r {
			short = short[1:]
		}
	}
	return len(short) == 0
}

// mixed compares a name in characters with one in Latin letters.
func mixed(a, b *columns.Value) int {
	if b.Han {
		a, b = b, a
	}
	first, rest, _ := strings.Cut(a.Sound, " ")
	rest = strings.ReplaceAll(rest, " ", "")
	switch {
	case b.Sound == first+rest || b.Sound == rest+first:
		return 9
	case within(b.Sound, first+rest, 1) || within(b.Sound, rest+first, 1):
		return 11
	}
	return Different
}

// birth: 7 day and month swapped; 8 one slip; 9 two of year, month and day agree;
// 10 two slips; 11 the year agrees; 12 one is the beginning of the other.
func birth(a, b string) int {
	if len(a) != 8 || len(b) != 8 {
		switch {
		case len(a) >= 4 && len(b) >= 4 && (strings.HasPrefix(a, b) || strings.HasPrefix(b, a)):
			return 12
		case measure.Distance(a, b) == 1:
			return 8
		}
		return Different
	}
	year, month, day := a[:4] == b[:4], a[4:6] == b[4:6], a[6:] == b[6:]
	if year && a[4:6] == b[6:] && a[6:] == b[4:6] {
		return 7
	}
	d := measure.Distance(a, b)
	switch {
	case d == 1:
		return 8
	case year && (month || day) || month && day:
		return 9
	case d == 2:
		return 10
	case year:
		return 11
	}
	return Different
}

// code: 7 one slip (a digit wrong, lost, added, or two swapped); 8 two slips; 9 the
// same digits in another order; 10 three slips; 11 one half equal; 12 one ends with
// the other.
func code(a, b string) int {
	if len(a) < 4 || len(b) < 4 {
		if measure.Distance(a, b) == 1 {
			return 7
		}
		return Different
	}
	if abs(len(a)-len(b)) <= 3 {
		switch measure.Distance(a, b) {
		case 1:
			return 7
		case 2:
			return 8
		case 3:
			if min(len(a), len(b)) >= 7 {
				return 10
			}
		}
	}
	if len(a) == len(b) {
		if n := len(a); n >= 6 && (a[:n/2+1] == b[:n/2+1] || a[n/2:] == b[n/2:]) {
			return 11
		}
		if len(a) >= 6 && anagram(a, b) {
			return 9
		}
	} else if min(len(a), len(b)) >= 6 && (strings.HasSuffix(a, b) || strings.HasSuffix(b, a)) {
		return 12
	}
	return Different
}

// resident: as code, but two numbers that are both valid are those of two people:
// the check character finds every slip of one digit and every swap of neighbours
// (14). What else is alike comes from the place and the day of birth.
func resident(a, b *columns.Value) int {
	if a.Valid && b.Valid {
		return 14
	}
	if l := code(a.Text, b.Text); l <= 9 {
		return l
	}
	return Different
}

func anagram(a, b string) bool {
	var n [256]int8
	for i := range len(a) {
		n[a[i]]++
		n[b[i]]--
	}
	return n == [256]int8{}
}

// email: 7 the same name at another place; 8 up to two slips; 9 names alike.
func email(a, b *columns.Value) int {
	if len(a.Words) < 2 || len(b.Words) < 2 {
		return Different
	}
	switch x, y := a.Words[0], b.Words[0]; {
	case x == y:
		return 7
	case within(a.Text, b.Text, 2):
		return 8
	case within(x, y, 2) && min(len(x), len(y)) >= 6 || measure.Similarity(x, y) >= 0.92:
		return 9
	}
	return Different
}

// house: 7 the same number with another letter or more words; 8 one slip; 9 a
// number in common.
func house(a, b *columns.Value) int {
	switch {
	case a.Codes[1] != 0 && a.Codes[1] == b.Codes[1]:
		return 7
	case measure.Distance(a.Text, b.Text) == 1:
		return 8
	case len(a.Words)+len(b.Words) > 2:
		for _, w := range a.Words {
			if number(w) && slices.Contains(b.Words, w) {
				return 9
			}
		}
	}
	return Different
}

func number(w string) bool { return w != "" && w[0] >= '0' && w[0] <= '9' }

// place: 9 one holds the other's words; 10 one slip; 11 alike.
func place(r *measure.Rarity, a, b *columns.Value) int {
	switch {
	case within(a.Text, b.Text, 1) && len(a.Text) >= 3:
		return 10
	case measure.Similarity(a.Text, b.Text) >= 0.93:
		return 10
	case len(a.Words)+len(b.Words) > 2:
		if _, less := r.Words(a.Words, b.Words); less >= 0.95 {
			return 9
		}
	}
	if measure.Similarity(a.Text, b.Text) >= 0.85 || within(a.Text, b.Text, 2) && len(a.Text) >= 6 {
		return 11
	}
	return Different
}

// text: 9 one holds the other's words; 10 one slip; 11 much in common; 12 half;
// 13 (not for streets) a little.
func text(role columns.Role, r *measure.Rarity, a, b *columns.Value) int {
	if within(a.Text, b.Text, 1) && len(a.Text) >= 4 {
		return 10
	}
	if a.Han && b.Han {
		switch s := measure.Similarity(a.Text, b.Text); {
		case strings.Contains(a.Text, b.Text) || strings.Contains(b.Text, a.Text):
			return 9
		case s >= 0.9:
			return 11
		case s >= 0.75:
			return 12
		}
		return Different
	}
	both, less := r.Words(a.Words, b.Words)
	switch {
	case less >= 0.95:
		return 9
	case both >= 0.93:
		return 10
	case both >= 0.7 || measure.Similarity(a.Text, b.Text) >= 0.93:
		return 11
	case both >= 0.45 || within(a.Text, b.Text, 3) && min(len(a.Text), len(b.Text)) >= 8:
		return 12
	case both >= 0.25 && role == columns.Text:
		return 13
	}
	return Different
}

// amount: 8 one slip; 9 one hundredth apart.
func amount(a, b string) int {
	x, e := strconv.ParseFloat(a, 64)
	y, f := strconv.ParseFloat(b, 64)
	switch {
	case e == nil && f == nil && math.Abs(x-y) <= 0.01*max(math.Abs(x), math.Abs(y)):
		return 9
	case measure.Distance(a, b) == 1:
		return 8
	}
	return Different
}
