package names

import "strings"

// sounds are characters of names by their reading without tone, which is what is
// typed on a pinyin keyboard: those of a row stand in one list to choose from.
// Surnames have the reading of surnames.
const sounds = `
ai艾爱 an安桉 ang昂 ao敖澳奥 bai白百 bang邦帮 bao鲍宝保葆 bei蓓贝倍 ben犇 bi毕璧碧必 bian卞边 biao飚标彪 bin斌彬宾滨 bing炳兵冰 bo波博勃柏伯帛 bu卜 cai蔡才财彩采菜
can灿璨 cang藏 cao曹 cen岑 chai柴 chang常长昌畅 chao朝超潮 che车 chen陈臣晨辰宸琛尘 cheng程成诚承城丞澄 chi迟驰池 chong重 chu储楚褚初 chuang闯 chun春椿纯淳醇
cong聪从淙 cui崔翠 cun存 dai戴代带黛岱 dan丹 dang党 dao道 de德得 deng邓 di娣弟迪笛 ding丁定顶鼎 dong董东栋冬 du杜 duan段端 duo朵铎 e娥鹅 fa发 fan范樊帆凡
fang方房芳放坊舫 fei飞菲霏妃斐 fen芬汾奋 feng冯凤峰锋丰枫风烽逢 fu付符甫福富傅夫芙 gai改 gan甘 gang刚钢 gao高 ge葛革 gen根 geng耿庚耕 gong龚巩龔功宫工公
gou苟 gu顾谷古固 guan关管官观冠 guang光广 gui桂贵 guo郭国帼果 hai海 han韩汉涵函晗菡寒翰瀚 hang航杭 hao郝浩豪皓昊好昦灏 he何贺和荷河禾赫鹤合 heng恒衡横
hong洪红宏虹鸿泓弘 hou侯候后厚 hu胡狐虎湖 hua华花骅桦化画 huai淮怀 huan焕涣环欢寰 huang黄皇煌璜凰 hui辉惠慧晖挥会蕙卉汇徽 huo霍 ji纪季基继冀霁济计 jia贾家嘉佳加甲
jian简建剑健见鉴 jiang蒋姜江讲 jiao焦娇姣皎蛟 jie杰洁捷婕 jin金锦进瑾谨近晋津 jing景静婧靖敬晶菁京璟净竞经镜 ju菊驹 juan娟涓鹃 jun隽军俊君骏峻钧均珺 kai凯恺楷铠
kang康抗 ke柯可克珂科轲 kong孔 kou寇 kuan宽 kuang邝匡 kui葵奎魁 kun坤鲲昆琨堃 kuo阔 lai赖来 lan兰岚蓝澜 le乐 lei雷磊蕾 leng冷 li李黎礼丽立莉利力俐励理栎
lian连莲恋涟联 liang梁良亮 liao廖料 lin林蔺琳霖麟 ling凌令玲铃灵陵伶岭苓菱羚翎龄 liu刘柳流留六 long龙隆 lou娄楼 lu卢陆芦鲁路露璐禄鹿录 luan栾 luo罗骆洛珞络
lv吕律侣 ma马麻 mai麦 man满曼蔓 mao毛矛茂冒 mei梅美妹玫眉媚 meng孟蒙梦萌 mi米 mian绵棉 miao苗妙淼 min闵民敏珉旻 ming明铭茗鸣名 mo莫墨默陌茉 mou牟
mu慕沐牧穆木 na娜 ni倪妮尼霓旎 nie聂 ning宁柠凝 niu牛 nong农 nuo诺 ou欧鸥 pan潘盼攀 pang庞 pei裴珮佩培沛 peng彭鹏朋蓬 piao朴 ping萍平屏 pu普浦谱蒲 qi齐戚祁启琪琦奇祺其棋旗麒淇骐
qian钱倩谦茜千乾潜 qiang强蔷 qiao巧桥乔俏侨 qin秦覃琴勤芹沁钦 qing庆清晴情青卿 qiong琼 qiu邱秋丘裘 qu曲屈 quan全泉权荃 qun群 ran冉然染 ren任仁壬 rong容荣蓉融
ru如汝茹儒 ruan阮 rui瑞睿蕊锐 run润闰 ruo若偌 sang桑 sha莎沙 shan单山珊善 shang尚商上 shao邵少绍 she社 shen沈申深绅伸 sheng盛生声升胜圣晟 shi石史施世士诗师时仕
shu舒树淑书澍 shuai帅 shuang双爽 shui水 shun顺舜 shuo烁硕朔 si司思斯丝 song宋松嵩送 su苏素 sun孙 tan谭潭檀坛 tang唐汤堂棠 tao陶涛桃韬 teng滕腾 tian田天添甜
ting庭婷亭廷挺霆 tong童佟彤桐同瞳 tu涂徒 tuo拓 wan万婉琬宛菀湾莞 wang王汪旺望 wei魏韦尉伟卫炜玮维威薇惟巍唯 wen温文雯纹闻汶 weng翁 wu吴武吾五伍舞午悟 xi席熙汐希曦西溪夕晞羲喜锡
xia夏霞侠遐 xian冼仙贤显娴先 xiang向项祥香翔详湘相象 xiao肖孝小晓筱潇霄笑萧骁箫 xie谢解 xin辛新鑫欣馨昕心歆信 xing邢星兴幸行 xiong熊雄 xiu秀绣修 xu徐许旭栩胥绪
xuan轩萱宣璇瑄玄炫绚煊 xue薛学雪 xun逊 ya亚雅娅 yan闫严颜鄢阎燕艳妍言雁彦研岩延炎焰焱谚 yang杨阳洋扬羊样旸漾 yao姚瑶尧遥耀曜 ye叶晔烨业邺野 yi义仪意怡一奕亦依艺伊宜逸益毅屹易漪壹以轶熠谊
yin尹殷银茵音因荫吟胤引 ying应英颖莹瑛莺映盈影滢缨 yong永勇咏泳涌雍 you游佑友有悠优右由 yu余于俞喻玉宇雨语钰育煜昱毓羽裕予瑜渝郁愉禹鱼虞 yuan袁苑元援远媛源圆缘渊园原沅
yue岳月跃悦玥越粤 yun云芸韵蕴昀允运耘筠 zan赞 ze泽则 zeng曾增 zhai翟 zhan詹展占战 zhang张章璋彰樟漳 zhao赵兆照昭招肇钊 zhe哲喆 zhen振珍贞真桢祯臻镇震 zheng郑正政征铮峥
zhi志芝芷知至智治之直植致支 zhong钟忠仲中众 zhou周州洲舟 zhu朱祝诸珠竺竹 zhuan转 zhuang庄 zhuo卓茁 zi子梓紫姿 zou邹走 zu祖 zuo左
`

