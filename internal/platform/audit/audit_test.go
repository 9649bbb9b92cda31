package audit

import (
	"testing"

	"linli/internal/platform/access"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
)

func TestASealBreaksWhenAnEntryIsTouched(t *testing.T) {
	for name, tamper := range map[string]string{
		"nothing":        ``,
		"changed":        `UPDATE audit_entries SET purpose = 'none' WHERE subject = 'p3' AND @scope(region)`,
		"removed":        `DELETE FROM audit_entries WHERE subject = 'p3' AND @scope(region)`,
		"a seal removed": `by hand`,
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, db *store.DB) {
				ctx := t.Context()
				house := access.House("test")
				for _, subject := range []string{"p1", "p2", "p3", "p4"} {
					_, err := store.In(ctx, db, house, func(tx *store.Tx) (int, error) {
						return 0, Note(ctx, tx, Entry{Region: "449901001001", Action: "people.reveal", Subject: subject, Purpose: "visit"})
					})
					if err != nil {
						t.Fatal(err)
					}
					// On a shared PostgreSQL an entry is settled when every older
					// transaction of the server has ended.
					for n := 0; n == 0; {
						if n, err = Seal(ctx, db); err != nil {
							t.Fatal(err)
						}
					}
				}
				if n, err := Check(ctx, db); err != nil {
					t.Fatal(n, err)
				}
				if tamper == "" {
					return
				}
				_, err := store.In(ctx, db, house, func(tx *store.Tx) (int64, error) {
					if name == "a seal removed" {
						return tx.UnscopedExec(ctx, "test", `DELETE FROM audit_seals WHERE n = 2`)
					}
					return tx.Exec(ctx, tamper)
				})
				if err != nil {
					t.Fatal(err)
				}
				if n, err := Check(ctx, db); err == nil {
					t.Errorf("nobody noticed: %d entries", n)
				}
			}, Schema)
		})
	}
}
