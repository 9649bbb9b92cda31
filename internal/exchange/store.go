package exchange

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"

	"linli/internal/platform/api"
	"linli/internal/platform/store"
	"linli/internal/region"
)

// Schema of this feature's tables. No other package names them.
//
//go:embed schema/*.sql
var Schema embed.FS

const needColumns = `id, region, subject, category, lon, lat, from_day, to_day, quantity, urgency, constraints, source, note, state, reason, offer, run, by_whom, created, changed, version`

func scanNeed(r *sql.Rows) (n Need, err error) {
	var constraints string
	var created, changed int64
	if err = r.Scan(&n.ID, &n.Region, &n.Person, &n.Category, &n.Lon, &n.Lat, &n.From, &n.To, &n.Quantity, &n.Urgency, &constraints, &n.Source, &n.Note,
		&n.State, &n.Reason, &n.Offer, &n.Run, &n.By, &created, &changed, &n.Version); err != nil {
		return n, err
	}
	n.Created, n.Changed = store.Time(created), store.Time(changed)
	return n, json.Unmarshal([]byte(constraints), &n.Constraints)
}

func needByID(ctx context.Context, tx *store.Tx, id string) (Need, error) {
	rows, err := tx.Query(ctx, `SELECT `+needColumns+` FROM exchange_needs WHERE id = ? AND @scope(region)`, id)
	return store.One(rows, err, ErrNone, scanNeed)
}

func listNeeds(ctx context.Context, tx *store.Tx, f Filter, before string, limit int) ([]Need, error) {
	if before == "" {
		before = "g" // sorts after every hexadecimal id
	}
	rows, err := tx.Query(ctx, `
		SELECT `+needColumns+` FROM exchange_needs
		WHERE id < ? AND (? = '' OR state = ?) AND (? = '' OR category = ? OR category LIKE ?) AND (? = '' OR subject = ?) AND (? = '' OR source = ?) AND urgency >= ? AND @scope(region)
		ORDER BY id DESC LIMIT ?`,
		before, string(f.State), string(f.State), f.Category, f.Category, f.Category+".%", f.Person, f.Person, f.Source, f.Source, f.Urgency, limit)
	return store.All(rows, err, scanNeed)
}

func countNeeds(ctx context.Context, tx *store.Tx, f Filter) (int64, error) {
	rows, err := tx.Query(ctx, `
		SELECT COUNT(*) FROM exchange_needs
		WHERE (? = '' OR state = ?) AND (? = '' OR category = ? OR category LIKE ?) AND (? = '' OR subject = ?) AND (? = '' OR source = ?) AND urgency >= ? AND @scope(region)`,
		string(f.State), string(f.State), f.Category, f.Category, f.Category+".%", f.Person, f.Person, f.Source, f.Source, f.Urgency)
	return store.One(rows, err, ErrNone, store.Value[int64])
}

// addNeeds adds needs of one place; a need that is open already is passed over.
func addNeeds(ctx context.Context, tx *store.Tx, at region.Code, all []Need) error {
	rows := make([][]any, len(all))
	for i, n := range all {
		rows[i] = []any{n.Region.Street(), n.ID, n.Region, n.Person, n.Category, n.Lon, n.Lat, n.From, n.To, n.Quantity, n.Urgency, list(n.Constraints), n.Source, n.Note,
			n.State, n.Reason, n.Offer, n.Run, n.By, store.Micros(n.Created), store.Micros(n.Changed), n.Version}
	}
	return tx.InsertMany(ctx, at, `INSERT INTO exchange_needs (street, `+needColumns+`) @rows ON CONFLICT DO NOTHING`, rows)
}

func saveNeed(ctx context.Context, tx *store.Tx, n Need) error {
	k, err := tx.Exec(ctx, `
		UPDATE exchange_needs SET state = ?, reason = ?, offer = ?, run = ?, urgency = ?, note = ?, changed = ?, version = version + 1
		WHERE street = ? AND id = ? AND version = ? AND @scope(region)`,
		n.State, n.Reason, n.Offer, n.Run, n.Urgency, n.Note, store.Micros(tx.Now), n.Region.Street(), n.ID, n.Version)
	if err == nil && k != 1 {
		err = api.ErrStale
	}
	return err
}

// openNeeds are the open needs of the pass's places in the categories (none: all), by id.
func openNeeds(ctx context.Context, tx *store.Tx, categories []string) ([]Need, error) {
	rows, err := tx.Query(ctx, `
		SELECT `+needColumns+` FROM exchange_needs WHERE state = 'open' AND (? = 0 OR category IN (?)) AND @scope(region) ORDER BY id`, len(categories), categories)
	return store.All(rows, err, scanNeed)
}

func needsOf(ctx context.Context, tx *store.Tx, person string) ([]Need, error) {
	rows, err := tx.Query(ctx, `SELECT `+needColumns+` FROM exchange_needs WHERE subject = ? AND state IN ('open','matched') AND @scope(region)`, person)
	return store.All(rows, err, scanNeed)
}

// open tells which (person, category) of a category have a need under way.
func known(ctx context.Context, tx *store.Tx, category string) (map[string]bool, error) {
	rows, err := tx.Query(ctx, `SELECT subject FROM exchange_needs WHERE category = ? AND state IN ('open','matched') AND @scope(region)`, category)
	all, err := store.All(rows, err, store.Value[string])
	out := make(map[string]bool, len(all))
	for _, s := range all {
		out[s] = true
	}
	return out, err
}

