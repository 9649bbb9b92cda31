package door_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"linli/internal/delivery/door"
)

var noon = time.Date(2026, 11, 25, 4, 0, 0, 0, time.UTC)

func TestWhereNobodyDoesAnythingTheTimerReachesTheEmergencyCallInAnHour(t *testing.T) {
	c := door.Open(true, "courier", noon)
	at := []struct {
		minute int
		step   door.Step
	}{{4, door.Call}, {5, door.Neighbour}, {14, door.Neighbour}, {15, door.Family}, {30, door.Grid}, {59, door.Grid}, {60, door.Emergency}, {600, door.Emergency}}
	for _, x := range at {
		for c.Lapse(noon.Add(time.Duration(x.minute) * time.Minute)) {
		}
		if c.Step != x.step {
			t.Errorf("after %d minutes: %s, not %s", x.minute, c.Step, x.step)
		}
	}
	if len(c.Log) != 5 || c.Ended != "" || !c.Due.IsZero() {
		t.Errorf("the log: %+v", c)
	}
}

func TestForTheOthersItEndsWithTheFamily(t *testing.T) {
	c := door.Open(false, "courier", noon)
	for i := range 100 {
		c.Lapse(noon.Add(time.Duration(i) * time.Minute))
	}
	if c.Step != door.Family || !c.Due.IsZero() {
		t.Errorf("%+v", c)
	}
	if !c.Skip(door.Emergency, "courier", "heard a cry", noon.Add(2*time.Hour)) || c.Step != door.Emergency {
		t.Errorf("whoever sees more goes on at once: %+v", c)
	}
}

func TestTries(t *testing.T) {
	c := door.Open(true, "courier", noon)
	if c.Tried(door.Family, door.NoAnswer, "x", "", noon) {
		t.Error("a step that has not come")
	}
	if !c.Tried(door.Call, door.NoAnswer, "courier", "", noon.Add(time.Minute)) || c.Step != door.Neighbour {
		t.Errorf("%+v", c)
	}
	due := c.Due
	if !c.Tried(door.Neighbour, door.Reached, "courier", "she looks", noon.Add(3*time.Minute)) || !c.Due.After(due) || c.Step != door.Neighbour {
		t.Errorf("who was reached gets time: %+v", c)
	}
	if !c.Tried(door.Call, door.NoAnswer, "courier", "", noon.Add(4*time.Minute)) || c.Step != door.Neighbour {
		t.Errorf("the phone once more: %+v", c)
	}
	if !c.End(door.Answered, "courier", "she was in the bath", noon.Add(5*time.Minute)) {
		t.Error("the end")
	}
	if c.End(door.Away, "x", "", noon) || c.Tried(door.Call, door.NoAnswer, "x", "", noon) || c.Skip(door.Grid, "x", "", noon) || c.Lapse(noon.Add(time.Hour)) {
		t.Error("after the end nothing changes")
	}
}

func TestAnyStoryHasALogThatTellsIt(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c, now := door.Open(rapid.Bool().Draw(r, "frail"), "a", noon), noon
		at := func(s door.Step) int {
			for i, x := range door.Steps {
				if x == s {
					return i
				}
			}
			return -1
		}
		for range rapid.IntRange(0, 12).Draw(r, "n") {
			now = now.Add(time.Duration(rapid.IntRange(0, 20).Draw(r, "minutes")) * time.Minute)
			was, logged := c, len(c.Log)
			step := rapid.SampledFrom(door.Steps).Draw(r, "step")
			var ok bool
			switch rapid.IntRange(0, 3).Draw(r, "what") {
			case 0:
				ok = c.Tried(step, rapid.SampledFrom([]door.Result{door.NoAnswer, door.Nobody, door.Reached}).Draw(r, "result"), "a", "", now)
			case 1:
				ok = c.Lapse(now)
			case 2:
				ok = c.Skip(step, "a", "", now)
			case 3:
				ok = c.End(rapid.SampledFrom(door.Outcomes).Draw(r, "outcome"), "a", "", now)
			}
			if grew := len(c.Log) - logged; ok != (grew == 1) || !ok && grew != 0 {
				r.Fatalf("ok %v, and the log grew by %d", ok, grew)
			}
			if at(c.Step) < at(was.Step) || was.Ended != "" && ok || c.Ended != "" && !c.Due.IsZero() {
				r.Fatalf("%+v became %+v", was, c)
			}
		}
	})
}
