package chinese

import (
	"strings"
	"unicode"

	"github.com/mozillazg/go-pinyin"
)

// Has reports whether a text holds a Chinese character.
func Has(s string) bool {
	for _, r := range s {
		if unicode.Is(unicode.Han, r) {
			return true
		}
	}
	return false
}

// marks are the letters that carry a tone, with the plain letter.
var marks = func() map[rune]rune {
	m := map[rune]rune{'ü': 'v'}
	for plain, with := range map[rune]string{'a': "āáǎà", 'e': "ēéěè", 'i': "īíǐì", 'o': "ōóǒò", 'u': "ūúǔù", 'v': "ǖǘǚǜ", 'n': "ńňǹ", 'm': "ḿ"} {
		for _, r := range with {
			m[r] = plain
		}
	}
	return m
}()

// Plain takes the tones off pinyin; ü becomes v.
func Plain(tone string) string {
	return strings.Map(func(r rune) rune {
		if p, ok := marks[r]; ok {
			return p
		}
		return r
	}, tone)
}

// Reading is the usual pinyin of a character with its tone ("chén"), "" where
// none is known.
func Reading(r rune) string {
	all := pinyin.PinyinDict[int(r)]
	first, _, _ := strings.Cut(all, ",")
	return first
}

// surnameReadings are surnames that are not read as the character mostly is.
var surnameReadings = map[rune]string{
	'单': "shàn", '曾': "zēng", '解': "xiè", '仇': "qiú", '区': "ōu", '查': "zhā", '任': "rén", '朴': "piáo", '盖': "gě", '乐': "yuè",
	'种': "chóng", '秘': "bì", '繁': "pó", '翟': "zhái", '员': "yùn", '尹': "yǐn", '冼': "xiǎn", '折': "shé", '逄': "páng", '哈': "hǎ",
	'华': "huà", '纪': "jǐ", '过': "guō", '召': "shào", '宁': "nìng", '缪': "miào", '黑': "hè", '洗': "xiǎn", '葛': "gě", '覃': "qín",
	'晟': "chéng", '谌': "chén", '阚': "kàn", '隗': "wěi", '令': "lìng", '祭': "zhài", '牟': "mù", '眭': "suī", '臧': "zāng", '瞿': "qú",
}

// Pinyin reads a name, the first character as a surname: the syllables with
// tones, one after the other ("chén ā mèi"). What is no Chinese character stays.
func Pinyin(name string) string {
	var b strings.Builder
	space := false
	for i, r := range name {
		read := ""
		if i == 0 {
			read = surnameReadings[r]
		}
		if read == "" && unicode.Is(unicode.Han, r) {
			read = Reading(r)
		}
		switch {
		case read != "":
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(read)
			space = true
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if space {
				b.WriteByte(' ')
			}
			b.WriteRune(r)
			space = false
		case b.Len() > 0:
			space = true
		}
	}
	return b.String()
}

// blurred are sounds that dialects do not tell apart.
var blurred = strings.NewReplacer("zh", "z", "ch", "c", "sh", "s", "ang", "an", "eng", "en", "ing", "in", "ong", "on", "l", "n", "hu", "f", "v", "u", "r", "n")

// Blur folds plain pinyin so that syllables which southern and northern speakers
// take for each other fall together: zh and z, n and l, in and ing, h and f.
func Blur(plain string) string { return blurred.Replace(strings.ReplaceAll(plain, " ", "")) }

// doubled are the surnames of two characters.
const doubled = "欧阳 上官 司马 诸葛 东方 皇甫 尉迟 公孙 慕容 司徒 令狐 夏侯 端木 南宫 长孙 宇文 轩辕 独孤 呼延 申屠 淳于 太史 澹台 公冶 宗政 濮阳 仲孙 钟离 赫连 闻人 第五 百里 西门 东郭 羊舌 拓跋 完颜 纳兰 司空 左丘 "

// Split parts a name into surname and given name: two characters where they are a
// known double surname and more follow, else one.
func Split(name string) (surname, given string) {
	rs := []rune(name)
	n := 1
	if len(rs) >= 3 && strings.Contains(doubled, string(rs[:2])+" ") {
		n = 2
	}
	if len(rs) < n {
		return name, ""
	}
	return string(rs[:n]), string(rs[n:])
}

const (
	before = "小老阿大"
	titles = "阿姨 叔叔 大爷 大妈 大叔 大婶 奶奶 爷爷 师傅 先生 女士 老师 婆婆 公公 伯伯 大姐 大哥 嫂 伯 叔 婶 姨 姐 哥 婆 伯母 "
)

// Familiar is the one character of a name that people call somebody by: 张 of 小张
// and 张阿姨, 丽 of 阿丽; "" for a name in full.
func Familiar(name string) string {
	rs := []rune(name)
	switch {
	case len(rs) == 2 && strings.ContainsRune(before, rs[0]):
		return string(rs[1])
	case len(rs) >= 2 && strings.Contains(titles, string(rs[1:])+" "):
		return string(rs[0])
	}
	return ""
}
