package fault

import (
	"errors"
	"fmt"
	"sort"
	"sync"
)

// Kind says what the caller can do about it. api turns a Kind into a status;
// nothing else in the house knows about status numbers.
type Kind string

const (
	Invalid      Kind = "invalid"      // mend the input
	Unauthorized Kind = "unauthorized" // sign in first
	Forbidden    Kind = "forbidden"    // ask someone who may
	NotFound     Kind = "not_found"    // it is not there, or not there for you
	Conflict     Kind = "conflict"     // the world moved: look again
	Stale        Kind = "stale"        // you hold an old version: reload and repeat
	TooMany      Kind = "too_many"     // wait and try again
	TooLarge     Kind = "too_large"    // send less
	Unavailable  Kind = "unavailable"  // not now; nothing was done
)

// Lang is a language that people are spoken to in.
type Lang string

const (
	Zh Lang = "zh"
	En Lang = "en"
)

// Fault is a refusal with a stable code and words in both languages.
// The words may hold fmt verbs, filled by With.
type Fault struct {
	Kind  Kind
	Code  string // "people.id_check_digit": stable, listed in docs/faults.md
	Field string // the input to blame, where one is
	Zh    string
	En    string
	More  []*Fault // the single faults of a Join

	args []any
}

var (
	mu    sync.Mutex
	known = map[string]*Fault{}
)

// New makes a Fault. Declare them once per package as variables; a code used
// twice panics at start.
func New(k Kind, code, zh, en string) *Fault {
	f := &Fault{Kind: k, Code: code, Zh: zh, En: en}
	mu.Lock()
	defer mu.Unlock()
	if _, dup := known[code]; dup {
		panic("fault: code " + code + " declared twice")
	}
	known[code] = f
	return f
}

// All lists every declared Fault by code, for docs/faults.md.
func All() []*Fault {
	mu.Lock()
	defer mu.Unlock()
	out := make([]*Fault, 0, len(known))
	for _, f := range known {
		out = append(out, f)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Code < out[j].Code })
	return out
}

func (f *Fault) Error() string {
	s := string(f.Kind) + ": " + f.Code
	if f.Field != "" {
		s += " (" + f.Field + ")"
	}
	return s + ": " + f.Text(En)
}

// Is compares by code, so that errors.Is finds a Fault whatever its field and
// arguments.
func (f *Fault) Is(target error) bool {
	t, ok := target.(*Fault)
	if !ok {
		return false
	}
	if t.Code == f.Code {
		return true
	}
	for _, m := range f.More {
		if m.Is(target) {
			return true
		}
	}
	return false
}

// On is a copy that names the field to blame.
func (f *Fault) On(field string) *Fault {
	c := *f
	c.Field = field
	return &c
}

// With is a copy whose words are filled with args. Never pass personal data:
// the words reach logs.
func (f *Fault) With(args ...any) *Fault {
	c := *f
	c.args = args
	return &c
}

// Text is the sentence in a language; anything but Zh is English.
func (f *Fault) Text(l Lang) string {
	s := f.En
	if l == Zh {
		s = f.Zh
	}
	if len(f.args) > 0 {
		return fmt.Sprintf(s, f.args...)
	}
	return s
}

var several = New(Invalid, "input.several", "有几处需要改正。", "Several things need mending.")

// Join makes one Fault of many, so that a form can show all of them at once.
// No faults give nil; one gives itself.
func Join(faults ...*Fault) error {
	var all []*Fault
	for _, f := range faults {
		if f != nil {
			all = append(all, f)
		}
	}
	switch len(all) {
	case 0:
		return nil
	case 1:
		return all[0]
	}
	c := *several
	c.Kind, c.More = all[0].Kind, all
	return &c
}

// Of finds the Fault inside err, or nil when err is our own failure.
func Of(err error) *Fault {
	var f *Fault
	if errors.As(err, &f) {
		return f
	}
	return nil
}

// KindOf is the kind of the Fault inside err, or "" for our own failure.
func KindOf(err error) Kind {
	if f := Of(err); f != nil {
		return f.Kind
	}
	return ""
}
