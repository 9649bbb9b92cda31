package people

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"slices"
	"strings"

	"linli/internal/platform/api"
	"linli/internal/platform/store"
	"linli/internal/region"
)

// Schema of this feature's tables. No other package names them.
//
//go:embed schema/*.sql
var Schema embed.FS

const (
	indexReason = "a resident ID number is unique in the whole installation"
	kindReason  = "kinds of attributes are the same in the whole district"
)

// record is a row of people as it stands in the database; it is also the
// before-image from which Undo restores.
type record struct {
	ID, Name, Pinyin, Initials, Sex, Birth string
	Region                                 region.Code
	IDSealed, IDHash                       string
	PhoneSealed, PhoneHash                 string
	RegRegion, RegAddress, Address         string
	Building, Unit, Flat                   string
	Lon, Lat                               float64
	State                                  State
	Died, Digest, Into                     string
	Version, Changed                       int64
}

const columns = `id, region, name, pinyin, initials, sex, birth, id_sealed, id_hash, phone_sealed, phone_hash,
	reg_region, reg_address, address, building, unit, flat, lon, lat, state, died, digest, merged_into, version, changed`

func (r record) values() []any {
	return []any{r.Region.Street(), r.ID, r.Region, r.Name, r.Pinyin, r.Initials, r.Sex, r.Birth, r.IDSealed, r.IDHash, r.PhoneSealed, r.PhoneHash,
		r.RegRegion, r.RegAddress, r.Address, r.Building, r.Unit, r.Flat, r.Lon, r.Lat, r.State, r.Died, r.Digest, r.Into, r.Version, r.Changed}
}

func scan(rows *sql.Rows) (r record, err error) {
	err = rows.Scan(&r.ID, &r.Region, &r.Name, &r.Pinyin, &r.Initials, &r.Sex, &r.Birth, &r.IDSealed, &r.IDHash, &r.PhoneSealed, &r.PhoneHash,
		&r.RegRegion, &r.RegAddress, &r.Address, &r.Building, &r.Unit, &r.Flat, &r.Lon, &r.Lat, &r.State, &r.Died, &r.Digest, &r.Into, &r.Version, &r.Changed)
	return r, err
}

func byID(ctx context.Context, tx *store.Tx, id string) (record, error) {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM people WHERE id = ? AND @scope(region)`, id)
	return store.One(rows, err, ErrNone, scan)
}

func byIDs(ctx context.Context, tx *store.Tx, ids []string) (map[string]record, error) {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM people WHERE id IN (?) AND @scope(region)`, ids)
	all, err := store.All(rows, err, scan)
	out := make(map[string]record, len(all))
	for _, r := range all {
		out[r.ID] = r
	}
	return out, err
}

// put inserts rows, or writes them over what is there.
func put(ctx context.Context, tx *store.Tx, at region.Code, rows []record) error {
	values := make([][]any, len(rows))
	for i, r := range rows {
		values[i] = r.values()
	}
	return tx.InsertMany(ctx, at, `INSERT INTO people (street, `+columns+`) @rows
		ON CONFLICT (street, id) DO UPDATE SET region = excluded.region, name = excluded.name, pinyin = excluded.pinyin, initials = excluded.initials,
		sex = excluded.sex, birth = excluded.birth, id_sealed = excluded.id_sealed, id_hash = excluded.id_hash, phone_sealed = excluded.phone_sealed,
		phone_hash = excluded.phone_hash, reg_region = excluded.reg_region, reg_address = excluded.reg_address, address = excluded.address,
		building = excluded.building, unit = excluded.unit, flat = excluded.flat, lon = excluded.lon, lat = excluded.lat, state = excluded.state,
		died = excluded.died, digest = excluded.digest, merged_into = excluded.merged_into, version = excluded.version, changed = excluded.changed`, values)
}

