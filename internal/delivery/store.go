package delivery

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"time"

	"linli/internal/delivery/trip"
	"linli/internal/platform/api"
	"linli/internal/platform/store"
	"linli/internal/region"
)

// Schema of the rounds. No other package names the tables.
//
//go:embed schema/*.sql
var Schema embed.FS

type record struct {
	Name, Note, PointName  string
	By                     trip.By
	Leaves, Returns        time.Time
	OutAt, BackAt          time.Time
	Boxes, BagsOut, BagsIn int
	Stops                  []trip.Stop
	DoorReadings           map[string]DeliveryReading // by order
	Readings               []DeliveryReading
	Lon, Lat               float64 // of the kitchen
}

const columns = `id, region, org, point, day, slot, state, courier, created, version, body`

func scan(r *sql.Rows) (x DeliveryRound, err error) {
	var body string
	var created int64
	if err = r.Scan(&x.ID, &x.Region, &x.Org, &x.Point, &x.Day, &x.Slot, &x.State, &x.Courier, &created, &x.Version, &body); err != nil {
		return x, err
	}
	var b record
	err = json.Unmarshal([]byte(body), &b)
	x.Created, x.Name, x.Note, x.PointName, x.By, x.Leaves, x.Returns, x.OutAt, x.BackAt = store.Time(created), b.Name, b.Note, b.PointName, b.By, b.Leaves, b.Returns, b.OutAt, b.BackAt
	x.Boxes, x.BagsOut, x.BagsIn, x.Readings, x.KitchenLon, x.KitchenLat = b.Boxes, b.BagsOut, b.BagsIn, b.Readings, b.Lon, b.Lat
	if x.Readings == nil {
		x.Readings = []DeliveryReading{}
	}
	x.Stops = make([]DeliveryStop, len(b.Stops))
	for i, s := range b.Stops {
		x.Stops[i].Stop = s
		if t, ok := b.DoorReadings[s.Order]; ok {
			x.Stops[i].Reading = &t
		}
	}
	x.number()
	return x, err
}

func (r DeliveryRound) body() string {
	b := record{r.Name, r.Note, r.PointName, r.By, r.Leaves, r.Returns, r.OutAt, r.BackAt, r.Boxes, r.BagsOut, r.BagsIn, nil, map[string]DeliveryReading{}, r.Readings, r.KitchenLon, r.KitchenLat}
	for _, s := range r.Stops {
		b.Stops = append(b.Stops, s.Stop)
		if s.Reading != nil {
			b.DoorReadings[s.Order] = *s.Reading
		}
	}
	return text(b)
}

func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // our own types
	}
	return string(b)
}

func add(ctx context.Context, tx *store.Tx, r DeliveryRound) error {
	return tx.Insert(ctx, r.Region, `INSERT INTO delivery_rounds (street, `+columns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.Region.Street(), r.ID, r.Region, r.Org, r.Point, r.Day, r.Slot, string(r.State), r.Courier, store.Micros(r.Created), r.Version, r.body())
}

func save(ctx context.Context, tx *store.Tx, r *DeliveryRound) error {
	n, err := tx.Exec(ctx, `UPDATE delivery_rounds SET state = ?, courier = ?, version = version + 1, body = ? WHERE street = ? AND id = ? AND version = ? AND @scope(region)`,
		string(r.State), r.Courier, r.body(), r.Region.Street(), r.ID, r.Version)
	if err == nil && n != 1 {
		err = api.ErrStale
	}
	r.Version++
	return err
}