// lookalikes are characters that are taken for each other when handwriting is read
// or scanned.
const lookalikes = `
玉王主 末未朱 士土 己已 日曰 大太天 晴睛清情 梅海 琳林 婷停亭 娟涓 明朋 辉晖 瑞端 俊峻 薇微 芬芳 萍苹平
玲铃 健建键 杨扬汤 陈阵东 徐涂 刘文 孙孔 吕昌 侯候 萧肃 郑邓 宋宗 于千干 田由甲申 石右 汪江 钱线 余佘
冯马 傅博 凤风 荣蓉 莹萤莺 勇涌 军车 兰三 华毕 丽两 强张 志忘 国图 伟玮 春香 桂佳 凯铠 鹏朋 晓哓 涛诗
波坡 超起 磊蕾 雷雪 静净 彬杉 斌武 宇字 浩洁 轩杆 梓锌 涵函 欣炊 怡抬 诺若 辰晨 宸晨 奕弈 泽择 睿容
泉全 金全 仁任 亮高 庆床 祥样 福富 德得 林材 水永 秀季 英莱 珍玲 莲连 娥俄 琴琵 香杳 妹味 霞震 敏繁
艳绝 蓉容 琼京 倩请 颖颍 丹舟 雯雲 紫素 雨两 妍研 彤形 馨磬 菊掬 巧功 淑椒 惠慧 月用 美姜 瑶遥 沐沭
昊吴 旭旮 昕听 皓浩 铭铬 晟晨 澄橙 李季 赵赴 周同 何河 罗夕 梁粱 谢射 唐糖 曹槽 董懂 蔡察 蒋浆 杜社
程呈 魏巍 苏办 丁了 卢户 姚桃 崔催 谭潭 陆陪 范苑 石后 贾贯 夏复 方万 邹皱 白自 孟盂 秦泰 尹伊 段叚
龙尤 史吏 贺货 毛手 顾颀 邵绍 武式 戴载 莫英 孔礼 常尝
`

