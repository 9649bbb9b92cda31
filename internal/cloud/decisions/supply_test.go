package decisions

import (
	"testing"

	"linli/internal/directory"
)

func TestPublicHandsAreToldByTheCreditCodeElseByTheKind(t *testing.T) {
	for name, c := range map[string]struct {
		o    directory.Organisation
		want bool
	}{
		"a public institution":          {directory.Organisation{Kind: "clinic", Credit: "12449901MA0000001X"}, true},
		"a company that runs a clinic":  {directory.Organisation{Kind: "clinic", Credit: "91449901MA0000001X"}, false},
		"an office without a code yet":  {directory.Organisation{Kind: "government"}, true},
		"a charity without a code yet":  {directory.Organisation{Kind: "charity"}, false},
		"a social organisation's house": {directory.Organisation{Kind: "social_organisation", Credit: "52449901MA0000001X"}, false},
	} {
		if got := inPublicHands(c.o); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