// save changes one row when nobody else has since it was read.
func save(ctx context.Context, tx *store.Tx, street region.Code, r record) error {
	n, err := tx.Exec(ctx, `
		UPDATE people SET street = ?, region = ?, name = ?, pinyin = ?, initials = ?, sex = ?, birth = ?, id_sealed = ?, id_hash = ?,
			phone_sealed = ?, phone_hash = ?, reg_region = ?, reg_address = ?, address = ?, building = ?, unit = ?, flat = ?, lon = ?, lat = ?,
			state = ?, died = ?, merged_into = ?, version = version + 1, changed = ?
		WHERE street = ? AND id = ? AND version = ? AND @scope(region)`,
		r.Region.Street(), r.Region, r.Name, r.Pinyin, r.Initials, r.Sex, r.Birth, r.IDSealed, r.IDHash, r.PhoneSealed, r.PhoneHash, r.RegRegion, r.RegAddress,
		r.Address, r.Building, r.Unit, r.Flat, r.Lon, r.Lat, r.State, r.Died, r.Into, store.Micros(tx.Now), street, r.ID, r.Version)
	if err == nil && n != 1 {
		err = api.ErrStale // another hand was quicker
	}
	return err
}

type indexed struct {
	Street region.Code
	Person string
}

func lookUp(ctx context.Context, tx *store.Tx, hashes []string) (map[string]indexed, error) {
	rows, err := tx.Unscoped(ctx, indexReason, `SELECT id_hash, street, person FROM person_index WHERE id_hash IN (?)`, hashes)
	out := map[string]indexed{}
	return out, store.Each(rows, err, func(r *sql.Rows) error {
		var hash string
		var v indexed
		err := r.Scan(&hash, &v.Street, &v.Person)
		out[hash] = v
		return err
	})
}

// addIndex takes new numbers; a unique violation tells that another hand has
// just taken one of them. In the order of the hashes, so that two hands never
// wait for each other in a circle.
func addIndex(ctx context.Context, tx *store.Tx, at region.Code, rows []record) error {
	rows = slices.Clone(rows)
	slices.SortFunc(rows, func(a, b record) int { return strings.Compare(a.IDHash, b.IDHash) })
	values := make([][]any, len(rows))
	for i, r := range rows {
		values[i] = []any{r.IDHash, r.Region.Street(), r.ID}
	}
	return tx.InsertMany(ctx, at, `INSERT INTO person_index (id_hash, street, person)`, values)
}

func putIndex(ctx context.Context, tx *store.Tx, at region.Code, rows []record) error {
	values := make([][]any, len(rows))
	for i, r := range rows {
		values[i] = []any{r.IDHash, r.Region.Street(), r.ID}
	}
	return tx.InsertMany(ctx, at, `INSERT INTO person_index (id_hash, street, person) @rows
		ON CONFLICT (id_hash) DO UPDATE SET street = excluded.street, person = excluded.person`, values)
}

type attribute struct {
	Person string
	Region region.Code
	Attribute
}

func attributesOf(ctx context.Context, tx *store.Tx, persons []string) (map[string][]attribute, error) {
	rows, err := tx.Query(ctx, `
		SELECT person, region, key, level, from_day, to_day, source, evidence FROM person_attributes
		WHERE person IN (?) AND @scope(region) ORDER BY key, from_day`, persons)
	out := map[string][]attribute{}
	return out, store.Each(rows, err, func(r *sql.Rows) error {
		var a attribute
		err := r.Scan(&a.Person, &a.Region, &a.Key, &a.Level, &a.From, &a.To, &a.Source, &a.Evidence)
		out[a.Person] = append(out[a.Person], a)
		return err
	})
}

func putAttributes(ctx context.Context, tx *store.Tx, at region.Code, all []attribute) error {
	values := make([][]any, len(all))
	for i, a := range all {
		values[i] = []any{a.Region.Street(), a.Person, a.Key, a.From, a.Region, a.Level, a.To, a.Source, a.Evidence}
	}
	return tx.InsertMany(ctx, at, `INSERT INTO person_attributes (street, person, key, from_day, region, level, to_day, source, evidence) @rows
		ON CONFLICT (street, person, key, from_day) DO UPDATE SET region = excluded.region, level = excluded.level,
		to_day = excluded.to_day, source = excluded.source, evidence = excluded.evidence`, values)
}

