package town

import (
	"fmt"
	"math/rand/v2"
	"time"

	"linli/internal/cnid"
	"linli/internal/town/naming"
)

// Kinds of household, with their share of all households. Together they give
// the pyramid of an ageing city of the south; town_test.go says within which bands.
var kinds = []struct {
	Name  string
	Share float64
}{
	{"elder_alone", 7.5}, {"elder_couple", 12.5}, {"young_couple", 10}, {"parents_children", 18}, {"parents_adult_child", 14},
	{"three_generations", 12.5}, {"single_parent", 3}, {"grandparents_child", 1.5}, {"single", 10}, {"flatmates", 5}, {"newcomers", 6},
}

// settler fills one community with people.
type settler struct {
	builder
	serial          int           // people so far
	taken           map[int64]int // resident ID numbers given per day and sex
	slotFrom, slots int           // the serial numbers of a day that are this community's
	today           time.Time
}

// Batch makes one community. Safe to call at the same time for several.
func (t *Town) Batch(i int) Batch {
	c := t.communities[i]
	out := Batch{Community: c.code}
	s := &settler{builder: builder{t: t, c: c, r: t.rand("community " + c.code), out: &out}, taken: map[int64]int{}, today: t.Today}
	// A day has 500 serial numbers a sex (GB 11643-1999 4.1.3: odd male, even
	// female); each community has its share, so that none needs to ask another.
	n := len(t.communities)
	s.slotFrom = 500 * i / n
	s.slots = max(1, 500*(i+1)/n-s.slotFrom)
	for _, g := range c.grids {
		free := append([]int(nil), g.cells...)
		s.r.Shuffle(len(free), func(a, b int) { free[a], free[b] = free[b], free[a] })
		s.free = append(s.free, free)
	}
	weights := make([]float64, len(kinds))
	for i, k := range kinds {
		weights[i] = k.Share
	}
	for left := c.residents; left > 0; left = c.residents - len(out.People) {
		s.household(kinds[weighted(s.r, weights)].Name, left)
	}
	s.wants()
	s.twice()
	return out
}

// member is a person to be: relation, sex, age in years.
type member struct {
	relation string
	male     bool
	age      int
	surname  string
}

// household makes one, of at most limit people.
func (s *settler) household(kind string, limit int) {
	r := s.r
	table := naming.Southern
	tenants := kind == "flatmates" || kind == "newcomers" || kind == "single" && r.Float64() < 0.5 || kind == "young_couple" && r.Float64() < 0.35 || kind == "parents_children" && r.Float64() < 0.18
	if tenants {
		table = naming.National
	}
	father, mother := table.Draw(r), table.Draw(r)
	var all []member
	couple := func(age int) {
		all = append(all, member{"head", true, age, father}, member{"spouse", false, max(20, age-between(r, -2, 5)), mother})
	}
	children := func(relation string, ofAge int, surname string) {
		n := 1 + weighted(r, []float64{0.62, 0.33, 0.05})
		for range n {
			all = append(all, member{relation, r.Float64() < 0.525, max(0, min(ofAge-between(r, 23, 33), 22)), surname})
		}
	}
	switch kind {
	case "elder_alone":
		all = append(all, member{"head", r.Float64() < 0.32, oldAge(r) + r.IntN(4), father})
	case "elder_couple":
		couple(oldAge(r))
	case "young_couple":
		couple(between(r, 24, 42))
	case "parents_children", "newcomers":
		age := between(r, 27, 49)
		couple(age)
		children("child", age-1, father)
	case "parents_adult_child":
		age := between(r, 46, 64)
		couple(age)
		all = append(all, member{"child", r.Float64() < 0.53, max(18, age-between(r, 23, 30)), father})
	case "three_generations":
		age := between(r, 29, 48)
		couple(age)
		children("child", age-1, father)
		old, side := max(55, age+between(r, 23, 32)), father
		if r.Float64() < 0.25 {
			side = mother
		}
		if r.Float64() < 0.55 {
			all = append(all, member{"parent", true, old + between(r, 0, 4), side})
		}
		if len(all) == 3 || r.Float64() < 0.8 {
			all = append(all, member{"parent", false, old, table.Draw(r)})
		}
	case "single_parent":
		age := between(r, 28, 50)
		woman := r.Float64() < 0.78
		all = append(all, member{"head", !woman, age, father})
		children("child", age-1, father)
	case "grandparents_child":
		old := between(r, 56, 72)
		couple(old)
		all = append(all, member{"grandchild", r.Float64() < 0.54, between(r, 2, 14), father})
	case "flatmates":
		n := between(r, 2, 4)
		for i := range n {
			all = append(all, member{map[bool]string{true: "head", false: "flatmate"}[i == 0], r.Float64() < 0.56, between(r, 19, 38), table.Draw(r)})
		}
	default:
		all = append(all, member{"head", r.Float64() < 0.58, between(r, 21, 58), father})
	}
	if len(all) > limit {
		kind, all = "single", []member{{"head", r.Float64() < 0.5, between(r, 22, 58), father}}
	}
	place := s.let()
	h := Household{Key: place.flat.Key + "-h", Grid: place.building.Grid, Building: place.building.Key, Flat: place.flat.Key, Kind: kind,
		Lon: place.building.Lon, Lat: place.building.Lat, Members: len(all), Tenants: tenants,
		Address: place.building.Address + place.flat.Unit + place.flat.Number + "房"}
	first := len(s.out.People)
	for _, m := range all {
		s.out.People = append(s.out.People, s.person(m, &h))
	}
	people := s.out.People[first:]
	h.Head = people[0].Key
	s.attribute(&h, people)
	s.phones(people)
	s.register(&h, people)
	s.out.Households = append(s.out.Households, h)
}

