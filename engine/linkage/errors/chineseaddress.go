package errors

import (
	"fmt"
	"math/rand/v2"
	"strconv"

	"linli/engine/linkage/names"
)

// home is a flat. Unit 0 is a house without one.
type home struct {
	community, compound  string
	building, unit, flat int
	in                   int // number of the community
}

// homesEach is how many households a community has, about three thousand people.
const homesEach = 1200

// homeOf is the home of a household: community by its number, the rest drawn.
func (c Chinese) homeOf(r *rand.Rand, g int32) home {
	return c.homeIn(r, int(g)/homesEach)
}

// homeIn draws a flat in a community, in one of its eight compounds.
func (c Chinese) homeIn(r *rand.Rand, community int) home {
	local := stream(c.Seed, 'm', uint64(community), uint64(r.IntN(8)))
	called := names.Communities[community%len(names.Communities)]
	if round := community / len(names.Communities); round > 0 {
		called = strconv.Itoa(round+1) + "区" + called
	}
	h := home{in: community, community: called + "社区", compound: names.Compounds[local.IntN(len(names.Compounds))], building: 1 + r.IntN(4+local.IntN(14))}
	floors := 7
	if local.Float64() < 0.4 {
		floors = 26
	}
	if local.Float64() < 0.85 {
		h.unit = 1 + r.IntN(4)
	}
	h.flat = (1+r.IntN(floors))*100 + 1 + r.IntN(4)
	return h
}

// spellings of one flat: 0 is the office's own, others are what people write.
const spellings = 8

func (h home) spell(how int) string {
	b, u, f := strconv.Itoa(h.building), strconv.Itoa(h.unit), strconv.Itoa(h.flat)
	if h.unit == 0 {
		switch how {
		case 1:
			return h.compound + b + "-" + f
		case 2:
			return h.compound + names.Numeral(h.building) + "栋" + f + "室"
		case 3:
			return h.compound + b + "号楼" + f
		case 4:
			return h.compound + b + "幢" + f + "房"
		case 5:
			return h.community + h.compound + b + "栋" + f
		case 6:
			return h.compound + " " + b + "栋 " + f
		case 7:
			return "和乐区" + h.compound + b + "座" + f + "号"
		}
		return h.compound + b + "栋" + f
	}
	switch how {
	case 1:
		return h.compound + b + "-" + u + "-" + f
	case 2:
		return h.compound + names.Numeral(h.building) + "栋" + names.Numeral(h.unit) + "单元" + f + "室"
	case 3:
		return h.compound + b + "号楼" + u + "单元" + f
	case 4:
		return h.compound + b + "幢" + u + "单元" + f + "房"
	case 5:
		return h.community + h.compound + b + "栋" + u + "单元" + f
	case 6:
		return h.compound + " " + b + "栋 " + u + "单元 " + f
	case 7:
		return fmt.Sprintf("和乐区%s%s座%s门%s号", h.compound, b, u, f)
	}
	return h.compound + b + "栋" + u + "单元" + f
}
