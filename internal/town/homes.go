package town

import (
	"fmt"
	"math/rand/v2"
)

// builder puts up the homes of one community and hands out flats.
type builder struct {
	t         *Town
	c         *community
	r         *rand.Rand
	out       *Batch
	free      [][]int // cells per grid not yet built on
	flats     []flatPlace
	compounds int
}

type flatPlace struct {
	flat     Flat
	building *Building
}

var (
	compoundFirst = []rune("丽金翠碧雅华锦嘉富盛骏景汇帝珠逸和乐怡芳绿蓝天悦")
	compoundLast  = []string{"花园", "苑", "新村", "大院", "雅居", "名庭", "轩", "豪庭", "小区", "公寓", "里"}
	roads         = []string{"和平", "建设", "文明", "新风", "沿江", "榕树", "书院", "工业", "解放", "环城", "东风", "幸福", "学前", "桥头"}
)

// build raises one more compound in a grid that still has ground and adds its
// flats, in random order, to what is to let.
func (b *builder) build() {
	b.compounds++
	g := (b.compounds - 1) % len(b.c.grids)
	kind := "walk_up"
	switch x := b.r.Float64(); {
	case b.c.rural && x < 0.55:
		kind = "village_house"
	case x < 0.35:
		kind = "high_rise"
	}
	var blocks int
	var name string
	road := pick(b.r, roads) + pick(b.r, []string{"路", "街", "东路", "西路", "北路"})
	first, second := pick(b.r, compoundFirst), pick(b.r, compoundFirst)
	switch kind {
	case "walk_up":
		blocks, name = between(b.r, 3, 9), string(first)+string(second)+pick(b.r, compoundLast)
	case "high_rise":
		blocks, name = between(b.r, 1, 4), string(first)+string(second)+pick(b.r, compoundLast)
	default:
		blocks, name = between(b.r, 12, 40), string([]rune(b.c.name)[:2])+pick(b.r, []string{"东", "西", "南", "北", "上", "下"})+"坊"
	}
	if len(b.free[g]) < blocks && b.compounds < 4*len(b.c.grids) { // a fuller grid is passed by
		if blocks = len(b.free[g]); blocks == 0 {
			return
		}
	}
	manager := ""
	if kind != "village_house" && b.r.Float64() < 0.7 {
		manager = pick(b.r, b.t.managers())
	}
	number := between(b.r, 1, 260)
	key := fmt.Sprintf("%s-c%02d", b.c.code, b.compounds)
	at := b.ground(g)
	decade := between(b.r, 1984, 2003)
	if kind == "high_rise" {
		decade = between(b.r, 2000, 2022)
	}
	first0 := len(b.flats)
	for n := range blocks {
		h := &Building{Key: fmt.Sprintf("%s-b%02d", key, n+1), Grid: b.c.grids[g].code, Community: b.c.code, Compound: name, CompoundKind: kind,
			Number: fmt.Sprintf("%d栋", n+1), BuiltIn: decade + n/4, Manager: manager}
		switch kind {
		case "walk_up":
			h.Floors, h.Units, h.FlatsPerFloor = between(b.r, 5, 9), between(b.r, 1, 3), 2
			h.Lift = b.r.Float64() < 0.12
		case "high_rise":
			h.Floors, h.Units, h.FlatsPerFloor, h.Lift = between(b.r, 16, 30), between(b.r, 1, 2), between(b.r, 3, 6), true
		default:
			h.Floors, h.Units, h.FlatsPerFloor = between(b.r, 2, 4), 1, between(b.r, 1, 2)
		}
		h.Address = fmt.Sprintf("和乐区%s%s%d号%s%s", b.c.streetName, road, number, name, h.Number)
		if kind == "village_house" {
			h.Address = fmt.Sprintf("和乐区%s%s%s%d号", b.c.streetName, b.c.name, name, number+n)
		}
		cell := b.take(g, at)
		h.Lon, h.Lat = b.t.land.Within(b.r.Float64, cell)
		at = cell
		b.out.Buildings = append(b.out.Buildings, *h)
		b.divide(h)
	}
	b.r.Shuffle(len(b.flats)-first0, func(i, j int) {
		i, j = i+first0, j+first0
		b.flats[i], b.flats[j] = b.flats[j], b.flats[i]
	})
}

// divide adds the flats of a building.
func (b *builder) divide(h *Building) {
	sizes := make([]int, h.FlatsPerFloor)
	for i := range sizes {
		sizes[i] = between(b.r, 4500, 13500)
	}
	for u := range h.Units {
		for f := range h.Floors {
			for n := range h.FlatsPerFloor {
				number := fmt.Sprintf("%d%02d", f+1, n+1)
				unit := fmt.Sprintf("%d单元", u+1)
				b.flats = append(b.flats, flatPlace{Flat{Key: fmt.Sprintf("%s-%d-%s", h.Key, u+1, number), Building: h.Key,
					Unit: unit, Number: number, Floor: f + 1, AreaCentiM2: sizes[n]}, h})
			}
		}
	}
}

// ground is some cell of a grid that can be built on.
func (b *builder) ground(g int) int {
	if len(b.free[g]) > 0 {
		return b.free[g][0]
	}
	return pick(b.r, b.c.grids[g].cells)
}

// take gives the free cell of a grid that is nearest to at, so that a compound
// hangs together; where all is built on, a plot that has a building already.
func (b *builder) take(g, at int) int {
	free, w := b.free[g], b.t.land.W
	if len(free) == 0 {
		return pick(b.r, b.c.grids[g].cells)
	}
	best, near := 0, 1<<60
	for i, c := range free {
		dx, dy := c%w-at%w, c/w-at/w
		if d := dx*dx + dy*dy; d < near {
			best, near = i, d
		}
	}
	cell := free[best]
	b.free[g] = append(free[:best], free[best+1:]...)
	return cell
}

// let gives the next flat, building more when none is left; one in twelve
// stays empty.
func (b *builder) let() flatPlace {
	for {
		for len(b.flats) == 0 {
			b.build()
		}
		f := b.flats[len(b.flats)-1]
		b.flats = b.flats[:len(b.flats)-1]
		b.out.Flats = append(b.out.Flats, f.flat)
		if b.r.IntN(12) > 0 {
			return f
		}
	}
}
