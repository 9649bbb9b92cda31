package columns

import (
	"linli/engine/linkage/chinese"
	"linli/engine/linkage/measure"
)

// settling is where a table's resident ID numbers, birth dates and sexes stand, -1
// for nowhere. A number that is valid tells birth and sex where they are missing;
// one that contradicts the birth date altogether is somebody else's, borrowed for
// a form, and is left out.
type settling struct{ resident, birth, sex int }

func settles(cols []Column) settling {
	s := settling{-1, -1, -1}
	for c := range cols {
		switch cols[c].Role {
		case Resident:
			if s.resident < 0 {
				s.resident = c
			}
		case Birth:
			s.birth = c
		case Sex:
			s.sex = c
		}
	}
	return s
}

// borrowed reports whether a number and a birth date share neither year, nor month
// and day, and are not a slip or two apart.
func borrowed(number, birth string) bool {
	of := chinese.ResidentBirth(number)
	if of == "" || len(birth) != 8 {
		return false
	}
	return of[:4] != birth[:4] && of[4:] != birth[4:] && measure.Distance(of, birth) > 2
}

// settle changes a row by what its own values say of each other. at gives the value
// that stands in a column of the row, put sets one.
func (s settling) settle(at func(column int) *Value, put func(column int, text string)) {
	if s.resident < 0 {
		return
	}
	number := at(s.resident)
	if number.Text == "" {
		return
	}
	if s.birth >= 0 {
		switch birth := at(s.birth).Text; {
		case borrowed(number.Text, birth):
			put(s.resident, "")
			return
		case birth == "" && number.Valid:
			put(s.birth, chinese.ResidentBirth(number.Text))
		}
	}
	if s.sex >= 0 && number.Valid && at(s.sex).Text == "" {
		put(s.sex, chinese.ResidentSex(number.Text))
	}
}
