package naming

import (
	"math/rand/v2"
	"strings"
)

// Surnames with weights per thousand, rounded by hand after the order that the
// household registration statistics print: southern for locals, of the whole
// country for those who came from elsewhere. The people are made up.
var (
	Southern = surnames("陈 105 李 82 黄 80 张 48 梁 47 林 46 刘 40 吴 38 罗 33 杨 28 王 25 何 31 郑 20 谢 22 周 21 叶 19 曾 18 钟 16 邓 22 朱 14 冯 15 卢 14 蔡 15 麦 9 欧阳 2 关 8 区 7 邝 4 胡 10 郭 14 潘 12 苏 11 余 9 谭 11 彭 9 曹 5 江 7 赖 8 温 7 简 3 霍 3 袁 6 莫 7 植 1 司徒 1")
	National = surnames("王 72 李 71 张 66 刘 52 陈 45 杨 31 黄 22 赵 21 吴 20 周 20 徐 17 孙 15 马 14 朱 13 胡 13 郭 12 何 12 高 11 林 11 罗 10 郑 9 梁 9 谢 8 宋 8 唐 8 许 7 韩 7 邓 7 冯 7 曹 6 彭 6 曾 6 肖 6 田 6 董 6 潘 5 袁 5 蔡 5 蒋 5 余 5 于 5 杜 5 叶 5 程 5 魏 4 苏 4 吕 4 丁 4 任 4 卢 4 姚 4 钟 4 姜 3 谭 3 石 3")
)

// Surnames is a list with weights.
type Surnames struct {
	names   []string
	weights []float64
}

func surnames(s string) (t Surnames) {
	f := strings.Fields(s)
	for i := 0; i < len(f); i += 2 {
		w := 0.0
		for _, d := range f[i+1] {
			w = w*10 + float64(d-'0')
		}
		t.names, t.weights = append(t.names, f[i]), append(t.weights, w)
	}
	return t
}

// Draw draws a surname.
func (t Surnames) Draw(r *rand.Rand) string { return t.names[weighted(r, t.weights)] }

// era is what children born up to a year were called: first and last character
// of a given name, names given whole, and how often one character was enough.
type era struct {
	until  int
	male   [3]string // first characters, last characters, whole names
	female [3]string
	single float64
}

var eras = []era{
	{1949, [3]string{"德福国文志金水炳锦汉庆振伟兆启", "生明才荣贵祥福全根华昌成林财辉", "炳坤 锦泉 兆基 庆余 汉荣"},
		[3]string{"秀玉桂凤兰月惠淑美瑞金群", "英兰珍芳莲花娣娥琴妹仪芬", "秀英 玉珍 桂兰 惠芳 月娥"}, 0.06},
	{1966, [3]string{"国建志永卫伟世家炳新德文", "华强明平军民国荣辉良雄安", "建国 志强 卫东 国强 永明"},
		[3]string{"秀丽玉美惠淑少爱建桂群", "芳珍英华玲兰霞萍云琼娟", "丽华 秀珍 爱华 玉兰 少芳"}, 0.12},
	{1979, [3]string{"志伟建国俊永小晓文海", "强军勇明辉华斌峰平东雄", "志勇 建军 伟强 国辉 海涛"},
		[3]string{"丽小晓燕秀红海艳春雪", "红梅霞玲燕萍芳英琴敏", "丽娟 晓红 小燕 海燕 雪梅"}, 0.30},
	{1994, [3]string{"志嘉俊浩伟家健晓宇文", "杰明豪辉斌鹏峰文伟聪", "嘉俊 志豪 俊杰 家明 健聪"},
		[3]string{"嘉婉晓思慧丽静雅诗敏", "敏婷欣怡仪君玲莹珊雯", "嘉欣 晓敏 思敏 婉婷 慧仪"}, 0.34},
	{2009, [3]string{"子俊浩梓嘉宇文泽家睿", "轩豪熙然涛宇航贤锋乐", "子轩 浩然 俊熙 嘉豪 宇航"},
		[3]string{"梓诗思雨欣子嘉雅可静", "晴涵琪瑶妍悦怡彤琳萱", "诗琪 雨晴 梓晴 思涵 欣怡"}, 0.14},
	{2200, [3]string{"沐子宇奕泽梓浩辰景睿", "辰宸轩泽言阳恒霖谦衡", "沐辰 奕辰 宇轩 泽霖 景行"},
		[3]string{"若语梓芷诗一清可沐知", "汐桐琳诺玥涵宁妍夏晨", "若汐 语桐 芷宁 一诺 清妍"}, 0.05},
}

// Given draws a given name for a sex and year of birth.
func Given(r *rand.Rand, male bool, year int) string {
	e := eras[len(eras)-1]
	for _, try := range eras {
		if year <= try.until {
			e = try
			break
		}
	}
	set := e.female
	if male {
		set = e.male
	}
	last := pick(r, []rune(set[1]))
	switch x := r.Float64(); {
	case x < e.single:
		return string(last)
	case x < e.single+0.18:
		return pick(r, strings.Fields(set[2]))
	}
	first := pick(r, []rune(set[0]))
	if first == last {
		last = pick(r, []rune(set[1]))
	}
	return string(first) + string(last)
}

// homophones are characters a clerk writes for one another.
var homophones = func() map[rune][]rune {
	out := map[rune][]rune{}
	for _, g := range strings.Fields("辉晖挥 华骅桦 明铭茗 芳方坊 珍贞真 英瑛莺 伟炜玮 杰洁捷 俊骏峻 婷亭庭 欣新昕 怡仪宜 嘉佳家 敏闵珉 丽莉利 燕艳雁 红虹鸿 梅玫眉 强蔷 军君钧 志至智 建健剑 国帼 文雯纹 浩皓昊 轩萱宣 涵函晗 晴情清 诗师 思斯丝 梓子紫 宇雨语 泽则 玲琳铃 霞侠 萍平屏 兰岚蓝 娟涓 秀绣 玉钰育 慧惠会 锋峰丰 生声升 荣容蓉 祥翔详 陈谌 黄皇 谢榭 周邹") {
		all := []rune(g)
		for i, c := range all {
			for j, d := range all {
				if i != j {
					out[c] = append(out[c], d)
				}
			}
		}
	}
	return out
}()

// Mishear changes one character of a given name to one that sounds alike; ok
// is false where the name has none.
func Mishear(r *rand.Rand, name string) (string, bool) {
	all := []rune(name)
	for _, i := range r.Perm(len(all)) {
		if i > 0 && len(homophones[all[i]]) > 0 {
			all[i] = pick(r, homophones[all[i]])
			return string(all), true
		}
	}
	return name, false
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

func weighted(r *rand.Rand, weights []float64) int {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	x := r.Float64() * sum
	for i, w := range weights {
		if x -= w; x < 0 {
			return i
		}
	}
	return len(weights) - 1
}
