package access

import (
	"errors"
	"testing"
	"time"

	"linli/internal/region"
	"linli/internal/role"
)

var rules = Rules{"see": {role.CommunityWorker, role.Auditor}, "open": {role.Public}, "own": {role.SignedIn}}

func TestDecide(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	worker := Grant{Role: role.CommunityWorker, In: "449901001001"}
	for name, c := range map[string]struct {
		v      Viewer
		what   Permission
		err    error
		places int
		all    bool
	}{
		"the public may what is open":           {Viewer{}, "open", nil, 0, true},
		"the public signs in for the rest":      {Viewer{}, "see", ErrSignIn, 0, false},
		"the public owns nothing":               {Viewer{}, "own", ErrSignIn, 0, false},
		"whoever signed in has their own":       {Viewer{Account: "li"}, "own", nil, 0, true},
		"an account without a post may not":     {Viewer{Account: "li"}, "see", ErrForbidden, 0, false},
		"a post gives its place":                {Viewer{Account: "li", Grants: []Grant{worker}}, "see", nil, 1, false},
		"a wider post swallows the narrower":    {Viewer{Account: "li", Grants: []Grant{worker, {Role: role.Auditor, In: "449901"}}}, "see", nil, 1, false},
		"two places are two":                    {Viewer{Account: "li", Grants: []Grant{worker, {Role: role.CommunityWorker, In: "449901002001"}}}, "see", nil, 2, false},
		"a post that has ended gives nothing":   {Viewer{Account: "li", Grants: []Grant{{Role: role.Auditor, In: "449901", To: now}}}, "see", ErrForbidden, 0, false},
		"a post that has not begun nothing yet": {Viewer{Account: "li", Grants: []Grant{{Role: role.Auditor, In: "449901", From: now.Add(1)}}}, "see", ErrForbidden, 0, false},
		"another role gives nothing":            {Viewer{Account: "li", Grants: []Grant{{Role: role.HutKeeper, In: "449901"}}}, "see", ErrForbidden, 0, false},
		"a post without a place gives nothing":  {Viewer{Account: "li", Grants: []Grant{{Role: role.Auditor}}}, "see", ErrForbidden, 0, false},
	} {
		p, err := rules.Decide(c.v, c.what, now)
		if !errors.Is(err, c.err) || len(p.Places()) != c.places || p.Everywhere() != c.all {
			t.Errorf("%s: %v in %v, everywhere %v; %v", name, p, p.Places(), p.Everywhere(), err)
		}
	}
}

func TestNarrowNeverWidens(t *testing.T) {
	v := Viewer{Account: "li", Grants: []Grant{{Role: role.CommunityWorker, In: "449901001001"}, {Role: role.CommunityWorker, In: "449901002"}}}
	p, err := rules.Decide(v, "see", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	for to, want := range map[region.Code]string{
		"": "449901001001 449901002", "449901": "449901001001 449901002", "449901001": "449901001001",
		"449901002003": "449901002003", "449901001001004": "449901001001004", "449901001002": "outside", "449902": "outside",
	} {
		n, err := p.Narrow(to)
		got := ""
		for _, c := range n.Places() {
			if got != "" {
				got += " "
			}
			got += string(c)
			if !p.Covers(c) {
				t.Errorf("narrowed to %s it reaches %s", to, c)
			}
		}
		if errors.Is(err, ErrOutside) {
			got = "outside"
		}
		if got != want {
			t.Errorf("narrowed to %q: %s, want %s", to, got, want)
		}
	}
}