type member struct {
	Household, Person  string
	Region             region.Code
	Relation, From, To string
}

func membershipsOf(ctx context.Context, tx *store.Tx, persons []string) (map[string][]member, error) {
	rows, err := tx.Query(ctx, `
		SELECT household, person, region, relation, from_day, to_day FROM household_members
		WHERE person IN (?) AND @scope(region) ORDER BY from_day, household`, persons)
	out := map[string][]member{}
	return out, store.Each(rows, err, func(r *sql.Rows) error {
		m, err := scanMember(r)
		out[m.Person] = append(out[m.Person], m)
		return err
	})
}

func membersOf(ctx context.Context, tx *store.Tx, household string) ([]member, error) {
	rows, err := tx.Query(ctx, `
		SELECT household, person, region, relation, from_day, to_day FROM household_members
		WHERE household = ? AND @scope(region) ORDER BY from_day, person`, household)
	return store.All(rows, err, scanMember)
}

func scanMember(r *sql.Rows) (m member, err error) {
	err = r.Scan(&m.Household, &m.Person, &m.Region, &m.Relation, &m.From, &m.To)
	return m, err
}

func putMembers(ctx context.Context, tx *store.Tx, at region.Code, all []member) error {
	values := make([][]any, len(all))
	for i, m := range all {
		values[i] = []any{m.Region.Street(), m.Household, m.Person, m.From, m.Region, m.Relation, m.To}
	}
	return tx.InsertMany(ctx, at, `INSERT INTO household_members (street, household, person, from_day, region, relation, to_day) @rows
		ON CONFLICT (street, household, person, from_day) DO UPDATE SET region = excluded.region, relation = excluded.relation, to_day = excluded.to_day`, values)
}

