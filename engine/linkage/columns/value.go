package columns

import (
	"hash/fnv"
	"slices"
	"strings"

	"linli/engine/linkage/chinese"
	"linli/engine/linkage/measure"
)

// Codes is how many coarse codes a value has.
const Codes = 4

// Value is one distinct value of a column, cleaned and taken apart.
type Value struct {
	// Text is the cleaned spelling; equal values have equal texts. A date is
	// YYYYMMDD, a Chinese address its road and numbers.
	Text string
	// Sound: of a name its sound; of Chinese names plain pinyin with spaces.
	Sound string
	// Tone: of a Chinese name its pinyin with tones.
	Tone string
	// Words are those of names, addresses and texts; Numbers those of an address.
	Words, Numbers []string
	// Han: the text holds Chinese characters. Valid: a resident ID number whose
	// check character is right, a date that exists.
	Han, Valid bool
	// Codes are coarse: what values that differ by a slip often still share. 0 is
	// none. What each holds depends on the role (see Survives).
	Codes [Codes]uint32
}

// Survives says, by role and code, how often the code is still the same when a
// value was damaged; 0 where the role has no such code or only equal values share it.
var Survives = [roles][Codes]float64{
	Given: {0, 0.5, 0.5, 0.4}, Family: {0, 0.5, 0.5, 0.4}, Full: {0, 0.5, 0.7, 0.5}, Birth: {0, 0.45, 0.45, 0.45},
	Resident: {0, 0.45, 0.45, 0.3}, Number: {0, 0.45, 0.45, 0.3}, Phone: {0, 0.45, 0.45, 0.3}, Email: {0, 0.4, 0.5, 0},
	House: {0, 0.3, 0, 0}, Street: {0, 0.6, 0.5, 0.4}, Address: {0, 0.6, 0.5, 0.6}, Place: {0, 0.5, 0.5, 0}, Postcode: {0, 0.5, 0.4, 0},
	Text: {0, 0.6, 0.5, 0.4},
}

func hash(parts ...string) uint32 {
	h := fnv.New32a()
	any := false
	for _, p := range parts {
		any = any || p != ""
		_, _ = h.Write([]byte(p))
		_, _ = h.Write([]byte{0})
	}
	if !any {
		return 0
	}
	return h.Sum32() | 1
}

func front(s string, n int) string { return s[:min(n, len(s))] }

