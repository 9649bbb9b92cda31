package api

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"

	"linli/internal/fault"
	"linli/internal/platform/access"
	"linli/internal/platform/store"
)

var (
	errKeyReused = fault.New(fault.Conflict, "input.idempotency_key_reused",
		"这个幂等键已用于另一个请求。", "This Idempotency-Key was used for another request.")
	errKeyLost = fault.New(fault.Conflict, "input.idempotency_reply_lost",
		"这个请求已经执行过，但没有留下答复，请刷新查看。", "This request was carried out before, but its answer was not kept; reload to see it.")
	errKeyLong = fault.New(fault.Invalid, "input.idempotency_key_long",
		"幂等键最多 200 个字符。", "An Idempotency-Key has at most 200 characters.")
)

const keyReason = "idempotency keys belong to an account, not to a place"

// once runs a creating operation at most once per account and Idempotency-Key.
// The key is taken in the transaction of the change: both or neither. A repeat
// gets the first answer again.
//
// An operation with Again keeps no answer: the key names the thing made, whose id
// NewID gave, and a repeat reads it anew. It costs one row in the transaction of
// the change, and a look at the keys only when that fails.
func once[I, O any](ctx context.Context, a *API, op Op, again againFunc[O], pass access.Pass, in *I, do func(context.Context, access.Pass, *I) (*O, error)) (*O, error) {
	key := keyOf(ctx)
	if !op.Creates || key == "" {
		return do(ctx, pass, in)
	}
	if len(key) > 200 {
		return nil, errKeyLong.On("Idempotency-Key")
	}
	raw, err := json.Marshal(in)
	if err != nil {
		return do(ctx, pass, in) // a file upload: it has no digest, the feature guards it
	}
	sum := sha256.Sum256(raw)
	k := keyRow{account: pass.Who(), key: key, op: op.ID, digest: hex.EncodeToString(sum[:])}
	if again != nil {
		k.id = a.DB.NewID()
		out, err := do(store.WithFirst(context.WithValue(ctx, newIDKey{}, k.id), k.take), pass, in)
		if err != nil {
			if out, seen, rerr := replay(ctx, a.DB, k, pass, again); seen || rerr != nil {
				return out, rerr
			}
		}
		return out, err
	}
	if out, seen, err := replay[O](ctx, a.DB, k, pass, nil); seen || err != nil {
		return out, err
	}
	out, err := do(store.WithFirst(ctx, k.take), pass, in)
	if store.IsUnique(err) { // the same key at the same moment, or a name of the feature's own
		if out, seen, rerr := replay[O](ctx, a.DB, k, pass, nil); seen || rerr != nil {
			return out, rerr
		}
	}
	if err != nil {
		return nil, err
	}
	return out, k.keep(context.WithoutCancel(ctx), a.DB, out)
}

type (
	newIDKey         struct{}
	againFunc[O any] = func(ctx context.Context, p access.Pass, id string) (*O, error)
)

// NewID is the id of the thing that an operation with Again makes; elsewhere a
// new one.
func NewID(ctx context.Context, tx *store.Tx) string {
	if id, ok := ctx.Value(newIDKey{}).(string); ok {
		return id
	}
	return tx.ID()
}

type keyRow struct{ account, key, op, digest, id string }

// named marks a reply that is the id of what was made.
const named = "@"

func (k keyRow) take(ctx context.Context, tx *store.Tx) error {
	_, err := tx.UnscopedExec(ctx, keyReason, `
		INSERT INTO idempotency_keys (account, key, op, digest, reply, at) VALUES (?, ?, ?, ?, ?, ?)`,
		k.account, k.key, k.op, k.digest, k.reply(), store.Micros(tx.Now))
	return err
}

func (k keyRow) reply() string {
	if k.id == "" {
		return ""
	}
	return named + k.id
}

func (k keyRow) keep(ctx context.Context, db *store.DB, out any) error {
	reply, err := json.Marshal(out)
	if err != nil {
		return err
	}
	_, err = store.In(ctx, db, access.House("idempotency"), func(tx *store.Tx) (int64, error) {
		return tx.UnscopedExec(ctx, keyReason,
			`UPDATE idempotency_keys SET reply = ? WHERE account = ? AND key = ?`, string(reply), k.account, k.key)
	})
	return err
}

func replay[O any](ctx context.Context, db *store.DB, k keyRow, pass access.Pass, again againFunc[O]) (*O, bool, error) {
	type row struct{ op, digest, reply string }
	all, err := store.View(ctx, db, access.House("idempotency"), func(tx *store.Tx) ([]row, error) {
		rows, err := tx.Unscoped(ctx, keyReason,
			`SELECT op, digest, reply FROM idempotency_keys WHERE account = ? AND key = ?`, k.account, k.key)
		return store.All(rows, err, func(r *sql.Rows) (v row, err error) {
			err = r.Scan(&v.op, &v.digest, &v.reply)
			return v, err
		})
	})
	if err != nil || len(all) == 0 {
		return nil, false, err
	}
	switch {
	case all[0].op != k.op || all[0].digest != k.digest:
		return nil, true, errKeyReused
	case all[0].reply == "":
		return nil, true, errKeyLost
	}
	if id, ok := strings.CutPrefix(all[0].reply, named); ok && again != nil {
		out, err := again(ctx, pass, id)
		return out, true, err
	}
	out := new(O)
	return out, true, json.Unmarshal([]byte(all[0].reply), out)
}

// ForgetKeys drops idempotency keys older than a day.
func ForgetKeys(ctx context.Context, db *store.DB) error {
	_, err := store.In(ctx, db, access.House("idempotency"), func(tx *store.Tx) (int64, error) {
		return tx.UnscopedExec(ctx, keyReason, `DELETE FROM idempotency_keys WHERE at < ?`, store.Micros(tx.Now.Add(-24*time.Hour)))
	})
	return err
}
