package town

import (
	"hash/fnv"
	"iter"
	"math/rand/v2"
	"time"

	"linli/internal/town/ground"
)

// District is the division code of the fictional district.
const District = "449901"

// Options say which town. The zero Residents is 60,000; the zero Today is
// 1 October 2026, from which every age is counted.
type Options struct {
	Seed      uint64
	Residents int
	Today     time.Time
	// Duplicates is the share of people recorded twice; 0 is 1 %, below 0 is none.
	Duplicates float64
}

// Town is a district without its people, who are streamed.
type Town struct {
	Options
	Regions       []Region // parents first
	Water, Parks  string   // GeoJSON MultiPolygon, for drawing
	Organisations []Organisation
	Points        []Point
	Services      []Service
	Projects      []Project

	land        *ground.Land
	communities []*community
}

// Region is one place. Boundary is a GeoJSON Polygon in WGS 84 degrees.
type Region struct {
	Code, Level, Parent, Name, NameEn string
	Lon, Lat                          float64
	Boundary                          string
}

// Building is one block in a compound. Code of the grid it stands in.
type Building struct {
	Key, Grid, Community, Compound, CompoundKind string // kind: walk_up, high_rise, village_house
	Number, Address                              string
	Lon, Lat                                     float64
	Floors, Units, FlatsPerFloor, BuiltIn        int // flats per floor of each unit
	Lift                                         bool
	Manager                                      string // key of the property company, or ""
}

// Flat is one dwelling with its exclusive floor area in hundredths of a square metre.
type Flat struct {
	Key, Building, Unit, Number string
	Floor, AreaCentiM2          int
}

// Household is who lives in one flat.
type Household struct {
	Key, Grid, Building, Flat, Address string
	Lon, Lat                           float64
	Kind                               string // one of Kinds
	Head                               string // person key
	Members                            int
	Tenants, LowIncome                 bool
}

// Person is one resident. Region is the grid of the living address.
type Person struct {
	Key, Household, Relation            string // relation to the head: head, spouse, child, parent, grandchild, child_in_law, flatmate
	Name, Sex, Birth, ResidentID        string // sex: male, female; birth: YYYY-MM-DD
	Phone, PhoneOf                      string // PhoneOf: key of the child whose phone it is
	Region, Address                     string
	RegisteredRegion, RegisteredAddress string // region "" when registered in another district
	Lon, Lat                            float64
	Attributes                          []Attribute
}

// Attribute is a fact about a person with its period and source. Value is a
// level of the kind, or "yes" where the kind has none.
type Attribute struct{ Key, Value, From, To, Source string }

// Has reports whether the person has an attribute.
func (p Person) Has(key string) bool { return p.Value(key) != "" }

// Value is the value of an attribute, "" where the person has none.
func (p Person) Value(key string) string {
	for _, a := range p.Attributes {
		if a.Key == key {
			return a.Value
		}
	}
	return ""
}

// Age in full years on a day.
func (p Person) Age(on time.Time) int {
	b, err := time.Parse(time.DateOnly, p.Birth)
	if err != nil {
		return -1
	}
	return years(b, on)
}

func years(b, on time.Time) int {
	n := on.Year() - b.Year()
	if on.Month() < b.Month() || on.Month() == b.Month() && on.Day() < b.Day() {
		n--
	}
	return n
}

// Duplicate is the truth about one person recorded twice: Copy is the second
// record, Of the first. Kind: homophone, typo, moved.
type Duplicate struct{ Of, Copy, Kind string }

// Need is one person's need; Offer one person's spare time or skill.
type Need struct {
	Key, Person, Region, Category, Source string
	Lon, Lat                              float64
	Quantity, Urgency                     int // urgency 1 (can wait) to 5 (today)
	Constraint                            string
}

// Offer is spare time or a skill offered by a resident.
type Offer struct {
	Key, Person, Region, Category, Text string
	Lon, Lat                            float64
	Capacity, ReachMetres               int
}

// Batch is one community with everybody in it. People who are recorded twice
// stand in it twice, the second time without household.
type Batch struct {
	Community  string
	Buildings  []Building
	Flats      []Flat
	Households []Household
	People     []Person
	Needs      []Need
	Offers     []Offer
	Truth      []Duplicate
}

// New lays out the district: O(residents / 12) ground cells.
func New(o Options) *Town {
	if o.Residents <= 0 {
		o.Residents = 60_000
	}
	if o.Today.IsZero() {
		o.Today = time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	}
	if o.Duplicates == 0 {
		o.Duplicates = 0.01
	}
	t := &Town{Options: o}
	t.layOut()
	t.settle()
	return t
}

// Stream yields the communities one after another. Only one is in memory.
func (t *Town) Stream() iter.Seq[Batch] {
	return func(yield func(Batch) bool) {
		for i := range t.communities {
			if !yield(t.Batch(i)) {
				return
			}
		}
	}
}

// Communities is how many batches there are.
func (t *Town) Communities() int { return len(t.communities) }

// rand is the randomness of one part of the town, apart from every other.
func (t *Town) rand(part string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(part))
	return rand.New(rand.NewPCG(t.Seed, h.Sum64()))
}

// pick draws one of a list; weighted draws an index by weight.
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

// between draws lo..hi, both included.
func between(r *rand.Rand, lo, hi int) int { return lo + r.IntN(hi-lo+1) }