// oldAge draws an age from 60 on; each year fewer.
func oldAge(r *rand.Rand) int {
	for {
		if a := 60 + int(r.ExpFloat64()*12); a < 103 {
			return a
		}
	}
}

func (s *settler) person(m member, h *Household) Person {
	s.serial++
	p := Person{Key: fmt.Sprintf("%s-p%05d", s.c.code, s.serial), Household: h.Key, Relation: m.relation, Sex: "female",
		Region: h.Grid, Address: h.Address, Lon: h.Lon, Lat: h.Lat}
	if m.male {
		p.Sex = "male"
	}
	born := s.today.AddDate(-m.age, 0, -between(s.r, 1, 364))
	for {
		day := born.Unix()/86400*2 + int64(map[bool]int{true: 1}[m.male])
		if n := s.taken[day]; n < s.slots {
			s.taken[day] = n + 1
			serial := 2 * (s.slotFrom + n) // even: female
			if m.male {
				serial++
			}
			p.ResidentID = string(cnid.MakeResident(District, born, serial))
			break
		}
		born = born.AddDate(0, 0, -1)
	}
	p.Birth = born.Format(time.DateOnly)
	p.Name = m.surname + naming.Given(s.r, m.male, born.Year())
	return p
}

// register writes where people are registered: nine locals in ten where they
// live, the others elsewhere in the district; newcomers outside it.
func (s *settler) register(h *Household, people []Person) {
	elsewhere := !h.Tenants && s.r.Float64() < 0.12
	region, address := h.Grid, h.Address
	if elsewhere {
		other := pick(s.r, s.t.communities)
		region = pick(s.r, other.grids).code
		address = fmt.Sprintf("和乐区%s%s%s%d号%d房", other.streetName, other.name, pick(s.r, roads)+"路", between(s.r, 1, 200), between(s.r, 1, 9)*100+between(s.r, 1, 6))
	}
	if h.Tenants {
		region = ""
		address = fmt.Sprintf("外市%s县%s镇%s村%d号", pick(s.r, []string{"清和", "永宁", "安平", "青山", "长乐"}), pick(s.r, []string{"上河", "石桥", "柳林", "新田"}), pick(s.r, []string{"东头", "李家", "大塘", "松岭"}), between(s.r, 1, 300))
	}
	for i := range people {
		people[i].RegisteredRegion, people[i].RegisteredAddress = region, address
	}
}

// phones gives numbers: nearly every adult has one; of the old some share a
// child's and some have none; children under ten have none.
func (s *settler) phones(people []Person) {
	slice := 100_000_000 / len(s.t.communities)
	number := func(n int) string {
		step := slice*5/8 | 1
		for gcd(step, slice) != 1 {
			step += 2
		}
		return fmt.Sprintf("160%08d", s.c.index*slice+n*step%slice)
	}
	child := ""
	for i := range people {
		p := &people[i]
		age, serial := p.Age(s.today), s.serial-len(people)+i+1
		switch x := s.r.Float64(); {
		case age < 10, age < 15 && x < 0.5, age >= 70 && x < 0.12, age >= 80 && x < 0.25:
		default:
			p.Phone = number(serial)
			if age < 60 && age >= 18 && child == "" {
				child = p.Key + " " + p.Phone
			}
		}
	}
	for i := range people {
		if p := &people[i]; p.Relation == "parent" && child != "" && s.r.Float64() < 0.25 {
			p.PhoneOf, p.Phone = child[:len(child)-12], child[len(child)-11:]
		}
	}
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// twice records some people a second time, as a door-to-door count without
// identity cards does, and notes the truth.
func (s *settler) twice() {
	if s.t.Duplicates < 0 {
		return
	}
	people := len(s.out.People)
	for i := range people {
		if s.r.Float64() >= s.t.Duplicates {
			continue
		}
		p := s.out.People[i]
		of := p.Key
		s.serial++
		p.Key, p.Household, p.Relation, p.ResidentID = fmt.Sprintf("%s-p%05d", s.c.code, s.serial), "", "", ""
		p.Attributes = nil
		kind := pick(s.r, []string{"homophone", "typo", "moved"})
		heard, ok := naming.Mishear(s.r, p.Name)
		switch {
		case kind == "homophone" && ok:
			p.Name = heard
		case kind == "moved":
			h := pick(s.r, s.out.Households)
			p.Address, p.Region, p.Lon, p.Lat = h.Address, h.Grid, h.Lon, h.Lat
			p.Phone, p.PhoneOf = "", ""
		default:
			kind = "typo" // the day of birth is off, or day and month change places
			b, _ := time.Parse(time.DateOnly, p.Birth)
			off := b.AddDate(0, 0, 1)
			if b.Day() <= 12 && b.Day() != int(b.Month()) {
				off = time.Date(b.Year(), time.Month(b.Day()), int(b.Month()), 0, 0, 0, 0, time.UTC)
			}
			if off.After(s.today) {
				off = b.AddDate(0, 0, -1)
			}
			p.Birth = off.Format(time.DateOnly)
		}
		s.out.People = append(s.out.People, p)
		s.out.Truth = append(s.out.Truth, Duplicate{Of: of, Copy: p.Key, Kind: kind})
	}
}
