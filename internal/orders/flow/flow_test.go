package flow

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestEveryModeLeadsToTheEnd(t *testing.T) {
	for mode, verbs := range map[Mode][]Verb{
		OnSite:    {Accept, Deliver, Confirm, Rate, Settle},
		Online:    {Accept, Deliver, Confirm, Rate, Settle},
		Delivery:  {Accept, Assign, Assign, Start, Deliver, Confirm, Settle},
		HomeVisit: {Accept, Assign, Start, Arrive, Deliver, Rate, Settle},
		DayCare:   {Accept, Arrive, Deliver, Settle},
	} {
		at := Placed
		for _, v := range verbs {
			next, ok := To(mode, at, v)
			if !ok {
				t.Fatalf("%s: %s cannot be made from %s", mode, v, at)
			}
			at = next
		}
		if at != Settled {
			t.Errorf("%s ends in %s", mode, at)
		}
	}
}

func TestWhatCannotBeDone(t *testing.T) {
	for _, c := range []struct {
		mode Mode
		from State
		verb Verb
	}{
		{Delivery, Placed, Deliver}, {Delivery, Accepted, Start}, {Delivery, Assigned, Arrive}, {OnSite, Accepted, Assign}, {OnSite, Accepted, Start}, {HomeVisit, OnTheWay, Deliver},
		{HomeVisit, OnTheWay, Cancel}, {DayCare, InService, Cancel}, {Delivery, Delivered, Cancel}, {Delivery, Settled, Reopen}, {Delivery, Cancelled, Reopen}, {Delivery, Declined, Accept},
		{Delivery, Placed, Absent}, {Delivery, Rated, Rate}, {"swimming", Placed, Accept},
	} {
		if to, ok := To(c.mode, c.from, c.verb); ok {
			t.Errorf("%s of an order (%s) that is %s leads to %s", c.verb, c.mode, c.from, to)
		}
	}
}

// However one steps: what is settled never changes, and only reopening brings
// back the use of a place.
func TestPlacesComeBackOnlyByReopening(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, at := rapid.SampledFrom(Modes).Draw(t, "mode"), Placed
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			v := rapid.SampledFrom(Verbs).Draw(t, "verb")
			next, ok := To(m, at, v)
			if ok != slices.Contains(Steps(m, at), v) {
				t.Fatal("Steps and To differ")
			}
			if !ok {
				continue
			}
			if at == Settled {
				t.Fatalf("%s of a settled order", v)
			}
			if !at.Holds() && next.Holds() && v != Reopen {
				t.Fatalf("%s takes a place up again", v)
			}
			if at.Done() && !next.Done() {
				t.Fatalf("%s undoes what was done", v)
			}
			if at.IsOpen() && at.Done() || next.Event() == "orders." {
				t.Fatal("a state is open and done")
			}
			at = next
		}
	})
}

func TestEveryStateHasItsWords(t *testing.T) {
	for _, s := range All {
		if zh, en := s.Word(); zh == "" || en == "" {
			t.Errorf("%s has no words", s)
		}
	}
}
