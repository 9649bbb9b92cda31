package decisions

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"

	"linli/internal/cloud/decisions/sites"
	"linli/internal/fault"
	"linli/internal/geo"
	"linli/internal/platform/access"
	"linli/internal/platform/sheet"
)

const (
	maxList = 5 << 20 // bytes of an uploaded list
	maxRows = 2000
)

var (
	errColumns = fault.New(fault.Invalid, "decisions.list_columns", "表格首行应有名称、经度、纬度三列（可另有费用，单位元）。", "The first row names the columns: name, longitude, latitude (and cost in yuan, if you like).")
	errRows    = fault.New(fault.TooLarge, "decisions.list_rows", "最多 %d 行。", "At most %d rows.")
	errLarge   = fault.New(fault.TooLarge, "decisions.list_large", "文件最大 5 MB。", "The file may have 5 MB.")
	errSpot    = fault.New(fault.Invalid, "decisions.list_place", "经纬度不正确。", "This is no longitude and latitude.")
	errCost    = fault.New(fault.Invalid, "decisions.list_cost", "费用应为不小于 0 的金额（元）。", "A cost is an amount in yuan, 0 or more.")
	errUnnamed = fault.New(fault.Invalid, "decisions.list_name", "缺少名称，或名称超过 200 个字。", "The name is missing, or longer than 200 characters.")
)

// Listed is what an uploaded list of places holds.
type Listed struct {
	Places []sites.Spot `json:"places"`
	Bad    []BadRow     `json:"bad" doc:"Rows that are left out, and why"`
}

// BadRow is a row of a list that cannot be used.
type BadRow struct {
	Line int    `json:"line" doc:"As Excel counts"`
	Zh   string `json:"zh"`
	En   string `json:"en"`
}

// Open lists what a scenario in the pass's place would start from.
func (s *Service) Open(ctx context.Context, p access.Pass, w sites.Where) (SitingPlaces, error) {
	out := SitingPlaces{Existing: []sites.Place{}, Candidates: []sites.Place{}}
	if len(p.Places()) != 1 {
		return out, ErrOnePlace.On("region")
	}
	there, free, err := s.Sites.Open(ctx, p.Places()[0], w)
	return SitingPlaces{append(out.Existing, there...), append(out.Candidates, free...)}, err
}

// Read reads a list of candidate places, CSV or XLSX, and keeps nothing of it: it comes
// back with the order.
func (s *Service) Read(p access.Pass, r io.Reader, gcj bool) (Listed, error) {
	out := Listed{Places: []sites.Spot{}, Bad: []BadRow{}}
	if len(p.Places()) != 1 {
		return out, ErrOnePlace.On("region")
	}
	var at head
	err := table(r, func(cells []string) error {
		if at = headOf(cells); at.name < 0 || at.lon < 0 || at.lat < 0 {
			return errColumns.On("file")
		}
		return nil
	}, func(line int, row []string) error {
		spot, bad := at.read(row, gcj)
		if bad == nil {
			if _, err := s.Sites.Placed(p.Places()[0], geo.Point{Lon: spot.Lon, Lat: spot.Lat}); err != nil {
				bad = sites.ErrOutside.With(spot.Name)
			}
		}
		if bad != nil {
			out.Bad = append(out.Bad, badRow(line, bad))
		} else {
			out.Places = append(out.Places, spot)
		}
		return nil
	})
	return out, err
}

func badRow(line int, f *fault.Fault) BadRow {
	return BadRow{line, f.Text(fault.Zh), f.Text(fault.En)}
}

// table reads an uploaded table: the head, then every row that is not empty.
func table(r io.Reader, top func([]string) error, each func(line int, row []string) error) error {
	f, err := os.CreateTemp("", "linli-list-*")
	if err != nil {
		return fmt.Errorf("decisions: list: %w", err)
	}
	defer os.Remove(f.Name()) //nolint:errcheck // a temporary file
	n, err := io.Copy(f, io.LimitReader(r, maxList+1))
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("decisions: list: %w", err)
	}
	if n > maxList {
		return errLarge.On("file")
	}
	rows, err := sheet.Open(f.Name())
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // read only
	first, err := rows.Next()
	if errors.Is(err, io.EOF) {
		return sheet.ErrEmpty.On("file")
	}
	if err == nil {
		err = top(first)
	}
	for seen := 0; err == nil; {
		var row []string
		if row, err = rows.Next(); err != nil || strings.Join(row, "") == "" {
			continue
		}
		if seen++; seen > maxRows {
			return errRows.With(maxRows).On("file")
		}
		err = each(rows.Line, row)
	}
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// cell of a row; "" where there is none.
func cell(row []string, i int) string {
	if i < 0 || i >= len(row) {
		return ""
	}
	return row[i]
}

// fen reads an amount in yuan; "" is none.
func fen(s string) (int64, bool) {
	if s = strings.NewReplacer(",", "", "元", "", "¥", "", "￥", "").Replace(s); s == "" {
		return 0, true
	}
	yuan, err := strconv.ParseFloat(s, 64)
	return int64(math.Round(yuan * 100)), err == nil && yuan >= 0 && yuan <= 1e10
}

// head is where the columns of a list stand; -1: nowhere.
type head struct{ name, lon, lat, cost int }

func headOf(cells []string) head {
	h := head{-1, -1, -1, -1}
	columnsOf(cells, map[*int][]string{&h.name: {"名称", "地点", "name", "place", "title"}, &h.lon: {"经度", "lon", "lng", "longitude", "x"},
		&h.lat: {"纬度", "lat", "latitude", "y"}, &h.cost: {"费用", "造价", "成本", "cost", "price"}})
	return h
}

// columnsOf finds the columns whose head is, or begins with, one of some words; the
// first that does counts.
func columnsOf(cells []string, words map[*int][]string) {
	for at, any := range words {
		for i, c := range cells {
			c = strings.ToLower(strings.TrimSpace(c))
			if *at < 0 && slices.ContainsFunc(any, func(w string) bool { return c == w || len(w) > 1 && strings.HasPrefix(c, w) }) {
				*at = i
			}
		}
	}
}

func (h head) read(row []string, gcj bool) (s sites.Spot, bad *fault.Fault) {
	s.Name = cell(row, h.name)
	if n := len([]rune(s.Name)); n == 0 || n > 200 {
		return s, errUnnamed
	}
	p, err := geo.ParsePoint(cell(row, h.lon) + "," + cell(row, h.lat))
	if err != nil || p.IsZero() {
		return s, errSpot
	}
	if gcj {
		p = geo.FromGCJ02(p)
	}
	s.Lon, s.Lat = p.Lon, p.Lat
	var ok bool
	if s.CostFen, ok = fen(cell(row, h.cost)); !ok {
		return s, errCost
	}
	return s, nil
}
