package demandmap

import (
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/google/uuid"

	"linli/internal/cloud/demandmap/mvt"
	"linli/internal/region"
)

// Person is the little of a person that counting needs. It is never sent to
// anybody. Attributes are keys that hold today, "ability_level:3" where the
// kind has levels. The zero point is no point.
type Person struct {
	ID, Household string
	Region        region.Code // community or grid
	Sex           string      // male, female or ""
	Birth         string      // YYYY-MM-DD or ""
	Attributes    []string
	Lon, Lat      float64
}

// baseZoom is the side of the cells that the index keeps: 35 m at 23° north.
const baseZoom = 20

type cell struct{ x, y uint32 }

// index is the bitmaps and the columns beside them. A person has one small
// number, under which every bitmap and column knows them.
type index struct {
	mu      sync.RWMutex
	version uint64
	numbers map[uuid.UUID]uint32
	free    []uint32

	all   *roaring.Bitmap
	attr  map[string]*roaring.Bitmap
	sexes map[string]*roaring.Bitmap
	year  map[int]*roaring.Bitmap
	place map[region.Code]*roaring.Bitmap // of every level

	home  []uint32 // into places
	birth []int32  // yyyymmdd, 0 unknown
	at    []int32  // into cells, -1 none
	house []uint32 // into sizes, 0 none
	ids   []uuid.UUID

	places   []region.Code
	placeNo  map[region.Code]uint32
	cells    []cell
	cellNo   map[cell]int32
	sizes    []uint16    // people of a household
	houses   []uuid.UUID // its id
	houseNo  map[uuid.UUID]uint32
	emptyNos []uint32 // numbers of households that nobody is left in
}

func newIndex() *index {
	return &index{numbers: map[uuid.UUID]uint32{}, all: roaring.New(), attr: map[string]*roaring.Bitmap{}, sexes: map[string]*roaring.Bitmap{},
		year: map[int]*roaring.Bitmap{}, place: map[region.Code]*roaring.Bitmap{}, placeNo: map[region.Code]uint32{}, cellNo: map[cell]int32{},
		sizes: []uint16{0}, houses: []uuid.UUID{uuid.Nil}, houseNo: map[uuid.UUID]uint32{}}
}

// key is an id in 16 bytes; what is no UUID becomes one.
func key(id string) uuid.UUID {
	if u, err := uuid.Parse(id); err == nil {
		return u
	}
	return uuid.NewSHA1(uuid.Nil, []byte(id))
}

func day(birth string) int32 {
	t, err := time.Parse(time.DateOnly, birth)
	if err != nil {
		return 0
	}
	return int32(t.Year()*10000 + int(t.Month())*100 + t.Day())
}

// put adds a person or replaces what was known of them.
func (x *index) put(p Person) error {
	if l := p.Region.Level(); l != region.Community && l != region.Grid {
		return fmt.Errorf("demandmap: a person lives in a community or grid, not in %q", p.Region)
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	k := key(p.ID)
	x.take(k)
	var n uint32
	if last := len(x.free) - 1; last >= 0 {
		n, x.free = x.free[last], x.free[:last]
	} else {
		n = uint32(len(x.home))
		x.home, x.birth, x.at, x.house, x.ids = append(x.home, 0), append(x.birth, 0), append(x.at, -1), append(x.house, 0), append(x.ids, k)
	}
	x.version++
	x.numbers[k], x.ids[n] = n, k
	x.all.Add(n)
	add(x.sexes, p.Sex, n)
	for _, a := range p.Attributes {
		add(x.attr, a, n)
	}
	if x.birth[n] = day(p.Birth); x.birth[n] > 0 {
		add(x.year, int(x.birth[n]/10000), n)
	}
	for c := p.Region; c != ""; c = c.Parent() {
		add(x.place, c, n)
	}
	x.home[n] = number(x.placeNo, &x.places, p.Region)
	x.at[n] = -1
	if p.Lon != 0 || p.Lat != 0 {
		m := mvt.Project(p.Lon, p.Lat)
		x.at[n] = number(x.cellNo, &x.cells, cell{uint32(m.X * (1 << baseZoom)), uint32(m.Y * (1 << baseZoom))})
	}
	x.house[n] = 0
	if p.Household != "" {
		x.join(n, key(p.Household))
	}
	return nil
}

func (x *index) join(n uint32, house uuid.UUID) {
	h, ok := x.houseNo[house]
	if !ok {
		if last := len(x.emptyNos) - 1; last >= 0 {
			h, x.emptyNos = x.emptyNos[last], x.emptyNos[:last]
		} else {
			h = uint32(len(x.sizes))
			x.sizes, x.houses = append(x.sizes, 0), append(x.houses, house)
		}
		x.houseNo[house], x.houses[h] = h, house
	}
	x.house[n] = h
	x.sizes[h]++
}

// add puts n into the bitmap of a key, which it makes when there is none.
func add[K comparable](m map[K]*roaring.Bitmap, k K, n uint32) {
	b := m[k]
	if b == nil {
		b = roaring.New()
		m[k] = b
	}
	b.Add(n)
}

// number is the place of v in a list of different values, where it is put when new.
func number[K comparable, N int32 | uint32](of map[K]N, list *[]K, v K) N {
	n, ok := of[v]
	if !ok {
		n = N(len(*list))
		of[v], *list = n, append(*list, v)
	}
	return n
}

// remove forgets a person; one never known is nothing.
func (x *index) remove(id string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.take(key(id))
}

func (x *index) take(k uuid.UUID) {
	n, ok := x.numbers[k]
	if !ok {
		return
	}
	x.version++
	delete(x.numbers, k)
	x.free = append(x.free, n)
	x.all.Remove(n)
	for _, b := range x.sexes {
		b.Remove(n)
	}
	for _, b := range x.attr {
		b.Remove(n)
	}
	if b := x.year[int(x.birth[n]/10000)]; b != nil {
		b.Remove(n)
	}
	for c := x.places[x.home[n]]; c != ""; c = c.Parent() {
		x.place[c].Remove(n)
	}
	if h := x.house[n]; h != 0 {
		if x.sizes[h]--; x.sizes[h] == 0 {
			delete(x.houseNo, x.houses[h])
			x.emptyNos = append(x.emptyNos, h)
		}
	}
}

// pack makes the bitmaps small after a build: people of one place have
// neighbouring numbers, so runs are long.
func (x *index) pack() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.all.RunOptimize()
	for _, m := range []map[string]*roaring.Bitmap{x.attr, x.sexes} {
		for _, b := range m {
			b.RunOptimize()
		}
	}
	for _, b := range x.year {
		b.RunOptimize()
	}
	for _, b := range x.place {
		b.RunOptimize()
	}
}

// bytes of all bitmaps, for the status page and the bench.
func (x *index) bytes() (n uint64) {
	n = x.all.GetSizeInBytes()
	for _, m := range []map[string]*roaring.Bitmap{x.attr, x.sexes} {
		for _, b := range m {
			n += b.GetSizeInBytes()
		}
	}
	for _, b := range x.year {
		n += b.GetSizeInBytes()
	}
	for _, b := range x.place {
		n += b.GetSizeInBytes()
	}
	return n
}

// levels of an attribute that are at least from: "2+".
func (x *index) atLeast(key string, from int) *roaring.Bitmap {
	var parts []*roaring.Bitmap
	for level := from; level <= 9; level++ {
		if b := x.attr[key+":"+strconv.Itoa(level)]; b != nil {
			parts = append(parts, b)
		}
	}
	return roaring.FastOr(parts...)
}
