package inbox

import (
	"context"
	"slices"
	"strings"
	"time"

	"linli/internal/fault"
	"linli/internal/platform/access"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/role"
)

// Mine is the permission to read one's own messages.
const Mine access.Permission = "inbox.mine"

// Rules says who holds it.
var Rules = access.Rules{Mine: {role.Resident}}

// ErrNone is for a message that is not there, or not for this reader.
var ErrNone = fault.New(fault.NotFound, "inbox.none", "找不到这条消息。", "There is no such message.")

// kept is how long a message stays.
const kept = 180 * 24 * time.Hour

// Message is what a resident reads.
type Message struct {
	ID     string    `json:"id"`
	At     time.Time `json:"at"`
	Kind   string    `json:"kind" doc:"Of the event"`
	Title  string    `json:"title"`
	Text   string    `json:"text"`
	Person string    `json:"person" doc:"About whom"`
	Order  string    `json:"order,omitempty"`
	Read   bool      `json:"read"`
}

// Reader is somebody whose messages an account reads.
type Reader struct {
	Person string
	Name   string // "" for oneself
}

// Around is what stands around the inbox; app supplies it.
type Around interface {
	// Readers are those whose messages the pass's account may read.
	Readers(ctx context.Context, p access.Pass) ([]Reader, error)
	// Service is what a service is called; "" where it is gone.
	Service(ctx context.Context, id string, l fault.Lang) string
	// PersonOf is whom a tie or complaint concerns, where its event does not say; "" for nobody.
	PersonOf(ctx context.Context, tx *store.Tx, e events.Event) (string, error)
}

// Service is the use cases.
type Service struct {
	DB     *store.DB
	Around Around
}

var house = access.House("inbox")

func persons(all []Reader) (ids []string) {
	for _, r := range all {
		ids = append(ids, r.Person)
	}
	return ids
}

// List is the messages that the pass's account may read, the newest first.
func (s *Service) List(ctx context.Context, p access.Pass, l fault.Lang, before string, limit int) ([]Message, error) {
	readers, err := s.Around.Readers(ctx, p)
	if err != nil {
		return nil, err
	}
	all, err := store.View(ctx, s.DB, house, func(tx *store.Tx) ([]row, error) { return list(ctx, tx, p.Who(), persons(readers), before, limit) })
	out := make([]Message, 0, len(all))
	for _, m := range all {
		x := Message{ID: m.id, At: m.at, Kind: m.kind, Person: m.person, Read: m.read}
		if strings.HasPrefix(m.kind, "delivery.") || strings.HasPrefix(m.kind, "settlement.") || strings.HasPrefix(m.kind, "orders.") && m.kind != "orders.place_offered" && m.kind != "orders.place_lapsed" {
			x.Order = m.subject
		}
		name := readers[slices.IndexFunc(readers, func(r Reader) bool { return r.Person == m.person })].Name
		x.Title, x.Text = m.say(func(id string) string { return s.Around.Service(ctx, id, l) }, name, l)
		out = append(out, x)
	}
	return out, err
}

// Unread is how many the pass's account has not read.
func (s *Service) Unread(ctx context.Context, p access.Pass) (int, error) {
	readers, err := s.Around.Readers(ctx, p)
	if err != nil {
		return 0, err
	}
	n, err := store.View(ctx, s.DB, house, func(tx *store.Tx) (int64, error) { return unread(ctx, tx, p.Who(), persons(readers)) })
	return int(n), err
}

// Read marks a message as read by the pass's account.
func (s *Service) Read(ctx context.Context, p access.Pass, id string) error {
	readers, err := s.Around.Readers(ctx, p)
	if err != nil {
		return err
	}
	_, err = store.In(ctx, s.DB, house, func(tx *store.Tx) (int, error) {
		person, err := about(ctx, tx, id)
		if err == nil && !slices.Contains(persons(readers), person) {
			err = ErrNone
		}
		if err != nil {
			return 0, err
		}
		return 0, mark(ctx, tx, p.Who(), id, tx.Now)
	})
	return err
}

// Follow keeps what residents are to be told. app calls it for every event of orders,
// family and supervision, once, in order.
func (s *Service) Follow(ctx context.Context, tx *store.Tx, e events.Event) error {
	if _, wanted := told[e.Kind]; !wanted {
		return nil
	}
	var b struct{ Person, Helper, Service, Day, Slot, Why, How string }
	if err := e.Decode(&b); err != nil {
		return err
	}
	person := b.Person
	switch e.Kind {
	case "family.agreed":
		person = b.Helper
	case "supervision.complaint_answered":
		var err error
		if person, err = s.Around.PersonOf(ctx, tx, e); err != nil {
			return err
		}
	}
	if person == "" || e.Region == "" {
		return nil
	}
	return add(ctx, tx, row{id: tx.ID(), region: e.Region, person: person, kind: e.Kind, subject: e.Subject, at: e.At,
		facts: facts{Service: b.Service, Day: b.Day, Slot: b.Slot, Why: b.Why}})
}

// Clear takes away what is old; it returns how many.
func (s *Service) Clear(ctx context.Context, p access.Pass) (int, error) {
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (int, error) { return clear(ctx, tx, tx.Now.Add(-kept)) })
}
