package deliveryview

import (
	"context"
	"errors"
	"slices"
	"time"

	"linli/internal/family"
	"linli/internal/people"
	"linli/internal/platform/access"
	"linli/internal/platform/events"
	"linli/internal/platform/jobs"
	"linli/internal/platform/notify"
	"linli/internal/platform/store"
	"linli/internal/region"
)

// Letters sends text messages to those who get somebody's messages when a door stays
// shut: not everybody has the page open. The text names nobody.
type Letters struct {
	View   View
	Queue  func() *jobs.Queue
	Sender func() notify.Sender
}

// Heeded are the kinds of events that Follow wants to hear.
var Heeded = []string{"delivery.door_family"}

// DoorLetter is the work of telling a family.
type DoorLetter struct {
	Person string
	Region region.Code
}

// Kind names the work.
func (DoorLetter) Kind() string { return "door_letter" }

// Jobs registers the work.
func (l Letters) Jobs(r *jobs.Registry) { jobs.Add(r, time.Minute, l.Send) }

// Follow queues a letter in the transaction of the log.
func (l Letters) Follow(ctx context.Context, tx *store.Tx, e events.Event) error {
	var b struct{ Person string }
	if err := e.Decode(&b); err != nil || b.Person == "" {
		return err
	}
	return l.Queue().Enqueue(ctx, tx, DoorLetter{b.Person, e.Region})
}

const doorText = "【邻里】您关照的家人（邻居）的送餐或上门服务没有人应门，请尽快打电话或上门看看，并联系服务点。Linli: nobody opens the door of somebody you look after; please call or look in at once."

// Send tells everybody who agreed to get the person's messages and has a phone.
func (l Letters) Send(ctx context.Context, a DoorLetter) error {
	p := access.HouseIn("delivery.letter", "", a.Region.District())
	ties, err := l.View.Family().Ties(ctx, p, a.Person)
	if errors.Is(err, family.ErrPerson) {
		return nil // gone since
	}
	for _, t := range ties {
		if err != nil || t.Person != a.Person || t.State != family.Agreed || t.Helper == "" || !slices.Contains(t.What, family.Messages) {
			continue
		}
		phone, perr := l.View.People.RevealField(ctx, p, t.Helper, "phone", "无人应门短信通知")
		if errors.Is(perr, people.ErrNone) || perr == nil && phone == "" {
			continue
		}
		if err = perr; err == nil {
			err = l.Sender().Send(ctx, notify.Notice{Phone: phone, Text: doorText})
		}
	}
	return err
}
