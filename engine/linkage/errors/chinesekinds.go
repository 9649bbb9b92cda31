package errors

import "maps"

// Kinds of error in Chinese records.
const (
	NameHomophone   Kind = "name.homophone"   // 张伟 → 张玮: typed by pinyin
	NameLookalike   Kind = "name.lookalike"   // 末 → 未: read from handwriting
	NameTraditional Kind = "name.traditional" // 陈国华 → 陳國華
	NameVariant     Kind = "name.variant"     // 峰 → 峯: one character
	NameDropped     Kind = "name.dropped"     // 陈志强 → 陈强
	NameAdded       Kind = "name.added"       // 陈强 → 陈小强: a character too much
	NameTurned      Kind = "name.turned"      // 陈志强 → 陈强志
	NameNickname    Kind = "name.nickname"    // 小王, 老李, 阿强, 王阿姨
	NamePinyin      Kind = "name.pinyin"      // Chen Zhiqiang, in one of four spellings
	NameSpaced      Kind = "name.spaced"      // 陈 志强, or with an ideographic space
	NumberOld       Kind = "number.old"       // 15 digits, only for people born before 2000
	NumberSlip      Kind = "number.slip"      // one digit is another
	NumberSwap      Kind = "number.swap"      // two neighbours change places
	NumberShort     Kind = "number.short"     // a digit is missing
	NumberFamily    Kind = "number.family"    // that of another of the household
	NumberSmallX    Kind = "number.small_x"   // x for X
	NumberMissing   Kind = "number.missing"
	BirthLunar      Kind = "birth.lunar"  // the day of the lunar calendar, written as if it were of the solar one
	BirthDay        Kind = "birth.day"    // another day of the month
	BirthMonth      Kind = "birth.month"  // another month
	BirthYear       Kind = "birth.year"   // a year or ten off
	BirthTurned     Kind = "birth.turned" // day and month change places
	BirthFormat     Kind = "birth.format" // 1958年3月4日, 1958/3/4, 19580304, 1958.03.04
	BirthMissing    Kind = "birth.missing"
	SexWrong        Kind = "sex.wrong"
	PhoneSlip       Kind = "phone.slip"
	PhoneSwap       Kind = "phone.swap"
	PhoneOther      Kind = "phone.other"    // an old or a new one of the same person
	PhoneRelative   Kind = "phone.relative" // the daughter's, or another's in the household
	PhoneFormat     Kind = "phone.format"   // 160-1234-5678, +86 160…
	PhoneMissing    Kind = "phone.missing"
	AddressSpelling Kind = "address.spelling" // 3-2-501, 三栋二单元501室, 3号楼2单元501
	AddressSlip     Kind = "address.slip"     // another building or flat
	AddressCoarse   Kind = "address.coarse"   // the flat is not given
	AddressMoved    Kind = "address.moved"    // another home, half of them in another community
	AddressMissing  Kind = "address.missing"
)

// chineseKinds in the order in which they strike: what changes a value before
// what changes its form, and last what takes it away.
var chineseKinds = []struct {
	kind   Kind
	field  int
	usual  float64 // our assumption: see the package's comment
	rough  float64
	strike func(*mangler) bool
}{
	{NameHomophone, cName, 0.08, 0.20, (*mangler).homophone},
	{NameLookalike, cName, 0.02, 0.06, (*mangler).lookalike},
	{NameTurned, cName, 0.003, 0.01, (*mangler).turned},
	{NameDropped, cName, 0.01, 0.03, (*mangler).dropped},
	{NameAdded, cName, 0.003, 0.01, (*mangler).added},
	{NameNickname, cName, 0.01, 0.04, (*mangler).nickname},
	{NameTraditional, cName, 0.02, 0.04, (*mangler).traditional},
	{NameVariant, cName, 0.01, 0.02, (*mangler).variant},
	{NamePinyin, cName, 0.01, 0.04, (*mangler).pinyin},
	{NameSpaced, cName, 0.03, 0.06, (*mangler).spaced},
	{NumberFamily, cNumber, 0.005, 0.02, (*mangler).numberFamily},
	{NumberOld, cNumber, 0.02, 0.05, (*mangler).numberOld},
	{NumberSlip, cNumber, 0.03, 0.08, (*mangler).numberSlip},
	{NumberSwap, cNumber, 0.015, 0.04, (*mangler).numberSwap},
	{NumberShort, cNumber, 0.01, 0.03, (*mangler).numberShort},
	{NumberSmallX, cNumber, 0.20, 0.30, (*mangler).numberSmallX},
	{NumberMissing, cNumber, 0.25, 0.45, (*mangler).numberMissing},
	{BirthLunar, cBirth, 0.05, 0.12, (*mangler).birthLunar},
	{BirthDay, cBirth, 0.03, 0.08, (*mangler).birthDay},
	{BirthMonth, cBirth, 0.02, 0.05, (*mangler).birthMonth},
	{BirthYear, cBirth, 0.02, 0.05, (*mangler).birthYear},
	{BirthTurned, cBirth, 0.005, 0.02, (*mangler).birthTurned},
	{BirthFormat, cBirth, 0.25, 0.40, (*mangler).birthFormat},
	{BirthMissing, cBirth, 0.08, 0.20, (*mangler).birthMissing},
	{SexWrong, cSex, 0.005, 0.01, (*mangler).sexWrong},
	{PhoneOther, cPhone, 0.12, 0.20, (*mangler).phoneOther},
	{PhoneRelative, cPhone, 0.08, 0.15, (*mangler).phoneRelative},
	{PhoneSlip, cPhone, 0.02, 0.06, (*mangler).phoneSlip},
	{PhoneSwap, cPhone, 0.01, 0.03, (*mangler).phoneSwap},
	{PhoneFormat, cPhone, 0.10, 0.20, (*mangler).phoneFormat},
	{PhoneMissing, cPhone, 0.10, 0.20, (*mangler).phoneMissing},
	{AddressMoved, cAddress, 0.10, 0.18, (*mangler).addressMoved},
	{AddressSlip, cAddress, 0.02, 0.05, (*mangler).addressSlip},
	{AddressCoarse, cAddress, 0.03, 0.08, (*mangler).addressCoarse},
	{AddressSpelling, cAddress, 0.40, 0.60, (*mangler).addressSpelling},
	{AddressMissing, cAddress, 0.05, 0.10, (*mangler).addressMissing},
}

var usualRates, roughRates = func() (usual, rough map[Kind]float64) {
	usual, rough = map[Kind]float64{}, map[Kind]float64{}
	for _, k := range chineseKinds {
		usual[k.kind], rough[k.kind] = k.usual, k.rough
	}
	return usual, rough
}()

// UsualRates are of an office whose clerks see most identity cards: how often each
// kind is tried on a copy. Our assumption. The caller may change the map.
func UsualRates() map[Kind]float64 { return maps.Clone(usualRates) }

// RoughRates are of a count at the door, taken by ear: about two and a half times
// as many errors. Our assumption. The caller may change the map.
func RoughRates() map[Kind]float64 { return maps.Clone(roughRates) }

func isChinese(k Kind) bool {
	_, ok := usualRates[k]
	return ok
}