// forget removes people with their attributes and memberships; only Undo does.
func forget(ctx context.Context, tx *store.Tx, persons []string, andThemselves bool) error {
	for _, q := range []string{
		`DELETE FROM person_attributes WHERE person IN (?) AND @scope(region)`,
		`DELETE FROM household_members WHERE person IN (?) AND @scope(region)`,
	} {
		if _, err := tx.Exec(ctx, q, persons); err != nil {
			return err
		}
	}
	if !andThemselves {
		return nil
	}
	if _, err := tx.UnscopedExec(ctx, indexReason, `DELETE FROM person_index WHERE person IN (?)`, persons); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM people WHERE id IN (?) AND @scope(region)`, persons)
	return err
}

type household struct {
	ID      string
	Region  region.Code
	Key     string
	Address string
	Ended   string
	Version int64
}

func scanHousehold(r *sql.Rows) (h household, err error) {
	err = r.Scan(&h.ID, &h.Region, &h.Key, &h.Address, &h.Ended, &h.Version)
	return h, err
}

func householdsByID(ctx context.Context, tx *store.Tx, ids []string) ([]household, error) {
	rows, err := tx.Query(ctx, `SELECT id, region, key, address, ended, version FROM households WHERE id IN (?) AND @scope(region)`, ids)
	return store.All(rows, err, scanHousehold)
}

func listHouseholds(ctx context.Context, tx *store.Tx, q, afterAddress, afterID string, limit int) ([]household, error) {
	rows, err := tx.Query(ctx, `
		SELECT id, region, key, address, ended, version FROM households
		WHERE ended = '' AND (? = '' OR address LIKE ? ESCAPE '\' OR key = ?) AND (address > ? OR address = ? AND id > ?) AND @scope(region)
		ORDER BY address, id LIMIT ?`, q, "%"+escapeLike(q)+"%", q, afterAddress, afterAddress, afterID, limit)
	return store.All(rows, err, scanHousehold)
}

func escapeLike(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}

func putHouseholds(ctx context.Context, tx *store.Tx, at region.Code, all []household) error {
	values := make([][]any, len(all))
	for i, h := range all {
		values[i] = []any{h.Region.Street(), h.ID, h.Region, h.Key, h.Address, h.Ended, h.Version}
	}
	return tx.InsertMany(ctx, at, `INSERT INTO households (street, id, region, key, address, ended, version) @rows
		ON CONFLICT (street, id) DO UPDATE SET region = excluded.region, address = excluded.address, ended = excluded.ended, version = excluded.version`, values)
}

// dropEmpty removes those of the households that nobody ever lived in.
func dropEmpty(ctx context.Context, tx *store.Tx, ids []string) error {
	_, err := tx.Exec(ctx, `
		DELETE FROM households WHERE id IN (?) AND @scope(region)
		AND NOT EXISTS (SELECT 1 FROM household_members m WHERE m.street = households.street AND m.household = households.id)`, ids)
	return err
}

func attributeKinds(ctx context.Context, tx *store.Tx) ([]AttributeKind, error) {
	rows, err := tx.Unscoped(ctx, kindReason, `SELECT key, name_zh, name_en, levels, active, version FROM attribute_kinds ORDER BY key`)
	return store.All(rows, err, func(r *sql.Rows) (k AttributeKind, err error) {
		var levels string
		if err = r.Scan(&k.Key, &k.NameZh, &k.NameEn, &levels, &k.Active, &k.Version); err != nil {
			return k, err
		}
		return k, json.Unmarshal([]byte(levels), &k.Levels)
	})
}

func saveAttributeKind(ctx context.Context, tx *store.Tx, k AttributeKind) (AttributeKind, error) {
	if k.Levels == nil {
		k.Levels = []string{}
	}
	levels, err := json.Marshal(k.Levels)
	if err != nil {
		return k, err
	}
	n, err := tx.UnscopedExec(ctx, kindReason, `
		INSERT INTO attribute_kinds (key, name_zh, name_en, levels, active, version) VALUES (?, ?, ?, ?, ?, 1)
		ON CONFLICT (key) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en, levels = excluded.levels,
			active = excluded.active, version = attribute_kinds.version + 1 WHERE attribute_kinds.version = ?`,
		k.Key, k.NameZh, k.NameEn, string(levels), k.Active, k.Version)
	if err == nil && n != 1 {
		err = api.ErrStale
	}
	k.Version++
	return k, err
}

func eachLiving(ctx context.Context, tx *store.Tx, fn func(record) error) error {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM people WHERE state = 'living' AND @scope(region) ORDER BY id`)
	return each(rows, err, fn)
}

func eachChanged(ctx context.Context, tx *store.Tx, since int64, fn func(record) error) error {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM people WHERE changed >= ? AND @scope(region) ORDER BY changed`, since)
	return each(rows, err, fn)
}

func each(rows *sql.Rows, err error, fn func(record) error) error {
	return store.Each(rows, err, func(r *sql.Rows) error {
		rec, err := scan(r)
		if err != nil {
			return err
		}
		return fn(rec)
	})
}

func atPhone(ctx context.Context, tx *store.Tx, hash string) ([]record, error) {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM people WHERE phone_hash = ? AND state = 'living' AND @scope(region) ORDER BY id LIMIT 10`, hash)
	return store.All(rows, err, scan)
}

func dropAttribute(ctx context.Context, tx *store.Tx, a attribute) error {
	_, err := tx.Exec(ctx, `DELETE FROM person_attributes WHERE person = ? AND key = ? AND from_day = ? AND to_day = '' AND @scope(region)`, a.Person, a.Key, a.From)
	return err
}

func dropMember(ctx context.Context, tx *store.Tx, m member) error {
	_, err := tx.Exec(ctx, `DELETE FROM household_members WHERE household = ? AND person = ? AND from_day = ? AND to_day = '' AND @scope(region)`, m.Household, m.Person, m.From)
	return err
}
