package measure

// classes of a to z: letters that are taken for each other have one.
const classes = "apkdafkhajklmnapkrsdaffkas"

// Sound is a code that English and most European names of like sound share:
// the first letter's class and the classes of the other consonants, with no class
// twice in a row and vowels dropped, at most six. It is a longer Soundex (Russell
// 1918) in which the first letter is coded as well, so that a slip there does not
// part what sounds alike. It is "" for a text with no letter of a to z.
func Sound(s string) string {
	var out [6]byte
	n := 0
	last := byte(0)
	for i := 0; i < len(s) && n < len(out); i++ {
		c := s[i] | 0x20
		if c < 'a' || c > 'z' {
			continue
		}
		if c == 'p' && i+1 < len(s) && s[i+1]|0x20 == 'h' {
			c = 'f'
		}
		k := classes[c-'a']
		if k == 'h' || k == 'a' {
			if n == 0 {
				out[0], n = 'a', 1
			}
			if k == 'a' {
				last = 0
			}
			continue
		}
		if k != last {
			out[n] = k
			n++
		}
		last = k
	}
	return string(out[:n])
}
