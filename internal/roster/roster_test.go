package roster

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"linli/internal/cnid"
	"linli/internal/fault"
	"linli/internal/people"
	"linli/internal/platform/access"
	"linli/internal/platform/audit"
	"linli/internal/platform/events"
	"linli/internal/platform/files"
	"linli/internal/platform/regions"
	"linli/internal/platform/secret"
	"linli/internal/platform/sheet"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
	"linli/internal/region"
	"linli/internal/role"
)

const (
	district = region.Code("449901")
	street   = region.Code("449901001")
	here     = region.Code("449901001001")
	next     = region.Code("449901002001")
	square   = `{"type":"Polygon","coordinates":[[[113,23],[113.3,23],[113.3,23.2],[113,23.2],[113,23]]]}`
	west     = `{"type":"Polygon","coordinates":[[[113,23],[113.1,23],[113.1,23.2],[113,23.2],[113,23]]]}`
)

var today = time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)

type bundle struct {
	*Service
	clerk, other, steward access.Pass
}

func setup(t testing.TB, db *store.DB) bundle {
	t.Helper()
	ctx := t.Context()
	db.Now = func() time.Time { return today }
	box := secret.New()
	fs, err := files.Open(ctx, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = fs.Close() })
	s := &Service{DB: db, Box: box, Files: fs, People: &people.Service{DB: db, Box: box}, Places: &regions.Register{DB: db}}
	house := access.House("test")
	if err := s.People.Seed(ctx, house); err != nil {
		t.Fatal(err)
	}
	_, err = store.In(ctx, db, house, func(tx *store.Tx) (int, error) {
		return 0, regions.Save(ctx, tx, []regions.Region{
			{Code: district, Name: "和乐区", Boundary: []byte(square)}, {Code: street, Name: "西街", Boundary: []byte(west)}, {Code: "449901002", Name: "东街"},
			{Code: here, Name: "和平社区", Boundary: []byte(west)}, {Code: "449901001002", Name: "光明社区"}, {Code: next, Name: "东门社区"},
		})
	})
	if err == nil {
		err = s.Places.Load(ctx)
	}
	if err != nil {
		t.Fatal(err)
	}
	return bundle{s, storetest.Pass(t, Rules, "li", role.CommunityWorker, here, Import),
		storetest.Pass(t, Rules, "wang", role.CommunityWorker, next, Import), storetest.Pass(t, Rules, "zhao", role.DataSteward, district, Import)}
}

func each(t *testing.T, fn func(*testing.T, bundle)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) { fn(t, setup(t, db)) },
		Schema, people.Schema, events.Schema, audit.Schema, regions.Schema)
}

func id(year, n int) string {
	return string(cnid.MakeResident("449901", time.Date(year, 3, 9, 0, 0, 0, 0, time.UTC), n))
}

const header = "姓名,身份证号,性别,出生日期,联系电话,社区,住址,户号,与户主关系,独居,失能等级,经度,纬度\n"

func (b bundle) take(t *testing.T, p access.Pass, at region.Code, csv string) (Report, error) {
	t.Helper()
	return b.ImportFile(t.Context(), p, at, "名册.csv", strings.NewReader(csv), nil)
}

