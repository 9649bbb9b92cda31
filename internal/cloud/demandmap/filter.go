package demandmap

import (
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"linli/internal/fault"
	"linli/internal/region"
)

// Filter says whom to count: everybody who has all attributes, is of the sex,
// and of an age from AgeFrom to AgeTo inclusive (0, 0 is any).
type Filter struct {
	Attributes     []string // "lives_alone", "ability_level:3", "ability_level:2+"; "!low_income" is those without
	Sex            string
	AgeFrom, AgeTo int
}

// What a filter can be refused for.
var (
	ErrFilter = fault.New(fault.Invalid, "demandmap.filter", "筛选条件不正确：属性写作 lives_alone、ability_level:3 或 ability_level:2+，年龄 0 至 130。", "The filter is not right: an attribute is written lives_alone, ability_level:3 or ability_level:2+, an age is 0 to 130.")
	ErrSteps  = fault.New(fault.Invalid, "demandmap.age_steps", "只看汇总数据时，年龄段须以 5 岁为一档（如 60 至 64）。", "Those who see aggregates only choose ages in steps of five years, such as 60 to 64.")
)

const oldest = 130

// Check refuses what is no filter, and completes AgeTo. Exact is whether the
// viewer may see persons; the others have steps of five years.
func (f Filter) Check(exact bool) (Filter, error) {
	if len(f.Attributes) > 12 || f.AgeFrom < 0 || f.AgeTo < 0 || f.AgeFrom > oldest || f.AgeTo > oldest || f.AgeTo != 0 && f.AgeTo < f.AgeFrom {
		return f, ErrFilter.On("age_from")
	}
	if f.Sex != "" && f.Sex != "male" && f.Sex != "female" {
		return f, ErrFilter.On("sex")
	}
	var all []string
	for _, a := range f.Attributes {
		if a = strings.TrimSpace(a); a == "" {
			continue
		}
		key, level, has := strings.Cut(strings.TrimPrefix(a, "!"), ":")
		if key == "" || strings.Trim(key, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" || has && level == "" || len(a) > 80 {
			return f, ErrFilter.On("attributes")
		}
		all = append(all, a)
	}
	sort.Strings(all)
	f.Attributes = all
	if f.AgeTo == 0 && f.AgeFrom > 0 {
		f.AgeTo = oldest
	}
	if !exact && (f.AgeFrom%5 != 0 || f.AgeTo != 0 && f.AgeTo != oldest && f.AgeTo%5 != 4) {
		return f, ErrSteps.On("age_from")
	}
	return f, nil
}

// name is the filter as a key of the cache.
func (f Filter) name() string {
	return strings.Join(f.Attributes, ",") + "|" + f.Sex + "|" + strconv.Itoa(f.AgeFrom) + "-" + strconv.Itoa(f.AgeTo)
}

// pick is the bitmap of those whom a filter means within places; nil places is
// everywhere. The caller holds the read lock and does not change the answer.
func (x *index) pick(f Filter, within []region.Code, today time.Time) *roaring.Bitmap {
	all := []*roaring.Bitmap{x.all}
	var without []*roaring.Bitmap
	if within != nil {
		all = append(all, x.inside(within))
	}
	for _, a := range f.Attributes {
		b := x.having(strings.TrimPrefix(a, "!"))
		if a[0] == '!' {
			without = append(without, b)
		} else {
			all = append(all, b)
		}
	}
	if f.Sex != "" {
		all = append(all, some(x.sexes[f.Sex]))
	}
	if f.AgeFrom > 0 || f.AgeTo > 0 {
		all = append(all, x.aged(f.AgeFrom, f.AgeTo, today))
	}
	if len(all) == 1 && len(without) == 0 {
		return x.all
	}
	out := roaring.FastAnd(all...)
	for _, b := range without {
		out.AndNot(b)
	}
	return out
}

func some(b *roaring.Bitmap) *roaring.Bitmap {
	if b == nil {
		return roaring.New()
	}
	return b
}

func (x *index) having(a string) *roaring.Bitmap {
	key, level, has := strings.Cut(a, ":")
	if !has || !strings.HasSuffix(level, "+") {
		return some(x.attr[a])
	}
	from, err := strconv.Atoi(level[:len(level)-1])
	if err != nil {
		return roaring.New()
	}
	return x.atLeast(key, from)
}

func (x *index) inside(places []region.Code) *roaring.Bitmap {
	var parts []*roaring.Bitmap
	for _, c := range places {
		if b := x.place[c]; b != nil {
			parts = append(parts, b)
		}
	}
	return roaring.FastOr(parts...)
}

// aged are those of an age from..to on a day: whole birth years as they are,
// of the first and last year those on the right side of the birthday.
func (x *index) aged(from, to int, today time.Time) *roaring.Bitmap {
	now := int32(today.Year()*10000 + int(today.Month())*100 + today.Day())
	latest, earliest := now-int32(from)*10000, now-int32(to+1)*10000 // earliest < birth <= latest
	var parts []*roaring.Bitmap
	for y := int(earliest / 10000); y <= int(latest/10000); y++ {
		b := x.year[y]
		switch {
		case b == nil:
		case y > int(earliest/10000) && y < int(latest/10000):
			parts = append(parts, b)
		default:
			edge := roaring.New()
			for i := b.Iterator(); i.HasNext(); {
				if n := i.Next(); x.birth[n] > earliest && x.birth[n] <= latest {
					edge.Add(n)
				}
			}
			parts = append(parts, edge)
		}
	}
	return roaring.FastOr(parts...)
}
