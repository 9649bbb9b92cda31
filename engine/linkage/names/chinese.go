package names

import (
	"math"
	"math/rand/v2"
	"strings"
	"unicode/utf8"
)

// Surnames are Chinese ones, in the order of the number of bearers. millions are of the first 22,
// rounded (Ministry of Public Security, reports of 2018 to 2020); the others
// follow a curve from 10.9 to 2.4 million at rank 100, then fall to 0.05.
var Surnames = func() (t Table) {
	millions := []float64{101.5, 100.9, 95.4, 72.1, 63.3, 46.2, 33.7, 28.6, 27.8, 26.8, 20.2, 19.4, 19.1, 18.1, 16.5, 15.8, 14.8, 14.2, 14.1, 14.0, 13.3, 12.0}
	common := []rune("王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严欧莫孔向常")
	rare := strings.Fields("汤 赖 康 洪 樊 兰 殷 施 倪 温 芦 牛 葛 俞 章 齐 关 庄 柳 翟 安 庞 纪 颜 翁 申 岳 季 耿 麦 柯 翁 鲁 舒 詹 左 谷 焦 涂 祝 代 甘 骆 尚 项 阮 盛 童 欧阳 柴 符 鲍 艾 霍 聂 辛 苗 路 解 冉 房 单 宁 游 曲 蒙 卓 凌 梅 裴 管 邢 成 毕 简 苑 喻 卞 储 商 鄢 席 车 屈 景 冼 邝 巩 佟 栾 阎 桂 冷 应 闵 连 岑 桑 楚 褚 滕 蔺 娄 寇 匡 戚 党 边 祁 上官 诸葛 司徒 皇甫 令狐 尉迟 夏侯 司马 东方 慕容")
	for i, c := range common {
		w := 10.9 * math.Pow(2.4/10.9, float64(i-22)/float64(len(common)-23))
		if i < len(millions) {
			w = millions[i]
		}
		t.add(string(c), w)
	}
	for i, s := range rare {
		w := 2.3 * math.Pow(0.05/2.3, float64(i)/float64(len(rare)-1))
		switch {
		case s == "欧阳":
			w = 1.11
		case utf8.RuneCountInString(s) == 2:
			w = 0.06
		}
		t.add(s, w)
	}
	return t
}()

// era is what children born up to a year were called: first and last characters
// of given names, the commoner before the rarer, and names given whole.
type era struct {
	until        int
	single       float64 // share of names of one character
	male, female taste
}

type taste struct{ first, last, whole Table }

func newTaste(first, last, whole string) (t taste) {
	for i, c := range []rune(first) {
		t.first.add(string(c), 1/(float64(i)+4))
	}
	for i, c := range []rune(last) {
		t.last.add(string(c), 1/(float64(i)+4))
	}
	for i, w := range strings.Fields(whole) {
		t.whole.add(w, 1/(float64(i)+3))
	}
	return t
}

