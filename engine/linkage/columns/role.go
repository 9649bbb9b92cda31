package columns

import "fmt"

// Role is what a column says about its record.
type Role uint8

// The roles.
const (
	Ignored  Role = iota // no evidence
	Key                  // names the record; no evidence
	Given                // given name
	Family               // surname
	Full                 // whole name of a person
	Birth                // date of birth
	Sex                  // sex or gender
	Resident             // Chinese resident ID number
	Number               // another number or code that belongs to one person or thing
	Phone                // telephone number
	Email                // e-mail address
	House                // number of a house, unit or flat
	Street               // a line of an address
	Address              // a whole address
	Place                // town, suburb, community
	Postcode             // postal code
	State                // state, province or other large area
	Category             // one of few values
	Amount               // a quantity
	Text                 // any other text
	roles
)

var roleNames = [roles]string{"ignored", "id", "given_name", "surname", "name", "birth", "sex", "resident_id", "number", "phone", "email",
	"house", "street", "address", "place", "postcode", "state", "category", "amount", "text"}

// String is the name that ParseRole reads.
func (r Role) String() string {
	if r < roles {
		return roleNames[r]
	}
	return fmt.Sprintf("role %d", uint8(r))
}

// ParseRole reads a role's name.
func ParseRole(s string) (Role, error) {
	for r, n := range roleNames {
		if n == s {
			return Role(r), nil
		}
	}
	return 0, fmt.Errorf("%q is no role; there are %v", s, roleNames)
}

// Names lists the names of all roles.
func Names() []string { return roleNames[:] }