const offerColumns = `id, region, source, service, point, who, who_name, name, name_en, category, lon, lat, reach_m, area, capacity, taken, constraints, state, changed, version`

const offerReason = "an offer may serve homes beyond the place where it is kept"

func scanOffer(r *sql.Rows) (o Offer, err error) {
	var area, constraints string
	var changed int64
	if err = r.Scan(&o.ID, &o.Region, &o.Source, &o.Service, &o.Point, &o.Who, &o.WhoName, &o.Name, &o.NameEn, &o.Category, &o.Lon, &o.Lat, &o.ReachM, &area,
		&o.Capacity, &o.Taken, &constraints, &o.State, &changed, &o.Version); err != nil {
		return o, err
	}
	o.Changed = store.Time(changed)
	if err := json.Unmarshal([]byte(area), &o.Area); err != nil {
		return o, err
	}
	return o, json.Unmarshal([]byte(constraints), &o.Constraints)
}

func offerByID(ctx context.Context, tx *store.Tx, id string) (Offer, error) {
	rows, err := tx.Query(ctx, `SELECT `+offerColumns+` FROM exchange_offers WHERE id = ? AND @scope(region)`, id)
	return store.One(rows, err, ErrNoOffer, scanOffer)
}

func listOffers(ctx context.Context, tx *store.Tx, category, state, service string, before string, limit int) ([]Offer, error) {
	if before == "" {
		before = "g" // sorts after every hexadecimal id
	}
	rows, err := tx.Query(ctx, `
		SELECT `+offerColumns+` FROM exchange_offers
		WHERE id < ? AND (? = '' OR category = ? OR category LIKE ?) AND (? = '' OR state = ?) AND (? = '' OR service = ?) AND @scope(region) ORDER BY id DESC LIMIT ?`,
		before, category, category, category+".%", state, state, service, service, limit)
	return store.All(rows, err, scanOffer)
}

// openOffers are all open offers of the categories, wherever they are kept, by id.
func openOffers(ctx context.Context, tx *store.Tx, categories []string) ([]Offer, error) {
	rows, err := tx.Unscoped(ctx, offerReason, `
		SELECT `+offerColumns+` FROM exchange_offers WHERE state = 'open' AND (? = 0 OR category IN (?)) ORDER BY id`, len(categories), categories)
	return store.All(rows, err, scanOffer)
}

func offersByID(ctx context.Context, tx *store.Tx, ids []string) (map[string]Offer, error) {
	out := map[string]Offer{}
	for len(ids) > 0 {
		n := min(len(ids), 1000)
		rows, err := tx.Unscoped(ctx, offerReason, `SELECT `+offerColumns+` FROM exchange_offers WHERE id IN (?)`, ids[:n])
		all, err := store.All(rows, err, scanOffer)
		if err != nil {
			return nil, err
		}
		for _, o := range all {
			out[o.ID] = o
		}
		ids = ids[n:]
	}
	return out, nil
}

// putOffers adds offers or brings them up to date; what is taken stays taken.
func putOffers(ctx context.Context, tx *store.Tx, all []Offer) error {
	rows := make([][]any, len(all))
	for i, o := range all {
		rows[i] = []any{o.Region.Street(), o.ID, o.Region, o.Source, o.Service, o.Point, o.Who, o.WhoName, o.Name, o.NameEn, o.Category, o.Lon, o.Lat, o.ReachM, list(o.Area),
			o.Capacity, o.Taken, list(o.Constraints), o.State, store.Micros(tx.Now), 1}
	}
	if len(rows) == 0 {
		return nil
	}
	return tx.InsertMany(ctx, all[0].Region, `INSERT INTO exchange_offers (street, `+offerColumns+`) @rows
		ON CONFLICT (street, id) DO UPDATE SET region = excluded.region, who_name = excluded.who_name, name = excluded.name, name_en = excluded.name_en, category = excluded.category,
			lon = excluded.lon, lat = excluded.lat, reach_m = excluded.reach_m, area = excluded.area, capacity = excluded.capacity, constraints = excluded.constraints,
			state = excluded.state, changed = excluded.changed, version = exchange_offers.version + 1`, rows)
}

func offersOfService(ctx context.Context, tx *store.Tx, service string) ([]Offer, error) {
	rows, err := tx.Query(ctx, `SELECT `+offerColumns+` FROM exchange_offers WHERE service = ? AND @scope(region)`, service)
	return store.All(rows, err, scanOffer)
}

func saveOfferState(ctx context.Context, tx *store.Tx, o Offer) error {
	n, err := tx.Exec(ctx, `
		UPDATE exchange_offers SET state = ?, changed = ?, version = version + 1 WHERE street = ? AND id = ? AND version = ? AND @scope(region)`,
		o.State, store.Micros(tx.Now), o.Region.Street(), o.ID, o.Version)
	if err == nil && n != 1 {
		err = api.ErrStale
	}
	return err
}

// give frees (negative) or takes units of one offer; ErrMoved where none is left to take.
func give(ctx context.Context, tx *store.Tx, offer string, units int) error {
	k, err := tx.UnscopedExec(ctx, offerReason, `UPDATE exchange_offers SET taken = taken + ? WHERE id = ? AND taken + ? >= 0 AND (? < 0 OR state = 'open' AND taken + ? <= capacity)`, units, offer, units, units, units)
	if err == nil && units > 0 && k != 1 {
		err = ErrMoved
	}
	return err
}

func list[T ~string](v []T) string {
	if v == nil {
		v = []T{}
	}
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // a list of strings
	}
	return string(b)
}
