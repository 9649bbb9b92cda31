package access

import (
	"fmt"
	"sort"
	"time"

	"linli/internal/fault"
	"linli/internal/region"
	"linli/internal/role"
)

// Permission names one thing that can be done: "people.search".
type Permission string

// Grant is a role held in a place, for a term. The zero To is open-ended.
type Grant struct {
	Role     role.Role
	In       region.Code
	Org      string // organisation, for posts held in one
	From, To time.Time
}

// Viewer is whoever asks, as the session knows them: an account and the posts
// it holds at this moment. The zero Viewer is the public.
type Viewer struct {
	Account string
	Person  string // the resident's own record, where the account has one
	Grants  []Grant
}

// Pass is a permission granted to a viewer in certain places. Its fields are
// hidden so that no other package can forge or widen one.
type Pass struct {
	who, person string
	what        Permission
	places      []region.Code
	everywhere  bool
	also        map[Permission]bool
	orgs        []string
}

var (
	// ErrForbidden is for an operation that none of the viewer's posts permits.
	ErrForbidden = fault.New(fault.Forbidden, "access.not_granted",
		"您的岗位没有这项权限。", "None of your posts permits this.")
	// ErrSignIn is for an operation that the public may not do.
	ErrSignIn = fault.New(fault.Unauthorized, "access.sign_in",
		"请先登录。", "Please sign in first.")
	// ErrOutside is for a place that the pass does not cover; as everywhere
	// outside one's places, a thing there is simply not found.
	ErrOutside = fault.New(fault.NotFound, "access.no_such_place",
		"找不到这个区域。", "There is no such region.")
)

// Rules says which roles hold which permission. Each feature contributes its own.
type Rules map[Permission][]role.Role

// Merge is the union of many features' rules. It panics when two features
// declare one permission, which is a mistake of ours.
func Merge(all ...Rules) Rules {
	out := Rules{}
	for _, rules := range all {
		for p, roles := range rules {
			if _, dup := out[p]; dup {
				panic("access: permission " + string(p) + " declared twice")
			}
			out[p] = roles
		}
	}
	return out
}

// Permissions lists the permissions in alphabetical order.
func (r Rules) Permissions() []Permission {
	out := make([]Permission, 0, len(r))
	for p := range r {
		out = append(out, p)
	}
	sort.Slice(out, func(i, j int) bool { return out[i] < out[j] })
	return out
}

// Decide gives the Pass for one operation at a moment. ErrSignIn when nobody
// has signed in and the public may not; ErrForbidden when the viewer holds the
// permission nowhere. A permission of
// role.Public or role.SignedIn covers every place.
func (r Rules) Decide(v Viewer, p Permission, now time.Time) (Pass, error) {
	roles, known := r[p]
	if !known {
		panic("access: unknown permission " + string(p))
	}
	pass := Pass{who: v.Account, person: v.Person, what: p, also: r.held(v, now)}
	for _, want := range roles {
		if want == role.Public || want == role.SignedIn && v.Account != "" {
			pass.everywhere = true
		}
		for _, g := range v.Grants {
			if g.Role == want && g.In != "" && g.holds(now) {
				pass.places = append(pass.places, g.In)
				if g.Org != "" {
					pass.orgs = append(pass.orgs, g.Org)
				}
			}
		}
	}
	if pass.everywhere {
		pass.places = nil
		return pass, nil
	}
	pass.places = outermost(pass.places)
	switch {
	case len(pass.places) > 0:
		return pass, nil
	case v.Account == "":
		return Pass{}, ErrSignIn
	}
	return Pass{}, ErrForbidden
}

// Held lists what a viewer may do anywhere, for menus.
func (r Rules) Held(v Viewer, now time.Time) []Permission {
	var out []Permission
	for p := range r.held(v, now) {
		out = append(out, p)
	}
	sort.Slice(out, func(i, j int) bool { return out[i] < out[j] })
	return out
}

func (r Rules) held(v Viewer, now time.Time) map[Permission]bool {
	out := map[Permission]bool{}
	for p, roles := range r {
		for _, want := range roles {
			for _, g := range v.Grants {
				if want == role.Public || want == role.SignedIn || g.Role == want && g.holds(now) {
					out[p] = true
				}
			}
		}
	}
	return out
}

func (g Grant) holds(now time.Time) bool {
	return !now.Before(g.From) && (g.To.IsZero() || now.Before(g.To))
}

// outermost drops places that lie in another of the list, so that a scope is
// as few ranges as can be.
func outermost(in []region.Code) []region.Code {
	sort.Slice(in, func(i, j int) bool { return in[i] < in[j] })
	var out []region.Code
	for _, c := range in {
		if len(out) == 0 || !c.In(out[len(out)-1]) {
			out = append(out, c)
		}
	}
	return out
}

// House is the pass of the house itself, for background work, the command line
// and start-up. It covers every place; who names the work in the audit trail.
// The architecture test lists who may call it.
func House(work string) Pass {
	return Pass{who: "house:" + work, what: Permission("house." + work), everywhere: true}
}

// HouseIn is the pass of the house within one place, for work begun by
// somebody whose right was checked when they began it.
func HouseIn(work, account string, places ...region.Code) Pass {
	return Pass{who: account, what: Permission("house." + work), places: outermost(places)}
}

// Who is the account to write in the audit trail; "" is the public.
func (p Pass) Who() string { return p.who }

// Person is the resident's own record, or "".
func (p Pass) Person() string { return p.person }

// What is the permission that was asked for.
func (p Pass) What() Permission { return p.what }

// Orgs are the organisations of the posts that gave this pass.
func (p Pass) Orgs() []string { return p.orgs }

// Has reports whether the viewer also holds another permission somewhere; use
// it only to decide what to show, never to let something happen.
func (p Pass) Has(what Permission) bool { return p.also[what] }

// Everywhere reports whether the pass covers every place.
func (p Pass) Everywhere() bool { return p.everywhere }

// Places are the regions of the pass, for the store to put into SQL.
func (p Pass) Places() []region.Code { return p.places }

// Covers reports whether the pass reaches a place.
func (p Pass) Covers(c region.Code) bool {
	if p.everywhere {
		return true
	}
	for _, place := range p.places {
		if c.In(place) {
			return true
		}
	}
	return false
}

// Narrow is the pass within one place: the part of its places that lies in c.
// ErrOutside when there is none.
func (p Pass) Narrow(c region.Code) (Pass, error) {
	if c == "" {
		return p, nil
	}
	n := p
	n.everywhere, n.places = false, nil
	if p.Covers(c) {
		n.places = []region.Code{c}
		return n, nil
	}
	for _, place := range p.places {
		if place.In(c) {
			n.places = append(n.places, place)
		}
	}
	if len(n.places) == 0 {
		return Pass{}, ErrOutside
	}
	return n, nil
}

// String never shows more than an auditor's line may hold.
func (p Pass) String() string { return fmt.Sprintf("%s as %s in %v", p.what, p.who, p.places) }