func dump(t *testing.T, db *store.DB) string {
	t.Helper()
	out, err := store.View(t.Context(), db, access.House("test"), func(tx *store.Tx) (string, error) {
		var lines []string
		for _, table := range []string{"people", "person_index", "person_attributes", "households", "household_members"} {
			rows, err := tx.Unscoped(t.Context(), "test", `SELECT * FROM `+table)
			if err != nil {
				return "", err
			}
			cols, _ := rows.Columns()
			for rows.Next() {
				v := make([]any, len(cols))
				for i := range v {
					v[i] = new(any)
				}
				if err := rows.Scan(v...); err != nil {
					return "", err
				}
				line := table
				for _, c := range v {
					line += fmt.Sprintf("|%v", *c.(*any))
				}
				lines = append(lines, line)
			}
			if err := errors.Join(rows.Err(), rows.Close()); err != nil {
				return "", err
			}
		}
		slices.Sort(lines)
		return strings.Join(lines, "\n"), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestEveryBadRowIsNamed(t *testing.T) {
	each(t, func(t *testing.T, b bundle) {
		rows := []struct{ cells, code string }{
			{"陈阿妹," + id(1948, 2) + ",女,1948年3月9日,160 0000 0001,和平社区,和平路1号,H1,户主,是,轻度失能,113.05,23.1", ""},
			{"李国强," + id(1950, 1) + ",男,,,和平社区,和平路1号,H1,配偶,否,,,", ""},
			{"错号," + id(1950, 1)[:17] + "0,,,,和平社区,,,,,,,", "cnid.id_check_digit"},
			{"重号," + id(1948, 2) + ",,,,和平社区,,,,,,,", "roster.twice_in_file"},
			{"," + id(1960, 1) + ",,,,和平社区,,,,,,,", "people.name"},
			{"未来人,,男,2027-01-01,,和平社区,和平路2号,,,,,,", "people.future"},
			{"性别反," + id(1961, 2) + ",男,,,和平社区,,,,,,,", "people.id_sex"},
			{"生日反," + id(1962, 2) + ",女,1962-03-10,,和平社区,,,,,,,", "people.id_birth"},
			{"在海里," + id(1963, 2) + ",,,,和平社区,,,,,,115.5,20.0", "roster.point_away"},
			{"倒过来," + id(1964, 2) + ",,,,和平社区,,,,,,23.1,113.05", "geo.swapped"},
			{"别的社区," + id(1965, 2) + ",,,,东门社区,,,,,,,", "roster.outside"},
			{"电话错," + id(1966, 2) + ",,,12345,和平社区,,,,,,,", "cnid.phone"},
			{"等级错," + id(1967, 2) + ",,,,和平社区,,,,,超级,,", "roster.attribute"},
			{"没住址,,男,1990-01-01,,和平社区,,,,,,,", "people.identity"},
			{"没有号的孩子,,男,2024-01-01,,和平社区,和平路3号,,,,,,", ""},
		}
		csv := header
		for _, r := range rows {
			csv += r.cells + "\n"
		}
		rep, err := b.take(t, b.clerk, here, csv)
		if err != nil {
			t.Fatal(err)
		}
		got := map[int64]string{}
		for _, r := range rep.Tables[0].Rows {
			got[r.Line] = r.Reasons[0].Code
			if len(r.Reasons) > 1 {
				got[r.Line] += fmt.Sprint(" and ", r.Reasons[1:])
			}
		}
		bad := 0
		for i, r := range rows {
			if r.code != "" {
				bad++
			}
			if got[int64(i+2)] != r.code {
				t.Errorf("line %d (%s): %q, want %q", i+2, strings.Split(r.cells, ",")[0], got[int64(i+2)], r.code)
			}
		}
		if rep.Batch.Rejected != int64(bad) || rep.Batch.Taken != int64(len(rows)-bad) || rep.Batch.State != Done {
			t.Errorf("%+v", rep.Batch)
		}
		path := filepath.Join(t.TempDir(), "errors.xlsx")
		if _, err := b.WriteErrors(t.Context(), b.clerk, rep.Batch.ID, path, fault.Zh); err != nil {
			t.Fatal(err)
		}
		r, err := sheet.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close() //nolint:errcheck // a test
		for i := -1; i < len(rows); i++ {
			if i >= 0 && rows[i].code == "" {
				continue
			}
			row, err := r.Next()
			if err != nil || i >= 0 && (row[0] != strings.Split(rows[i].cells, ",")[0] || len(row) != 14 || row[13] == "") {
				t.Fatalf("error file, row %d: %q %v", i, row, err)
			}
		}
		if row, err := r.Next(); err == nil {
			t.Errorf("one row too many: %q", row)
		}
	})
}

func TestTheSameFileAgainChangesNothingAndUndoLeavesNoTrace(t *testing.T) {
	each(t, func(t *testing.T, b bundle) {
		ctx := t.Context()
		if _, err := b.take(t, b.clerk, here, header+"老住户,"+id(1940, 1)+",,,,,旧路1号,H0,户主,,,,\n"); err != nil {
			t.Fatal(err)
		}
		before := dump(t, b.DB)
		csv := header + "老住户," + id(1940, 1) + ",,,16000000009,,新路2号,H2,户主,是,,,\n"
		for i := range 2500 { // three chunks
			csv += fmt.Sprintf("居民%d,%s,,,,,和平路%d号,H%d,户主,,,,\n", i, id(1950+i%50, i%999), i, i%900)
		}
		first, err := b.take(t, b.clerk, here, csv)
		if err != nil {
			t.Fatal(err)
		}
		if first.Batch.Taken < 2000 || first.Batch.Updated != 1 {
			t.Fatalf("%+v", first.Batch)
		}
		after := dump(t, b.DB)
		second, err := b.take(t, b.clerk, here, csv)
		if err != nil || second.Batch.Taken+second.Batch.Updated != 0 || second.Batch.Rejected != first.Batch.Rejected {
			t.Fatalf("%+v %v", second.Batch, err)
		}
		if dump(t, b.DB) != after {
			t.Error("the second import changed something")
		}
		for _, rep := range []Report{second, first} {
			if _, err := b.Undo(ctx, b.clerk, rep.Batch.ID); err != nil {
				t.Fatal(err)
			}
			if undone, err := b.Run(ctx, b.clerk, rep.Batch.ID, nil); err != nil || undone.State != Undone || undone.Kept != 0 {
				t.Fatalf("%+v %v", undone, err)
			}
		}
		if dump(t, b.DB) != before {
			t.Error("undo left a trace")
		}
	})
}

// A run that dies after any chunk goes on from there: nothing is taken twice,
// nothing is left out.
func TestAKilledRunGoesOn(t *testing.T) {
	each(t, func(t *testing.T, b bundle) {
		csv := header
		for i := range 3500 {
			csv += fmt.Sprintf("居民%d,%s,,,,,和平路%d号,,,,,,\n", i, id(1950+i%50, i%999), i)
		}
		up, err := b.Upload(t.Context(), b.clerk, here, "x.csv", strings.NewReader(csv))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.Start(t.Context(), b.clerk, up.ID); err != nil {
			t.Fatal(err)
		}
		var last Batch
		for deaths := 0; ; deaths++ {
			ctx, kill := context.WithCancel(t.Context())
			last, err = b.Run(ctx, b.clerk, up.ID, func(Batch) { kill() })
			kill()
			if err == nil {
				break
			}
			if !errors.Is(err, context.Canceled) || deaths > 10 {
				t.Fatal(err)
			}
		}
		if last.Done != 3500 || last.State != Done || last.Taken+last.Rejected != 3500 {
			t.Errorf("%+v", last)
		}
		_, n, err := b.People.Find(t.Context(), b.clerk, people.Query{}, true)
		if err != nil || n != last.Taken {
			t.Errorf("%d people, %v; want %d", n, err, last.Taken)
		}
	})
}

func TestTwoClerksAtOnce(t *testing.T) {
	each(t, func(t *testing.T, b bundle) {
		var wg sync.WaitGroup
		var mu sync.Mutex
		var taken int64
		for _, c := range []struct {
			p  access.Pass
			at region.Code
		}{{b.clerk, here}, {b.other, next}} {
			wg.Go(func() {
				csv := header
				for i := range 1500 { // the same people in both lists: each is taken once
					csv += fmt.Sprintf("居民%d,%s,,,,,和平路%d号,,,,,,\n", i, id(1950+i%50, i%999), i)
				}
				rep, err := b.take(t, c.p, c.at, csv)
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					t.Error(err)
				}
				taken += rep.Batch.Taken
			})
		}
		wg.Wait()
		_, n, err := b.People.Find(t.Context(), b.steward, people.Query{}, true)
		if err != nil || n != taken || n > 1500 {
			t.Errorf("%d people, %d taken, %v", n, taken, err)
		}
	})
}

func TestFilesAndPlacesThatAreRefusedWhole(t *testing.T) {
	each(t, func(t *testing.T, b bundle) {
		gbk, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(header + "陈阿妹," + id(1948, 2) + ",,,,,和平路1号,,,,,,\n"))
		if err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct {
			p    access.Pass
			at   region.Code
			body []byte
			want error
		}{
			"a roster of the next street":  {b.clerk, next, []byte(header), ErrRegion},
			"a region that does not exist": {b.steward, "449901777777", []byte(header), ErrRegion},
			"wrong headers":                {b.clerk, here, []byte("甲,乙\n1,2\n"), ErrHeader},
			"a header and nothing else":    {b.clerk, here, []byte(header), ErrNoRows},
			"an empty file":                {b.clerk, here, nil, sheet.ErrEmpty},
			"half an XLSX":                 {b.clerk, here, []byte("PK\x03\x04 and then nothing"), sheet.ErrCut},
			"GBK":                          {b.clerk, here, gbk, nil},
		} {
			_, err := b.Upload(t.Context(), c.p, c.at, "x.csv", bytes.NewReader(c.body))
			if !errors.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", name, err, c.want)
			}
		}
		all, err := b.List(t.Context(), b.steward, "", 10)
		if err != nil || len(all) != 1 {
			t.Errorf("%d batches are left, %v; want the one in GBK", len(all), err)
		}
		if theirs, err := b.List(t.Context(), b.other, "", 10); err != nil || len(theirs) != 0 {
			t.Errorf("the next street sees %+v, %v", theirs, err)
		}
		if _, err := b.Start(t.Context(), b.other, all[0].ID); !errors.Is(err, ErrNone) {
			t.Errorf("the next street starts it: %v", err)
		}
	})
}

