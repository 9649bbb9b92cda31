// Command pocketbase serves PocketBase with one collection that has the fields of
// an order, at full durability, for bench/orders: it prints its address and a
// token that may create records.
//
//	pocketbase DIR
//
// It is the program's own records API and its own SQLite driver; only the
// connection differs from the defaults, by PRAGMA synchronous=FULL.
package main

import (
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: pocketbase DIR")
	}
	app := pocketbase.NewWithConfig(pocketbase.Config{DefaultDataDir: os.Args[1], HideStartBanner: true, DBConnect: connect})
	if err := app.Bootstrap(); err != nil {
		log.Fatal(err)
	}
	if err := app.RunAllMigrations(); err != nil {
		log.Fatal(err)
	}
	s := app.Settings()
	s.Logs.MaxDays = 0 // it would write a row a request beside the measurement
	s.RateLimits.Enabled = false
	if err := app.Save(s); err != nil {
		log.Fatal(err)
	}
	token, err := prepare(app)
	if err != nil {
		log.Fatal(err)
	}
	router, err := apis.NewRouter(app)
	if err != nil {
		log.Fatal(err)
	}
	mux, err := router.BuildMux()
	if err != nil {
		log.Fatal(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("http://%s %s\n", ln.Addr(), token)
	log.Fatal(http.Serve(ln, mux)) //nolint:gosec // a benchmark on the loopback
}

// connect is core.DefaultDBConnect with synchronous=FULL.
func connect(path string) (*dbx.DB, error) {
	const pragmas = "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=journal_size_limit(200000000)&_pragma=synchronous(FULL)&_pragma=foreign_keys(ON)&_pragma=temp_store(MEMORY)&_pragma=cache_size(-32000)"
	return dbx.Open("sqlite", path+pragmas)
}

// prepare makes the collection and a user who may write to it.
func prepare(app core.App) (string, error) {
	users, err := app.FindCollectionByNameOrId("users")
	if err != nil {
		return "", err
	}
	c := core.NewBaseCollection("orders")
	signedIn := "@request.auth.id != ''"
	c.CreateRule, c.ListRule, c.ViewRule = &signedIn, &signedIn, &signedIn
	for _, name := range strings.Fields("number region at org person service category mode point day slot once programme state assigned round series note why") {
		c.Fields.Add(&core.TextField{Name: name, Max: 300})
	}
	for _, name := range strings.Fields("quantity unit_fen total_fen resident_fen subsidy_fen fund_fen due late") {
		c.Fields.Add(&core.NumberField{Name: name})
	}
	c.Fields.Add(&core.JSONField{Name: "options"}, &core.JSONField{Name: "placed_by"}, &core.AutodateField{Name: "created", OnCreate: true}, &core.AutodateField{Name: "changed", OnCreate: true, OnUpdate: true})
	c.AddIndex("orders_once", true, "person, once", "")
	c.AddIndex("orders_day", false, "day, id", "")
	c.AddIndex("orders_person", false, "person, id", "")
	if err := app.Save(c); err != nil {
		return "", err
	}
	u := core.NewRecord(users)
	u.SetEmail("bench@example.com")
	u.SetPassword("a long enough sentence")
	u.SetVerified(true)
	if err := app.Save(u); err != nil {
		return "", err
	}
	return u.NewAuthToken()
}