func runesFront(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

func sorted(s string) string {
	b := []byte(s)
	slices.Sort(b)
	return string(b)
}

// clean makes the value of a role from what was written; "" is none.
func clean(role Role, raw string, monthFirst bool) string {
	raw = strings.TrimSpace(raw)
	if nothing[strings.ToLower(raw)] {
		return ""
	}
	switch role {
	case Given, Family:
		return words(raw, "")
	case Full:
		w := words(raw, "")
		if chinese.Has(w) {
			return strings.ReplaceAll(w, " ", "")
		}
		return w
	case Birth:
		d, _ := date(chinese.Fold(raw), monthFirst)
		if strings.Trim(d, "0") == "" {
			return ""
		}
		return d
	case Sex:
		w := words(raw, "")
		if s, ok := sexes[w]; ok {
			return s
		}
		return w
	case Resident:
		return chinese.Resident(raw)
	case Number, House, Postcode:
		if role == House {
			return words(raw, "")
		}
		return code(raw)
	case Phone:
		return phone(raw)
	case Email:
		return strings.ToLower(strings.ReplaceAll(chinese.Fold(raw), " ", ""))
	case Street, Address:
		w := words(raw, "-#")
		if chinese.Has(w) {
			a := chinese.ParseAddress(raw)
			if len(a.Numbers) == 0 {
				return a.Road
			}
			return strings.TrimSpace(a.Road + " " + strings.Join(a.Numbers, "-"))
		}
		ws := strings.Fields(strings.NewReplacer("-", " ", "#", " ").Replace(w))
		shorten(ws)
		return strings.Join(ws, " ")
	case Amount:
		return strings.TrimSpace(chinese.Fold(raw))
	}
	w := words(raw, "")
	if w == "" {
		return strings.TrimSpace(raw)
	}
	return w
}

// take takes a cleaned text apart.
func take(role Role, text string) Value {
	v := Value{Text: text, Han: chinese.Has(text)}
	v.Codes[0] = hash(text)
	switch role {
	case Given, Family:
		v.name()
	case Full:
		v.full()
	case Birth:
		v.Valid = realDay(text)
		if len(text) == 8 {
			md := text[4:]
			if text[4:6] > text[6:8] {
				md = text[6:8] + text[4:6]
			}
			v.Codes[1], v.Codes[2], v.Codes[3] = hash(text[:6]), hash("d", md), hash(text[:4], text[6:])
		} else {
			v.Codes[1] = hash(front(text, 6))
		}
	case Resident, Number, Phone:
		v.Valid = role == Resident && chinese.ResidentValid(text)
		if n := len(text); n >= 5 {
			half := n / 2
			if role == Resident && n == 18 {
				half = 10
			}
			v.Codes[1], v.Codes[2], v.Codes[3] = hash("f", text[:half]), hash("l", text[half:]), hash("s", sorted(text))
		}
	case Email:
		local, domain, _ := strings.Cut(text, "@")
		v.Words = []string{local, domain}
		v.Codes[1], v.Codes[2] = hash(local), hash("f", front(local, 5))
	case House:
		v.Words = strings.Fields(text)
		for _, w := range v.Words {
			if w[0] >= '0' && w[0] <= '9' {
				v.Codes[1] = hash("n", strings.TrimRight(w, "abcdefghijklmnopqrstuvwxyz"))
				break
			}
		}
	case Postcode:
		v.Codes[1], v.Codes[2] = hash("f", front(text, 3)), hash("s", sorted(text))
	case Place:
		v.Words = strings.Fields(text)
		v.Codes[1], v.Codes[2] = hash("f", runesFront(text, 4)), hash("s", measure.Sound(text))
	case Street, Address, Text:
		v.line(role)
	}
	return v
}

func (v *Value) name() {
	if v.Han {
		v.Tone = chinese.Pinyin(v.Text)
		v.Sound = chinese.Plain(v.Tone)
		v.Codes[1], v.Codes[2] = hash("s", chinese.Blur(v.Sound)), hash("f", runesFront(v.Text, 1))
		return
	}
	v.Words = strings.Fields(v.Text)
	v.Sound = measure.Sound(v.Text)
	letters := strings.ReplaceAll(v.Text, " ", "")
	v.Codes[1], v.Codes[2], v.Codes[3] = hash("s", v.Sound), hash("f", front(letters, 3)), hash("l", letters[max(0, len(letters)-3):])
}

func (v *Value) full() {
	if v.Han {
		v.Tone = chinese.Pinyin(v.Text)
		v.Sound = chinese.Plain(v.Tone)
		surname, given := chinese.Split(v.Text)
		v.Words = []string{surname, given}
		n := len([]rune(surname))
		syllables := strings.Fields(v.Sound)
		n = min(n, len(syllables))
		whole := strings.Join(syllables, "")
		v.Codes[1] = hash("s", sorted(chinese.Blur(whole)))
		v.Codes[2], v.Codes[3] = hash("f", chinese.Blur(strings.Join(syllables[:n], ""))), hash("g", chinese.Blur(strings.Join(syllables[n:], "")))
		return
	}
	v.Words = strings.Fields(v.Text)
	order := slices.Clone(v.Words)
	slices.Sort(order)
	v.Codes[0] = hash(order...)
	v.Sound = strings.Join(v.Words, "")
	v.Codes[1] = hash("s", sorted(chinese.Blur(v.Sound)))
	v.Codes[2], v.Codes[3] = hash("f", measure.Sound(v.Words[0])), hash("f", measure.Sound(v.Words[len(v.Words)-1]))
}

func (v *Value) line(role Role) {
	if v.Han && role != Text {
		road, numbers, _ := strings.Cut(v.Text, " ")
		if numbers == "" && len(road) > 0 && road[0] < 0x80 {
			road, numbers = "", road
		}
		v.Words = []string{road}
		if numbers != "" {
			v.Numbers = strings.Split(numbers, "-")
		}
		v.Codes[1], v.Codes[2], v.Codes[3] = hash("w", road), hash("f", runesFront(road, 2)), hash("n", numbers)
		return
	}
	for _, w := range strings.Fields(v.Text) {
		if role == Address && number(w) {
			v.Numbers = append(v.Numbers, w)
		} else {
			v.Words = append(v.Words, w)
		}
	}
	if len(v.Words) > 0 {
		v.Codes[2] = hash("f", runesFront(v.Words[0], 4))
	}
	if role == Address {
		v.Codes[3] = hash("n", strings.Join(v.Numbers, " "))
	}
}

func realDay(s string) bool {
	if len(s) != 8 {
		return false
	}
	return s[4:6] >= "01" && s[4:6] <= "12" && s[6:8] >= "01" && s[6:8] <= "31"
}