var eras = []era{
	{1948, 0.05,
		newTaste("德福国文志金水炳锦汉庆振伟兆启玉长春永世子万光仁义孝学树宝天正连洪明士凤景云", "生明才荣贵祥福全根华昌成林财辉山海元清堂顺义德田民臣仁发春庭章声和礼高", "德福 金水 炳坤 锦泉 兆基 庆余 汉荣 长林 玉山 树林 福生"),
		newTaste("秀玉桂凤兰月惠淑美瑞金群春素翠爱巧菊雪银素连云彩凤玲珍香莲贵文芝", "英兰珍芳莲花娣娥琴妹仪芬荣香云梅贞娟霞凤芝华清萍琼珠仙如意", "秀英 桂英 秀兰 玉珍 桂兰 秀珍 凤英 玉兰 玉英 淑珍 惠芳 月娥 桂芳 兰英")},
	{1959, 0.08,
		newTaste("建国志德永文卫金世家炳新玉福和学明光树长春庆振荣正宝保援抗", "国华平民军明生荣庆文林成义海山祥安忠良清和亮福伟", "建国 建华 国华 和平 建平 志明 永强 国庆 建军 建民 解放 援朝 跃进"),
		newTaste("秀玉桂凤兰月惠淑美金春素翠爱巧菊丽建文新群国", "英兰珍芳莲华琴芬荣香云梅琼娟霞凤芝玲萍珠清平", "秀英 桂英 玉兰 秀兰 玉珍 桂兰 凤英 玉梅 淑英 爱华 秀华 桂珍 建华")},
	{1969, 0.15,
		newTaste("建国志永卫伟世家新德文红学军海小光振立春东向晓玉金", "华强明平军民国荣辉良雄安东林生勇兵文忠成峰海涛", "建国 建华 卫东 建军 志强 国强 永明 卫国 红卫 建平 志刚 卫民 建明 新华"),
		newTaste("秀丽玉美惠淑少爱建桂群红卫春小晓金凤月国亚雪文", "芳珍英华玲兰霞萍云琼娟红梅琴芬荣香平丽英敏燕", "秀英 丽华 秀珍 爱华 玉兰 建华 玉梅 红梅 桂芳 秀芳 丽萍 爱萍 桂英")},
	{1979, 0.30,
		newTaste("志伟建国俊永小晓文海卫红春立宏晓东少金世学剑正跃云", "军勇强明辉华斌峰平东雄刚兵涛林波海伟民超杰忠锋", "志勇 建军 志强 建华 伟强 国辉 海涛 永强 小军 建平 海波 志刚 晓东 春雷"),
		newTaste("丽小晓燕秀红海艳春雪玉亚金云爱文慧淑凤雅永美", "红梅霞玲燕萍芳英琴敏丽艳娟华云静莉蓉琼洁兰平香", "丽娟 晓红 小燕 海燕 雪梅 丽萍 丽华 红梅 秀丽 艳红 晓燕 春梅 小红 海霞 丽丽")},
	{1989, 0.37,
		newTaste("伟志晓海俊建文小国浩嘉云永宇鹏少振健家立思", "伟磊鹏涛波超杰峰斌明辉勇强军刚亮飞龙凯浩林东华", "志伟 志强 海波 晓东 建伟 俊杰 文杰 志鹏 海涛 国栋 伟杰 永刚 小龙"),
		newTaste("晓丽婷静海小雪艳燕文慧雅玉春思佳美红莉嘉秀", "静丽娟艳燕敏娜芳婷霞玲莉萍洁红倩慧颖琳丹蕾英梅", "晓燕 丽娟 海燕 婷婷 晓丽 丽丽 雪梅 晓静 丹丹 文静 小丽 佳佳")},
	{1999, 0.32,
		newTaste("志嘉俊浩伟家健晓宇文子思鹏明天泽振梓", "杰明豪辉斌鹏峰文伟聪宇凯鑫涛超浩阳龙磊帆航", "嘉俊 志豪 俊杰 家明 健聪 文杰 浩然 鹏飞 俊豪 嘉豪 明轩 宇航"),
		newTaste("嘉婉晓思慧丽静雅诗敏佳雨欣文梦雪紫嘉婷", "敏婷欣怡仪君玲莹珊雯琪雪倩颖琳慧瑶洁静悦", "嘉欣 晓敏 思敏 婉婷 慧仪 佳怡 雨婷 雅婷 思琪 欣怡 梦婷 文静")},
	{2009, 0.16,
		newTaste("子俊浩梓嘉宇文泽家睿天博俊思志一明晨", "轩豪熙然涛宇航贤锋乐杰泽阳辰博浩涵翔文鑫", "子轩 浩然 俊熙 嘉豪 宇航 浩宇 宇轩 博文 子豪 俊杰 天佑 俊豪 梓轩 文博"),
		newTaste("梓诗思雨欣子嘉雅可静佳梦紫怡若语慧", "晴涵琪瑶妍悦怡彤琳萱欣婷然颖馨妮雯琦", "欣怡 诗琪 雨晴 梓晴 思涵 梓涵 子涵 佳怡 雨涵 欣妍 雨欣 可欣 梦琪 嘉怡 诗涵")},
	{9999, 0.05,
		newTaste("沐子宇奕泽梓浩辰景睿一俊嘉亦铭皓思星瑾", "辰宸轩泽言阳恒霖谦衡宇航豪墨然熙睿琛昊铭", "奕辰 宇轩 浩宇 亦辰 宇辰 子墨 宇航 浩然 梓豪 亦宸 沐辰 子轩 一诺 沐宸 俊熙 泽宇 铭泽"),
		newTaste("若语梓芷诗一清可沐知欣依雨梦思佳婉艺", "汐桐琳诺玥涵宁妍夏晨彤萱怡瑶涵悦伊昕可熙", "一诺 依诺 欣怡 梓涵 语桐 欣妍 可欣 语汐 雨桐 梦瑶 若汐 诗涵 梓萱 佳琪 沐妍")},
}

// tasteOf is what parents liked in a year, and how often one character was enough.
func tasteOf(male bool, year int) (*taste, float64) {
	i := 0
	for eras[i].until < year {
		i++
	}
	if male {
		return &eras[i].male, eras[i].single
	}
	return &eras[i].female, eras[i].single
}

// Given draws a given name for a sex and year of birth; with shared, which may be
// empty, as first character.
func Given(r *rand.Rand, male bool, year int, shared string) string {
	t, single := tasteOf(male, year)
	if shared == "" {
		switch x := r.Float64(); {
		case x < single:
			return t.last.Draw(r)
		case x < single+0.2:
			return t.whole.Draw(r)
		}
		shared = t.first.Draw(r)
	}
	for range 9 {
		if last := t.last.Draw(r); last != shared {
			return shared + last
		}
	}
	return shared + "华"
}

// Namesakes are the names that most people bear, the commonest first, with the
// years of birth they are likely of (Ministry of Public Security, 2019).
var Namesakes = strings.Fields("张伟 王伟 李娜 王芳 李伟 王静 李静 张敏 李强 张静 王丽 李敏 王秀英 李秀英 张丽 王艳 李军 王勇 张勇 李杰 张杰 王磊 刘伟 王强 陈静 刘洋 李明 王平")

// First draws the first character of a given name.
func First(r *rand.Rand, male bool, year int) string {
	t, _ := tasteOf(male, year)
	return t.first.Draw(r)
}
