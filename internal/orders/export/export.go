package export

import (
	"context"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"linli/internal/directory/hours"
	"linli/internal/orders/book"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/audit"
	"linli/internal/platform/store"
)

var head = []string{"单号 number", "状态 state", "日期 day", "时段 slot", "姓名 name", "服务 service", "服务点 point", "数量 quantity", "单价 unit", "合计 total", "自付 resident", "补贴 subsidy", "基金 fund",
	"补贴项目 programme", "下单方式 how", "下单时间 placed", "备注 note", "编号 id"}

func row(o book.Order) []string {
	zh, en := o.State.Word()
	return []string{o.Number, zh + " " + en, o.Day, o.Slot.Key + " " + o.Slot.From + "–" + o.Slot.To, o.Name, o.ServiceName, o.PointName, strconv.Itoa(o.Quantity), o.Price.UnitFen.Decimal(), o.Price.TotalFen.Decimal(),
		o.Price.Resident.Decimal(), o.Price.Subsidy.Decimal(), o.Price.Fund.Decimal(), o.Price.Programme, o.PlacedBy.How, o.Created.In(hours.Shanghai).Format("2006-01-02 15:04"), o.Note, o.ID}
}

// Most rows of one file.
const most = 200_000

// Sheet is a list as XLSX or CSV, names as the viewer may see them; that it was
// exported stands in the audit trail.
func Sheet(ctx context.Context, db *store.DB, p access.Pass, csv bool, f book.Filter, list func(context.Context, access.Pass, book.Filter) ([]book.Order, error)) (*huma.StreamResponse, error) {
	return api.Table(map[bool]string{true: "orders.csv", false: "orders.xlsx"}[csv], func(row func([]string) error) error {
		rows, err := write(ctx, p, row, f, list)
		if err != nil {
			return err
		}
		return note(ctx, db, p, rows)
	})
}

func write(ctx context.Context, p access.Pass, write func([]string) error, f book.Filter, list func(context.Context, access.Pass, book.Filter) ([]book.Order, error)) (n int, err error) {
	if err := write(head); err != nil {
		return 0, err
	}
	f.Limit = 500
	for n < most {
		all, err := list(ctx, p, f)
		if err != nil {
			return n, err
		}
		for _, o := range all {
			if err := write(row(o)); err != nil {
				return n, err
			}
		}
		n += len(all)
		if len(all) < f.Limit {
			break
		}
		f.Before = all[len(all)-1].ID
	}
	return n, nil
}

func note(ctx context.Context, db *store.DB, p access.Pass, rows int) error {
	_, err := store.In(ctx, db, p, func(tx *store.Tx) (int, error) {
		for _, at := range p.Places() {
			if err := audit.Note(ctx, tx, audit.Entry{Region: at, Action: "orders.exported", Subject: string(at), Detail: strconv.Itoa(rows) + " rows"}); err != nil {
				return 0, err
			}
		}
		return 0, nil
	})
	return err
}
