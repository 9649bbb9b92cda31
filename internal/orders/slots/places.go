package slots

import (
	"context"
	"database/sql"
	"embed"

	"linli/internal/platform/store"
	"linli/internal/region"
)

// Schema of the places. No other package names the table.
//
//go:embed schema/*.sql
var Schema embed.FS

const reason = "places of a point are held for people of other streets too"

// Place names what is held: units of a service at a point on a day, at a time.
type Place struct {
	At              region.Code // of the point
	Point, Service  string
	Day, Slot       string
	PerDay, PerSlot int // limits; 0: none of this kind
	Quantity        int
}

const unlimited = 1 << 40

// limits of the day and of the time. Both are counted whether or not there is a
// limit: one that is set later must find the right number.
func (p Place) limits() (day, slot int) {
	day, slot = p.PerDay, p.PerSlot
	if day <= 0 {
		day = unlimited
	}
	if slot <= 0 {
		slot = unlimited
	}
	return day, slot
}

// Hold takes the places; ok is false, and the transaction is to be given up or
// nothing of it kept, where there are not enough. One statement.
func Hold(ctx context.Context, tx *store.Tx, p Place) (ok bool, err error) {
	day, slot := p.limits()
	if p.Quantity > day || p.Quantity > slot {
		return false, nil
	}
	street := p.At.Street()
	n, err := tx.UnscopedExec(ctx, reason, `
		INSERT INTO order_places (street, point, service, day, slot, taken, capacity) VALUES (?, ?, ?, ?, '', ?, ?), (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (street, point, service, day, slot) DO UPDATE SET taken = order_places.taken + excluded.taken, capacity = excluded.capacity
		WHERE order_places.taken + excluded.taken <= excluded.capacity`,
		street, p.Point, p.Service, p.Day, p.Quantity, day, street, p.Point, p.Service, p.Day, p.Slot, p.Quantity, slot)
	return n == 2, err
}

// Release gives places back.
func Release(ctx context.Context, tx *store.Tx, p Place) error {
	_, err := tx.UnscopedExec(ctx, reason, `
		UPDATE order_places SET taken = taken - ? WHERE street = ? AND point = ? AND service = ? AND day = ? AND slot IN ('', ?)`,
		p.Quantity, p.At.Street(), p.Point, p.Service, p.Day, p.Slot)
	return err
}

// Taken is what is held of a service at a point, by day and slot; the key "" is
// the whole day.
func Taken(ctx context.Context, tx *store.Tx, at region.Code, point, service, from, to string) (map[[2]string]int, error) {
	rows, err := tx.Unscoped(ctx, reason, `
		SELECT day, slot, taken FROM order_places WHERE street = ? AND point = ? AND service = ? AND day >= ? AND day <= ?`,
		at.Street(), point, service, from, to)
	return counters(rows, err)
}

// Free is how many units can still be held, by what Taken told.
func (p Place) Free(taken map[[2]string]int) int {
	day, slot := p.limits()
	return max(0, min(day-taken[[2]string{p.Day, ""}], slot-taken[[2]string{p.Day, p.Slot}]))
}

// HoldFree is Hold for a transaction that goes on where there is no place: it
// takes nothing then. Two statements: the first locks the counters, so that
// nobody changes them before the second.
func HoldFree(ctx context.Context, tx *store.Tx, p Place) (bool, error) {
	rows, err := tx.Unscoped(ctx, reason, `
		UPDATE order_places SET capacity = capacity WHERE street = ? AND point = ? AND service = ? AND day = ? AND slot IN ('', ?) RETURNING day, slot, taken`,
		p.At.Street(), p.Point, p.Service, p.Day, p.Slot)
	taken, err := counters(rows, err)
	if err != nil || p.Free(taken) < p.Quantity {
		return false, err
	}
	return Hold(ctx, tx, p)
}

func counters(rows *sql.Rows, err error) (map[[2]string]int, error) {
	out := map[[2]string]int{}
	return out, store.Each(rows, err, func(r *sql.Rows) error {
		var day, slot string
		var n int
		err := r.Scan(&day, &slot, &n)
		out[[2]string{day, slot}] = n
		return err
	})
}
