package vouchers

import (
	"context"
	"net/http"

	"linli/internal/money"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
)

// VoucherAsk is whose orders of which days are to be reckoned anew.
type VoucherAsk struct {
	Person string `json:"person" maxLength:"40"`
	From   string `json:"from" maxLength:"10"`
	To     string `json:"to" maxLength:"10"`
}

// Register adds the operations.
func (s *Service) Register(a *api.API) {
	const tag = "settlement"
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/vouchers/preview", ID: "preview-vouchers", Tag: tag, Needs: Make, Summary: "补差预览（不写入） / What a correction would be", MaxBody: 4 << 10},
		func(ctx context.Context, p access.Pass, in *struct{ Body VoucherAsk }) (*struct{ Body VoucherDraft }, error) {
			d, err := s.Draft(ctx, p, in.Body.Person, in.Body.From, in.Body.To)
			if err != nil {
				return nil, err
			}
			return &struct{ Body VoucherDraft }{d}, nil
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/vouchers", ID: "make-vouchers", Tag: tag, Needs: Make, Summary: "开补差凭证 / Correct who pays of delivered orders", MaxBody: 4 << 10},
		func(ctx context.Context, p access.Pass, in *struct {
			Body struct {
				VoucherAsk
				Reason    string    `json:"reason" maxLength:"200"`
				ExpectFen money.Fen `json:"expect_fen" doc:"The sum that the preview showed"`
			}
		}) (*struct{ Body api.List[Voucher] }, error) {
			all, err := s.Make(ctx, p, in.Body.Person, in.Body.From, in.Body.To, in.Body.Reason, in.Body.ExpectFen)
			if err != nil {
				return nil, err
			}
			return &struct{ Body api.List[Voucher] }{api.Many(all, "")}, nil
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/vouchers", ID: "list-vouchers", Tag: tag, Needs: See, Summary: "补差凭证 / Vouchers"},
		func(ctx context.Context, p access.Pass, in *struct {
			api.Page
			State string `query:"state" enum:"due,refunded,even"`
		}) (*struct{ Body api.List[Voucher] }, error) {
			f := Filter{State: in.State, Limit: in.Limit}
			if err := api.DecodeCursor(in.Cursor, &f.Before); err != nil {
				return nil, err
			}
			all, err := s.List(ctx, p, f)
			next := ""
			if err == nil && len(all) == in.Limit {
				next = api.EncodeCursor(all[len(all)-1].ID)
			}
			return &struct{ Body api.List[Voucher] }{api.Many(all, next)}, err
		})
	type voucherOut struct {
		api.ETag
		Body Voucher
	}
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/vouchers/{id}/refunded", ID: "refund-voucher", Tag: tag, Needs: Refund, Summary: "已退给居民 / What was due was handed back", MaxBody: 1 << 10},
		func(ctx context.Context, p access.Pass, in *struct {
			api.IfMatch
			ID string `path:"id" format:"uuid"`
		}) (*voucherOut, error) {
			version, err := in.Version()
			if err != nil {
				return nil, err
			}
			v, err := s.Refunded(ctx, p, in.ID, version)
			if err != nil {
				return nil, err
			}
			return &voucherOut{api.Tag(v.Version), v}, nil
		})
}
