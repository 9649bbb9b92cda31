package names

import "strings"

// Names of communities, without 社区, and of compounds.
var (
	Communities = twoByTwo("和平 建设 文明 新风 沿江 榕树 书院 工业 解放 环城 东风 幸福 学前 桥头 光明 团结 胜利 永安 长寿 仁德 万福 金桥 银河 翠湖", "东 西 南 北 中 一 二 三")
	Compounds   = twoByTwo("丽江 金碧 翠湖 碧桂 雅居 华景 锦绣 嘉和 富力 盛世 骏景 汇景 帝景 珠江 逸景 和兴 乐居 怡景 芳村 绿茵 蓝天 天悦 阳光 东方 城市 世纪 凤凰 百合 星河 湖滨", "花园 苑 新村 大院 雅居 名庭 轩 豪庭 小区 公寓 家园 里")
)

// twoByTwo joins each of the firsts with each of the seconds.
func twoByTwo(firsts, seconds string) (out []string) {
	for _, a := range strings.Fields(firsts) {
		for _, b := range strings.Fields(seconds) {
			out = append(out, a+b)
		}
	}
	return out
}

// Numeral writes 1 to 99 in characters.
func Numeral(n int) string {
	digits := []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	switch {
	case n < 10:
		return digits[n]
	case n < 20:
		return "十" + digits[n%10]
	}
	return digits[n/10%10] + "十" + digits[n%10]
}
