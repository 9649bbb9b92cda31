package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	"linli/internal/app"
	"linli/internal/cnid"
	"linli/internal/directory"
	"linli/internal/directory/hours"
	"linli/internal/orders/subsidy"
	"linli/internal/people"
	"linli/internal/platform/access"
	"linli/internal/platform/account"
	"linli/internal/platform/notify"
	"linli/internal/platform/store"
)

const (
	service   = "0190aaaa-0000-7000-8000-0000000000c1"
	community = "449901001001"
)

// post is the door through which the codes of residents come.
type post struct {
	mu    sync.Mutex
	codes map[string]string
}

func (p *post) Send(_ context.Context, n notify.Notice) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, after, _ := strings.Cut(n.Text, "验证码 ")
	p.codes[n.Phone] = after[:6]
	return nil
}

// furnish makes a kitchen with room for all and people of seventy and more, and
// signs them in; their tokens come back.
func (b bench) furnish(ctx context.Context, dir, database string) ([]string, error) {
	h, err := app.Open(ctx, app.Config{Data: dir, Database: database, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		return nil, err
	}
	defer h.Close()
	p := access.House("bench")
	if err := h.Seed(ctx); err != nil {
		return nil, err
	}
	week := []int{1, 2, 3, 4, 5, 6, 7}
	org := directory.Organisation{ID: "0190aaaa-0000-7000-8000-0000000000a1", Region: "449901001", Kind: "provider", Name: "朝阳助餐", Stage: directory.Active}
	point := directory.ServicePoint{ID: "0190aaaa-0000-7000-8000-0000000000b1", Organisation: org.ID, Region: community, Name: "朝阳长者饭堂", Lon: 113.25, Lat: 22.8,
		Hours: hours.Plan{Spans: []hours.Span{{Days: week, From: "06:30", To: "09:00"}, {Days: week, From: "10:45", To: "13:00"}, {Days: week, From: "16:45", To: "18:15"}}}}
	meals := directory.Service{ID: service, Organisation: org.ID, Region: "449901001", Category: "elder.meal_delivery", Name: "长者送餐", Mode: "delivery", PriceFen: 1800, PerDay: 1_000_000, ReachM: 5000,
		Eligibility: `age >= 60 and (attribute("lives_alone") or attribute("ability_level") >= 2)`, OrderUntil: "-1d 16:00", CancelHours: 12, Points: []string{point.ID}, State: directory.Published}
	rows := make([]people.Row, b.residents)
	for i := range rows {
		born := time.Date(1935, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i)
		rows[i] = people.Row{Name: "何春" + string(rune('一'+i%5000)), ResidentID: cnid.MakeResident("449901", born, 100+i%900), Birth: born.Format(time.DateOnly),
			Phone: phone(i), Region: community, Address: fmt.Sprintf("朝阳路 %d 号", i%300+1), Household: fmt.Sprint(i / 2),
			Attributes: []people.Attribute{{Key: "lives_alone", From: "2024-01-01"}, {Key: "ability_level", Level: "2", From: "2024-01-01"}}}
	}
	_, err = store.In(ctx, h.DB, p, func(tx *store.Tx) (int, error) {
		if _, err := h.Offers.Load(ctx, tx, "", directory.Batch{Organisations: []directory.Organisation{org}, Points: []directory.ServicePoint{point}, Services: []directory.Service{meals}}); err != nil {
			return 0, err
		}
		out, err := h.People.Bulk(ctx, tx, rows, "bench")
		for _, o := range out {
			if len(o.Faults) > 0 {
				return 0, errors.New("a row was refused: " + o.Faults[0].Error())
			}
		}
		return len(out), err
	})
	if err != nil {
		return nil, err
	}
	// A public purse of 5 yuan and a fund of 1, whose caps are looked up for each order.
	for _, x := range []subsidy.Programme{
		{Name: "助餐补贴", Region: "449901", Payer: subsidy.Public, Categories: []string{"elder"}, From: "2024-01-01", BudgetFen: 1 << 40,
			Brackets: []subsidy.Bracket{{Key: "elder", Name: "60 岁及以上", Rule: "age >= 60", UnitFen: 500, KeepFen: 300, PerDay: 3, PerMonth: 93}}},
		{Name: "互助基金", Region: "449901", Payer: subsidy.Fund, Categories: []string{"elder.meal_delivery"}, From: "2024-01-01", BudgetFen: 1 << 40, Adds: true,
			Brackets: []subsidy.Bracket{{Key: "alone", Name: "独居", Rule: `attribute("lives_alone")`, UnitFen: 100, PerDay: 3}}},
	} {
		one, err := h.Money.Programmes.Add(ctx, p, x)
		if err == nil {
			_, err = h.Money.Programmes.Start(ctx, p, one.ID, one.Version)
		}
		if err != nil {
			return nil, err
		}
	}
	door := &post{codes: map[string]string{}}
	h.Accounts.Sender = door
	tokens := make([]string, b.residents)
	for i := range tokens {
		if err := h.Accounts.SendCode(ctx, phone(i)); err != nil {
			return nil, err
		}
		t, err := h.Accounts.SignInResident(ctx, phone(i), door.codes[phone(i)], account.From{})
		if err != nil {
			return nil, err
		}
		tokens[i] = string(t)
	}
	return tokens, nil
}

func phone(i int) string { return fmt.Sprintf("139%08d", i) }

// measureOurs starts the real program on fresh data and loads it.
func (b bench) measureOurs(ctx context.Context, dir, database string) (result, error) {
	tokens, err := b.furnish(ctx, dir, database)
	if err != nil {
		return result{}, err
	}
	args := []string{"--log-level", "error", "serve", "--data", dir, "--listen", "127.0.0.1:0", "--requests-per-second", "0"}
	if database != "" {
		args = append(args, "--database", database)
	}
	c := exec.CommandContext(ctx, b.linli, args...)
	errs, err := c.StderrPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		return result{}, err
	}
	defer stop(c)
	address := ""
	for lines := bufio.NewScanner(errs); address == "" && lines.Scan(); {
		if _, at, ok := strings.Cut(lines.Text(), "http://"); ok {
			address = "http://" + strings.TrimSpace(at)
		}
	}
	go func() { _, _ = io.Copy(os.Stderr, errs) }()
	if address == "" {
		return result{}, errors.New("linli did not start")
	}
	slots := []string{"breakfast", "lunch", "dinner"}
	first := time.Now().AddDate(0, 0, 2)
	return b.load(ctx, c.Process.Pid, func(n int64) (*http.Request, []byte) {
		who := n % int64(len(tokens))
		meal := n / int64(len(tokens)) // every meal of every day once a person
		day := first.AddDate(0, 0, int(meal/3)%58)
		r, err := http.NewRequest(http.MethodPost, address+"/api/v1/my/orders", nil) //nolint:noctx // send sets it
		check(err)
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Idempotency-Key", fmt.Sprint("bench-", n))
		r.AddCookie(&http.Cookie{Name: account.Cookie, Value: tokens[who]})
		body, err := json.Marshal(map[string]any{"service": service, "day": day.Format(time.DateOnly), "slot": slots[meal%3], "expect_fen": 1200, "options": []string{"low_salt"}, "note": "敲门重一点"})
		check(err)
		return r, body
	})
}

