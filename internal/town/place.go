package town

import (
	"fmt"
	"math"
	"strings"

	"linli/internal/town/ground"
)

// community is what a batch begins from.
type community struct {
	index, residents int
	code, name       string
	street           string
	streetName       string
	rural            bool // in a town 镇: village houses
	grids            []gridPlace
}

type gridPlace struct {
	code  string
	cells []int // where one can build; at least one
	all   []int
}

// Streets in the order of their codes; those ending in 镇 are towns with villages.
var streetNames = strings.Fields("榕荫街道:Rongyin 云桥街道:Yunqiao 江畔街道:Jiangpan 文昌街道:Wenchang 东湖街道:Donghu 南苑街道:Nanyuan 沙岗镇:Shagang " +
	"桂花街道:Guihua 朝晖街道:Zhaohui 青石街道:Qingshi 梅园街道:Meiyuan 新渡街道:Xindu 龙井街道:Longjing 竹林街道:Zhulin 福宁街道:Funing " +
	"白鹭街道:Bailu 金穗街道:Jinsui 清溪镇:Qingxi 永和街道:Yonghe 石角镇:Shijiao")

var (
	nameFirst = strings.Fields("福fu 安an 康kang 和he 宁ning 荣rong 昌chang 泰tai 瑞rui 兴xing 永yong 新xin 东dong 西xi 南nan 北bei 中zhong 春chun 锦jin 玉yu 嘉jia 景jing 德de 凤feng")
	nameLast  = strings.Fields("华hua 苑yuan 园yuan 里li 塘tang 桥qiao 岗gang 湖hu 巷xiang 坊fang 井jing 渡du 洲zhou 榕rong 庭ting 畔pan 门men 阁ge 田tian 源yuan")
)

// layOut divides the ground: streets, communities, grids, and how many live in each.
func (t *Town) layOut() {
	r := t.rand("land")
	km2 := math.Min(300, math.Max(4, float64(t.Residents)/3750))
	streets := 7
	if t.Residents > 200_000 {
		streets = min(len(streetNames), 7+t.Residents/110_000)
	}
	perCommunity := math.Min(7500, math.Max(60, float64(t.Residents)/27))
	communes := max(streets*3, int(float64(t.Residents)/perCommunity))
	grids := communes * min(14, max(2, int(perCommunity/700)))
	t.land = ground.New(r, km2, max(3500, grids*60))
	l := t.land
	all := l.Connected()
	weight := []float64{}
	t.Regions = append(t.Regions, Region{District, "district", "", "和乐区", "Hele District", ground.MidLon, ground.MidLat, ""})
	var gridRegions, communeRegions []Region
	names := map[string]bool{}
	for s, cells := range l.Divide(r, all, streets, l.Street, 0) {
		zh, en, _ := strings.Cut(streetNames[s], ":")
		code := fmt.Sprintf("%s%03d", District, s+1)
		t.Regions = append(t.Regions, asRegion(l, code, "street", zh, en+map[bool]string{true: " Town", false: " Subdistrict"}[strings.HasSuffix(zh, "镇")], cells, l.Street, int32(s)))
		n := max(3, int(math.Round(float64(communes)*float64(len(cells))/float64(len(all)))))
		for i, cells := range l.Divide(r, cells, n, l.Commune, int32(len(t.communities))) {
			c := &community{index: len(t.communities), code: fmt.Sprintf("%s%03d", code, i+1), street: code, streetName: zh, rural: strings.HasSuffix(zh, "镇")}
			c.name, en = placeName(r.IntN, names)
			title := " Community"
			if c.rural && i%2 == 1 {
				c.name, title = c.name+"村", " Village"
			} else {
				c.name += "社区"
			}
			communeRegions = append(communeRegions, asRegion(l, c.code, "community", c.name, en+title, cells, l.Commune, int32(c.index)))
			room := 0.0
			for _, cell := range cells {
				if l.Kind[cell] == ground.Built {
					room++
				}
			}
			room *= 0.7 + 0.6*r.Float64()
			if c.rural {
				room *= 0.55
			}
			weight = append(weight, room+1)
			t.communities = append(t.communities, c)
			n := max(2, min(30, int(float64(len(cells))/60)))
			for g, cells := range l.Divide(r, cells, n, l.Grid, int32(len(gridRegions))) {
				place := gridPlace{code: fmt.Sprintf("%s%03d", c.code, g+1), all: cells}
				for _, cell := range cells {
					if l.Kind[cell] == ground.Built {
						place.cells = append(place.cells, cell)
					}
				}
				if len(place.cells) == 0 {
					place.cells = cells
				}
				gridRegions = append(gridRegions, asRegion(l, place.code, "grid", fmt.Sprintf("%s第%d网格", c.name, g+1), fmt.Sprintf("%s Grid %d", en, g+1), cells, l.Grid, int32(len(gridRegions))))
				c.grids = append(c.grids, place)
			}
		}
	}
	t.Regions[0].Boundary = l.Polygon(all, func(c int) bool { return l.Street[c] >= 0 })
	t.Regions = append(append(t.Regions, communeRegions...), gridRegions...)
	t.Water, t.Parks = l.Features(all, ground.Water), l.Features(all, ground.Park)
	share(weight, t.Residents, func(i, n int) { t.communities[i].residents = n })
}

// share gives out total by weight, to the last one.
func share(weight []float64, total int, give func(i, n int)) {
	sum, done, so := 0.0, 0, 0.0
	for _, w := range weight {
		sum += w
	}
	for i, w := range weight {
		so += w
		upTo := int(math.Round(float64(total) * so / sum))
		give(i, upTo-done)
		done = upTo
	}
}

// asRegion is a place made of cells; its centre is the cell nearest to the mean.
func asRegion(l *ground.Land, code, level, zh, en string, cells []int, label []int32, want int32) Region {
	mx, my := 0.0, 0.0
	for _, c := range cells {
		mx, my = mx+float64(c%l.W)/float64(len(cells)), my+float64(c/l.W)/float64(len(cells))
	}
	best, near := cells[0], math.Inf(1)
	for _, c := range cells {
		if d := math.Hypot(float64(c%l.W)-mx, float64(c/l.W)-my); d < near {
			best, near = c, d
		}
	}
	lon, lat := l.Centre(best)
	return Region{code, level, code[:len(code)-3], zh, en, ground.Micro(lon), ground.Micro(lat), l.Polygon(cells, func(c int) bool { return label[c] == want })}
}

// placeName draws a name of two characters that was not drawn before, and its pinyin.
func placeName(intN func(int) int, taken map[string]bool) (zh, en string) {
	for {
		a, b := nameFirst[intN(len(nameFirst))], nameLast[intN(len(nameLast))]
		zh, en = a[:3]+b[:3], strings.ToUpper(a[3:4])+a[4:]+b[3:]
		if !taken[zh] && !taken[en] {
			taken[zh], taken[en] = true, true
			return zh, en
		}
	}
}
