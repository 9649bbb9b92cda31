package errors

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"linli/engine/linkage/names"
)

// English makes records in the fields of Febrl.
type English struct {
	Seed    uint64
	Records int // in all, 1 to MaxRecords
	Copies  Copies
	Order   Order

	// PerField and PerRecord bound the modifications of a copy, 1 to 20. As
	// in Febrl a copy gets as many as PerRecord, from 1 to PerField of them in a field at a time.
	PerField, PerRecord int
	// Independent draws suburb, postcode and state without regard to each other.
	Independent bool
}

// Febrl1 is the setting of dataset1 (500 people, 500 copies, 1 modification),
// for so many records.
func Febrl1(seed uint64, records int) English {
	return English{Seed: seed, Records: records, Copies: Copies{1, 1, Uniform}, PerField: 1, PerRecord: 1, Independent: true}
}

// Febrl2 is the setting of dataset2: 4,000 people, 1,000 copies.
func Febrl2(seed uint64, records int) English {
	return English{Seed: seed, Records: records, Copies: Copies{0.118, 5, Poisson}, PerField: 2, PerRecord: 2, Independent: true}
}

// Febrl3 is the setting of dataset3: 2,000 people, 3,000 copies.
func Febrl3(seed uint64, records int) English {
	return English{Seed: seed, Records: records, Copies: Copies{0.56, 5, Zipf}, PerField: 4, PerRecord: 6, Independent: true}
}

// Febrl4 is the setting of dataset4: as many copies as people, two and four modifications.
func Febrl4(seed uint64, records int) English {
	return English{Seed: seed, Records: records, Copies: Copies{1, 1, Uniform}, PerField: 2, PerRecord: 4, Independent: true}
}

// The fields of an English record, by place.
const (
	eGiven = iota
	eSurname
	eNumber
	eAddress1
	eAddress2
	eSuburb
	ePostcode
	eState
	eBirth
	eID
	eFields
)

// Header names the fields as Febrl does.
func (English) Header() []string {
	return []string{"given_name", "surname", "street_number", "address_1", "address_2", "suburb", "postcode", "state", "date_of_birth", "soc_sec_id"}
}

// Check reports what is wrong with the options.
func (e English) Check() error {
	if e.Records < 1 || e.Records > MaxRecords {
		return fmt.Errorf("%w: %d records", ErrCount, e.Records)
	}
	if e.PerField < 1 || e.PerField > 20 || e.PerRecord < 1 || e.PerRecord > 20 {
		return fmt.Errorf("%w: %d modifications a field, %d a record", ErrCount, e.PerField, e.PerRecord)
	}
	return e.Copies.check()
}

// Each makes the records.
func (e English) Each(ctx context.Context, fn func(Record) error) (Tally, error) {
	if err := e.Check(); err != nil {
		return Tally{}, err
	}
	tally := Tally{Drawn: map[Kind]int{}, Struck: map[Kind]int{}}
	var one [1]int
	shape := func(g int32) []int {
		one[0] = e.Copies.draw(stream(e.Seed, 'n', uint64(g), 0))
		return one[:]
	}
	people, err := walk(ctx, e.Seed, e.Records, e.Order, shape, func(at place) error {
		id, entity := name(at, 1)
		v := e.resident(stream(e.Seed, 'e', uint64(at.group), 0))
		rec := Record{ID: id, Entity: entity, Home: entity, Copy: int(at.nth)}
		tally.Records++
		if at.nth > 0 {
			tally.Copies++
			rec.Errors = e.modify(stream(e.Seed, 'k', uint64(at.group), uint64(at.nth)), &v, tally)
		}
		rec.Values = v[:]
		return fn(rec)
	})
	tally.People = people
	return tally, err
}

// resident draws one.
func (e English) resident(r *rand.Rand) (v [eFields]string) {
	for f := range v {
		if empty := englishFields[f].empty; empty == 0 || r.Float64() >= empty {
			v[f] = draw(r, f)
		}
	}
	if e.Independent {
		return v
	}
	where := names.Suburbs.Draw(r)
	h := mix(uint64(len(where))<<32 ^ hash(where))
	state, code := v[eState], v[ePostcode]
	if state != "" {
		state = names.States.Words[int(h%uint64(len(names.States.Words)))]
	}
	if code != "" {
		code = strconv.Itoa(2000 + int(h>>8%6000))
	}
	if v[eSuburb] != "" {
		v[eSuburb] = where
	}
	v[eState], v[ePostcode] = state, code
	return v
}

// hash is FNV-1a.
func hash(s string) uint64 {
	h := uint64(14695981039346656037)
	for _, c := range []byte(s) {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h
}

// draw draws a value of a field.
func draw(r *rand.Rand, field int) string {
	switch field {
	case eGiven:
		return names.GivenNames.Draw(r)
	case eSurname:
		return names.FamilyNames.Draw(r)
	case eNumber:
		return strconv.Itoa(1 + min(int(r.ExpFloat64()*45), 2000))
	case eAddress1:
		return names.Streets.Draw(r)
	case eAddress2:
		return names.Estates.Draw(r)
	case eSuburb:
		return names.Suburbs.Draw(r)
	case ePostcode:
		return strconv.Itoa(2000 + r.IntN(6000))
	case eState:
		return names.States.Draw(r)
	case eBirth:
		return time.Date(1900, 1, 1+r.IntN(36524), 0, 0, 0, 0, time.UTC).Format("20060102")
	}
	return strconv.Itoa(1_000_000 + r.IntN(9_000_000))
}