// measurePocket starts the peer on fresh data and loads it.
func (b bench) measurePocket(ctx context.Context, bin, dir string) (result, error) {
	c := exec.CommandContext(ctx, bin, dir)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		return result{}, err
	}
	defer stop(c)
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		return result{}, errors.New("pocketbase did not start")
	}
	address, token, _ := strings.Cut(lines.Text(), " ")
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return b.load(ctx, c.Process.Pid, func(n int64) (*http.Request, []byte) {
		r, err := http.NewRequest(http.MethodPost, address+"/api/collections/orders/records", nil) //nolint:noctx // send sets it
		check(err)
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", token)
		person := fmt.Sprintf("0190aaaa-0000-7000-8000-%012d", n%2000)
		body, err := json.Marshal(map[string]any{"number": fmt.Sprint(n), "region": community, "at": community, "org": "0190aaaa-0000-7000-8000-0000000000a1", "person": person, "service": service,
			"category": "elder.meal_delivery", "mode": "delivery", "point": "0190aaaa-0000-7000-8000-0000000000b1", "day": fmt.Sprint("2026-11-", n%30), "slot": "lunch", "once": fmt.Sprint("meal|", n),
			"programme": "", "state": "placed", "assigned": "", "round": "", "series": "", "note": "敲门重一点", "why": "", "quantity": 1, "unit_fen": 1800, "total_fen": 1800, "resident_fen": 1800,
			"subsidy_fen": 0, "fund_fen": 0, "due": 1790000000, "late": 0, "options": []string{"low_salt"}, "placed_by": map[string]string{"how": "self"}})
		check(err)
		return r, body
	})
}
