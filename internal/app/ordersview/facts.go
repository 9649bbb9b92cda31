package ordersview

import (
	"linli/internal/directory"
	"linli/internal/people"
	"linli/internal/region"
)

// Facts are what rules of the directory may know of a person.
func Facts(x people.Facts) directory.Facts {
	return directory.Facts{Age: x.Age, Sex: x.Sex, Attributes: x.Attributes, Region: x.Region, Registered: region.Code(x.Registered), HouseholdSize: x.HouseholdSize}
}

// vulnerable are the attributes that make a person come first; the published
// list of the priority formula.
var vulnerable = []string{"lives_alone", "without_family", "minimum_allowance", "low_income", "disability", "dementia", "bereaved_parent", "left_behind_child"}

// Vulnerabilities is how many of them hold.
func Vulnerabilities(f people.Facts) (n int) {
	for _, k := range vulnerable {
		if _, ok := f.Attributes[k]; ok {
			n++
		}
	}
	if l := f.Attributes["ability_level"]; l >= "3" && len(l) == 1 {
		n++
	}
	return n
}
