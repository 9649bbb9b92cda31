package chinese

import (
	"slices"
	"strings"
	"testing"
)

func TestVariantsSoundLikeTheirStandard(t *testing.T) {
	odd := "綉豊鉋陜葠彊頡" // read otherwise as well
	for a, b := range fold {
		x, y := Plain(Reading(a)), Plain(Reading(b))
		if x != y && x != "" && !strings.ContainsRune(odd, a) {
			t.Errorf("%c %s is folded into %c %s", a, x, b, y)
		}
		if _, again := fold[b]; again {
			t.Errorf("%c is folded into %c, which is folded on", a, b)
		}
	}
}

func TestNamesAreFoldedReadAndSplit(t *testing.T) {
	for _, c := range []struct{ name, folded, pinyin, surname string }{
		{"陳阿妹", "陈阿妹", "chén ā mèi", "陈"}, {"单雪芳", "单雪芳", "shàn xuě fāng", "单"}, {"欧阳娜娜", "欧阳娜娜", "ōu yáng nà nà", "欧阳"}, {"欧阳", "欧阳", "ōu yáng", "欧"},
		{"張麗華", "张丽华", "zhāng lì huá", "张"}, {"Ｌｉ", "Li", "Li", "L"}, {"", "", "", ""},
	} {
		f := Fold(c.name)
		s, _ := Split(f)
		if f != c.folded || Pinyin(f) != c.pinyin || s != c.surname {
			t.Errorf("%s: %q %q %q", c.name, f, Pinyin(f), s)
		}
	}
	if Plain("lǜ zhāng") != "lv zhang" || Blur("zhang") != Blur("zan") || Blur("li") != Blur("ni") {
		t.Error(Plain("lǜ zhāng"), Blur("zhang"), Blur("zan"))
	}
}

func TestResidentNumbersAreStandard(t *testing.T) {
	for in, want := range map[string]string{
		"110105194912310021": "110105194912310021", " 34052419800101001x": "34052419800101001X", "110105491231002": "11010519491231002X",
		"１１０１０５１９４９１２３１００２１": "110105194912310021", "": "", "12ab": "12AB",
	} {
		if got := Resident(in); got != want {
			t.Errorf("%s: %s", in, got)
		}
	}
	// GB 11643-1999, appendix: the example of the standard.
	for s, want := range map[string]bool{"11010519491231002X": true, "440524188001010014": true, "110105194912310021": false, "11010519491331002X": false, "": false} {
		if ResidentValid(s) != want {
			t.Error(s)
		}
	}
}

func TestAnAddressIsOneInAllItsSpellings(t *testing.T) {
	for _, s := range []string{"榕荫路1号3栋2单元501", "榕荫路1号3-2-501", "榕荫路１号三栋二单元501室", "榕蔭路1號3幢2單元501室", "榕荫路一号3号楼2门501户", "榕荫路1号3栋2单元5楼501", "榕荫路1号3#2-501", "榕荫路1号3栋2单元5层501室"} {
		a := ParseAddress(s)
		if a.Road != "榕荫路" || !slices.Equal(a.Numbers, []string{"1", "3", "2", "501"}) {
			t.Errorf("%s: %+v", s, a)
		}
	}
	for s, want := range map[string]Address{
		"广东省广州市天河区石牌街道五山路10号A座1203": {Area: "广东省广州市天河区石牌街道", Road: "五山路", Numbers: []string{"10", "a", "1203"}},
		"阳光小区三期十二栋":                 {Road: "阳光小区三期", Numbers: []string{"12"}},
		"三里屯村五组":                    {Road: "三里屯村", Numbers: []string{"5"}},
		"":                          {},
	} {
		if a := ParseAddress(s); a.Area != want.Area || a.Road != want.Road || !slices.Equal(a.Numbers, want.Numbers) {
			t.Errorf("%s: %+v", s, a)
		}
	}
}

func FuzzParseAddress(f *testing.F) {
	f.Add("榕荫路1号3-2-501")
	f.Add("第十百千万")
	f.Fuzz(func(t *testing.T, s string) {
		a := ParseAddress(s)
		for _, n := range a.Numbers {
			if n == "" {
				t.Errorf("%q: an empty number", s)
			}
		}
		_ = Pinyin(Fold(s))
		_ = Resident(s)
	})
}