func byID(ctx context.Context, tx *store.Tx, id string) (DeliveryRound, error) {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM delivery_rounds WHERE id = ? AND @scope(region)`, id)
	return store.One(rows, err, ErrNone, scan)
}

// Filter narrows a list of rounds.
type Filter struct {
	From, To    string
	Point, Slot string
	States      []State
	Courier     string
	Orgs        []string
	Limit       int
}

func list(ctx context.Context, tx *store.Tx, f Filter) ([]DeliveryRound, error) {
	q, args := ``, []any{}
	also := func(piece string, v ...any) { q, args = q+` AND `+piece, append(args, v...) }
	for _, x := range [][2]string{{`day >= ?`, f.From}, {`day <= ?`, f.To}, {`point = ?`, f.Point}, {`slot = ?`, f.Slot}, {`courier = ?`, f.Courier}} {
		if x[1] != "" {
			also(x[0], x[1])
		}
	}
	if f.States != nil {
		in := make([]string, len(f.States))
		for i, x := range f.States {
			in[i] = string(x)
		}
		also(`state IN (?)`, in)
	}
	if f.Orgs != nil {
		also(`org IN (?)`, f.Orgs)
	}
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM delivery_rounds WHERE 1 = 1`+q+` AND @scope(region) ORDER BY day, slot, id LIMIT ?`, append(args, f.Limit)...)
	return store.All(rows, err, scan)
}

// memory is the order of a weekday, or else the latest of any other day.
func memory(ctx context.Context, tx *store.Tx, point, slot string, weekday time.Weekday) (out [][]string, err error) {
	rows, err := tx.Query(ctx, `SELECT body FROM delivery_memory WHERE point = ? AND slot = ? AND @scope(region) ORDER BY CASE WHEN weekday = ? THEN 0 ELSE 1 END, changed DESC LIMIT 1`, point, slot, int(weekday))
	return out, store.Each(rows, err, func(r *sql.Rows) error {
		var body string
		if err := r.Scan(&body); err != nil {
			return err
		}
		return json.Unmarshal([]byte(body), &out)
	})
}

func remember(ctx context.Context, tx *store.Tx, at region.Code, point, slot string, weekday time.Weekday, order [][]string) error {
	return tx.Insert(ctx, at, `INSERT INTO delivery_memory (street, point, weekday, slot, region, changed, body) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (street, point, weekday, slot) DO UPDATE SET changed = excluded.changed, body = excluded.body`,
		at.Street(), point, int(weekday), slot, at, store.Micros(tx.Now), text(order))
}

type proof struct {
	region, at region.Code
	order, org string
	kind, file string
}

func addProof(ctx context.Context, tx *store.Tx, x proof) error {
	return tx.Insert(ctx, x.region, `INSERT INTO delivery_proofs (street, orderid, region, at, org, kind, file, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (street, orderid) DO UPDATE SET kind = excluded.kind, file = excluded.file, created = excluded.created`,
		x.region.Street(), x.order, x.region, x.at, x.org, x.kind, x.file, store.Micros(tx.Now))
}

func scanProof(r *sql.Rows) (x proof, err error) {
	return x, r.Scan(&x.order, &x.region, &x.at, &x.org, &x.kind, &x.file)
}

func proofOf(ctx context.Context, tx *store.Tx, order string) (proof, error) {
	rows, err := tx.Query(ctx, `SELECT orderid, region, at, org, kind, file FROM delivery_proofs WHERE orderid = ? AND (@scope(region) OR @scope(at))`, order)
	return store.One(rows, err, ErrNoProof, scanProof)
}

// oldProofs are pictures taken before a moment; forget drops one's row.
func oldProofs(ctx context.Context, tx *store.Tx, before time.Time) ([]proof, error) {
	rows, err := tx.Query(ctx, `SELECT orderid, region, at, org, kind, file FROM delivery_proofs WHERE created < ? AND @scope(region) ORDER BY created LIMIT 500`, store.Micros(before))
	return store.All(rows, err, scanProof)
}

func forget(ctx context.Context, tx *store.Tx, x proof) error {
	_, err := tx.Exec(ctx, `DELETE FROM delivery_proofs WHERE street = ? AND orderid = ? AND @scope(region)`, x.region.Street(), x.order)
	return err
}