// BenchmarkImport is the line of the issue: 200,000 rows of XLSX, 2 % bad.
func BenchmarkImport(b *testing.B) {
	db := storetest.SQLite(b, Schema, people.Schema, events.Schema, audit.Schema, regions.Schema)
	s := setup(b, db)
	path := filepath.Join(b.TempDir(), "roster.xlsx")
	w, err := sheet.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	if err := w.Row(strings.Split(strings.TrimSpace(header), ",")); err != nil {
		b.Fatal(err)
	}
	for i := range benchRows {
		day := time.Date(1940, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i/20)
		number := string(cnid.MakeResident("449901", day, i%20))
		if i%50 == 7 {
			number = number[:17] + "?"
		}
		row := []string{fmt.Sprintf("居民%d", i), number, "", "", fmt.Sprintf("160%08d", i), "和平社区", fmt.Sprintf("和平路%d号", i%400), fmt.Sprint("H", i/3), "其他", "是", "", "113.05", "23.1"}
		if err := w.Row(row); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		f, err := os.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		rep, err := s.ImportFile(b.Context(), s.clerk, here, "roster.xlsx", f, nil)
		if err != nil || rep.Batch.Rejected != benchRows/50 {
			b.Fatalf("%+v %v", rep.Batch, err)
		}
	}
}

const benchRows = 200_000