// traditional has for simplified characters the traditional ones, as papers from
// Hong Kong and Taiwan write them.
const traditional = `
宝寶 贝貝 边邊 飚飆 标標 宾賓 滨濱 财財 灿燦 长長 畅暢 车車 陈陳 诚誠 尘塵 驰馳 储儲 闯闖 纯純 聪聰
从從 带帶 党黨 邓鄧 东東 栋棟 铎鐸 鹅鵝 发發 凤鳳 冯馮 锋鋒 丰豐 枫楓 刚剛 钢鋼 巩鞏 龚龔 顾顧 关關
观觀 广廣 贵貴 国國 帼幗 汉漢 鸿鴻 红紅 华華 骅驊 桦樺 画畫 怀懷 焕煥 环環 欢歡 辉輝 晖暉 挥揮 会會
汇匯 纪紀 济濟 计計 霁霽 继繼 贾賈 简簡 见見 鉴鑒 剑劍 蒋蔣 姜薑 讲講 娇嬌 洁潔 杰傑 锦錦 谨謹 进進
晋晉 静靜 经經 镜鏡 军軍 骏駿 钧鈞 凯凱 恺愷 铠鎧 轲軻 宽寬 邝鄺 阔闊 来來 赖賴 兰蘭 岚嵐 蓝藍 澜瀾
乐樂 丽麗 励勵 礼禮 连連 莲蓮 恋戀 涟漣 联聯 灵靈 铃鈴 龄齡 岭嶺 刘劉 龙龍 楼樓 娄婁 卢盧 芦蘆 鲁魯
陆陸 录錄 栾欒 罗羅 骆駱 络絡 吕呂 马馬 麦麥 满滿 绵綿 梦夢 闵閔 铭銘 鸣鳴 宁寧 农農 诺諾 欧歐 鸥鷗
庞龐 鹏鵬 齐齊 启啟 骐騏 钱錢 谦謙 强強 蔷薔 乔喬 侨僑 钦欽 庆慶 琼瓊 权權 荣榮 锐銳 润潤 闰閏 绍紹
绅紳 声聲 胜勝 圣聖 师師 诗詩 时時 书書 树樹 帅帥 双雙 顺順 硕碩 烁爍 丝絲 苏蘇 孙孫 谭譚 坛壇 汤湯
涛濤 韬韜 腾騰 万萬 韦韋 伟偉 炜煒 玮瑋 维維 卫衛 闻聞 纹紋 温溫 吴吳 锡錫 侠俠 贤賢 显顯 娴嫻 项項
详詳 萧蕭 晓曉 潇瀟 骁驍 谢謝 兴興 许許 绪緒 逊遜 亚亞 娅婭 严嚴 阎閻 颜顏 艳艷 烨燁 叶葉 业業 邺鄴
阳陽 杨楊 扬揚 旸暘 样樣 尧堯 遥遙 谊誼 义義 仪儀 艺藝 荫蔭 银銀 应應 颖穎 莹瑩 莺鶯 滢瀅 缨纓 咏詠
涌湧 优優 鱼魚 语語 钰鈺 园園 远遠 圆圓 缘緣 岳嶽 跃躍 云雲 韵韻 蕴蘊 运運 赞讚 泽澤 则則 张張 战戰
赵趙 钊釗 贞貞 桢楨 祯禎 镇鎮 郑鄭 铮錚 峥崢 钟鍾 众眾 诸諸 庄莊 邹鄒 学學 谱譜 单單 湾灣 转轉 飞飛
绣繡 绚絢 爱愛 奋奮 谚諺 鲍鮑 鲲鯤 鹃鵑 毕畢 顶頂 涂塗 涣渙 沈瀋 贺賀
`

// variants are other forms of the same character, which old papers and rare
// character inputs bring.
const variants = `
峰峯 群羣 坤堃 哲喆 启啓 佩珮 升昇 岳嶽 栋棟 辉煇 耀燿 恒恆 晋晉 吕呂 杰傑 梁樑 仙僊 韵韻 强彊 绣綉
杨楊 淑俶 宁甯 娴嫺 涌湧 咏詠 志誌 游遊 秋秌 和龢 升陞 修脩 同仝 沈沉 迪廸 豪毫 兰蘭 丰豐 帆颿 云雲
富冨 丽麗 朵朶 国囯 温溫 真眞 青靑 清淸 静靜 高髙 吴吳 黄黃 璇璿 昆崑 志恉 昊昦 晴暒 瑶瑤
`

// characters are what is known of them.
type characters struct {
	reading map[rune]string
	sound   map[rune][]rune
	alike   map[rune][]rune
	old     map[rune]rune
	variant map[rune][]rune
}

var known = func() (c characters) {
	c = characters{map[rune]string{}, map[rune][]rune{}, map[rune][]rune{}, map[rune]rune{}, map[rune][]rune{}}
	others := func(all []rune, into map[rune][]rune) {
		for i, a := range all {
			for j, b := range all {
				if i != j {
					into[a] = append(into[a], b)
				}
			}
		}
	}
	for _, row := range strings.Fields(sounds) {
		at := strings.IndexFunc(row, func(r rune) bool { return r > 'z' })
		all := []rune(row[at:])
		for _, a := range all {
			c.reading[a] = row[:at]
		}
		others(all, c.sound)
	}
	for _, row := range strings.Fields(lookalikes) {
		others([]rune(row), c.alike)
	}
	for _, row := range strings.Fields(traditional) {
		pair := []rune(row)
		c.old[pair[0]] = pair[1]
	}
	for _, row := range strings.Fields(variants) {
		pair := []rune(row)
		c.variant[pair[0]] = append(c.variant[pair[0]], pair[1])
	}
	return c
}()

// Reading is the pinyin of a character without tone, "" where it is not known.
// Characters that are surnames are read as surnames.
func Reading(r rune) string { return known.reading[r] }

// SameSound are other characters of the same reading without tone.
func SameSound(r rune) []rune { return known.sound[r] }

// Alike are characters that look like it.
func Alike(r rune) []rune { return known.alike[r] }

// Variants are other forms of the character.
func Variants(r rune) []rune { return known.variant[r] }

// Traditional is the traditional form, or the character itself.
func Traditional(r rune) rune {
	if t, ok := known.old[r]; ok {
		return t
	}
	return r
}
