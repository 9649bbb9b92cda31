package errors

import (
	"context"
	"encoding/csv"
	stderrors "errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"strconv"
)

// What can be wrong with options; the errors returned say what.
var (
	ErrCount = stderrors.New("errors: a number of records, copies or modifications is out of range")
	ErrRate  = stderrors.New("errors: a rate is no number from 0 to 1")
	ErrKind  = stderrors.New("errors: there is no such kind of error")
)

// MaxRecords is the most records that a source makes.
const MaxRecords = 50_000_000

// Kind is a kind of error, as "name.homophone". The lists are in chinesekinds.go
// and englishkinds.go.
type Kind string

// Record is one row with its truth.
type Record struct {
	ID     string   // of the row; "rec-7-org", "rec-7-dup-0" as Febrl writes them
	Entity int64    // of the person: two rows are of one person when, and only when, these are equal
	Home   int64    // of the household; the same as Entity where there are none
	Copy   int      // 0: as the person is; 1 and more: with errors
	Values []string // in the order of Header
	Errors []Strike // what was done to it, in this order; an early one may be hidden by a later one
}

// Strike is one error in one field, by its place in Header.
type Strike struct {
	Kind  Kind
	Field int
}

// Tally counts, over all copies that were made, how often a kind was drawn and how
// often it did something.
type Tally struct {
	People, Records, Copies int
	Drawn, Struck           map[Kind]int
}

// Source makes records. Each calls fn for each of them and ends with the first
// error of fn, or with ctx.Err(). Header names the fields of Values.
type Source interface {
	Header() []string
	Each(ctx context.Context, fn func(Record) error) (Tally, error)
}

// Order is how records follow each other.
type Order int

// The orders.
const (
	Shuffled Order = iota // at random; eight bytes are held for each record
	ByPerson              // a person's records stand together; nothing is held
)

// Truth is which columns of truth WriteCSV writes.
type Truth int

// The columns of truth.
const (
	Hidden Truth = iota // "rec_id" is a running number and says nothing
	Marked              // "rec_id" as in Record.ID, and a column "entity"
)

// WriteCSV writes header and records. With Hidden only the order of the calls of
// Each tells who is who.
func WriteCSV(ctx context.Context, w io.Writer, s Source, t Truth) (Tally, error) {
	out := csv.NewWriter(w)
	row := []string{"rec_id"}
	if t == Marked {
		row = append(row, "entity")
	}
	if err := out.Write(append(row, s.Header()...)); err != nil {
		return Tally{}, err
	}
	n := 0
	tally, err := s.Each(ctx, func(r Record) error {
		n++
		row = append(row[:0], strconv.Itoa(n))
		if t == Marked {
			row = append(row[:0], r.ID, strconv.FormatInt(r.Entity, 10))
		}
		return out.Write(append(row, r.Values...))
	})
	out.Flush()
	return tally, stderrors.Join(err, out.Error())
}

// Shape is how numbers of copies are distributed over those who have any.
type Shape int

// The shapes, for k from 1 to Max.
const (
	Uniform Shape = iota // each as likely
	Poisson              // ∝ mᵏ⁻¹/(k−1)! with m = 1 + Share, as Febrl has it
	Zipf                 // ∝ 1/√k, as Febrl has it (θ = 0.5)
)

// Copies says how many copies with errors people have.
type Copies struct {
	Share float64 // of the people have any, 0 to 1
	Max   int     // at most so many, 1 to 20
	Shape Shape
}

func (c Copies) check() error {
	if !(c.Share >= 0 && c.Share <= 1) {
		return fmt.Errorf("%w: share of people with copies %g", ErrRate, c.Share)
	}
	if c.Max < 1 || c.Max > 20 || c.Shape < Uniform || c.Shape > Zipf {
		return fmt.Errorf("%w: at most %d copies, shape %d", ErrCount, c.Max, c.Shape)
	}
	return nil
}

// draw is the number of copies of a person.
func (c Copies) draw(r *rand.Rand) int {
	if r.Float64() >= c.Share {
		return 0
	}
	var weights [20]float64
	sum, p := 0.0, 1.0
	for k := range c.Max {
		switch c.Shape {
		case Uniform:
			weights[k] = 1
		case Poisson:
			if k > 0 {
				p *= (1 + c.Share) / float64(k)
			}
			weights[k] = p
		case Zipf:
			weights[k] = 1 / math.Sqrt(float64(k+1))
		}
		sum += weights[k]
	}
	x := r.Float64() * sum
	for k := range c.Max {
		if x -= weights[k]; x < 0 {
			return k + 1
		}
	}
	return c.Max
}

// stream is the random numbers of one thing: the same whatever was drawn before.
func stream(seed uint64, what, number, part uint64) *rand.Rand {
	return rand.New(rand.NewPCG(mix(seed^mix(what)), mix(number*64+part)))
}

// mix is the finisher of SplitMix64 (Steele, Lea and Flood 2014): neighbours
// become strangers.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// place is a record to be made: group (a household or a person), member, copy.
type place struct {
	group       int32
	member, nth uint8
}

// walk lists the records of groups 0, 1, 2 … until there are enough, and calls
// emit for each in the order asked for. shape gives the copies of each member.
func walk(ctx context.Context, seed uint64, records int, order Order, shape func(group int32) []int, emit func(place) error) (people int, err error) {
	var all []place
	left := records
	for g := int32(0); left > 0; g++ {
		if g%1024 == 0 && ctx.Err() != nil {
			return people, ctx.Err()
		}
		for m, copies := range shape(g) {
			if left == 0 {
				break
			}
			people++
			for c := 0; c <= copies && left > 0; c++ {
				left--
				p := place{g, uint8(m), uint8(c)}
				if order == Shuffled {
					all = append(all, p)
				} else if err := emit(p); err != nil {
					return people, err
				}
			}
		}
	}
	r := stream(seed, 'o', 0, 0)
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	for i, p := range all {
		if i%1024 == 0 && ctx.Err() != nil {
			return people, ctx.Err()
		}
		if err := emit(p); err != nil {
			return people, err
		}
	}
	return people, nil
}

// name numbers the members of groups of at most size.
func name(p place, size int64) (id string, entity int64) {
	entity = int64(p.group)*size + int64(p.member)
	if p.nth == 0 {
		return fmt.Sprintf("rec-%d-org", entity), entity
	}
	return fmt.Sprintf("rec-%d-dup-%d", entity, p.nth-1), entity
}
