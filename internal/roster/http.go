package roster

import (
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/sheet"
	"linli/internal/region"
)

const tag = "roster"

type batchOut struct{ Body Batch }

func one(b Batch, err error) (*batchOut, error) {
	if err != nil {
		return nil, err
	}
	return &batchOut{b}, nil
}

// IDIn is the input of what concerns one batch; exported because huma passes over
// unexported embedded structs.
type IDIn struct {
	ID string `path:"id" format:"uuid"`
}

type uploadIn struct {
	At      string `query:"at" pattern:"^\\d{6}(\\d{3}){0,3}$" required:"true" doc:"The region that the list is of"`
	RawBody huma.MultipartFormFiles[struct {
		File huma.FormFile `form:"file" required:"true"`
	}]
}

// Register adds the operations.
func (s *Service) Register(a *api.API) {
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/imports", ID: "list-imports", Tag: tag, Needs: See, Summary: "导入批次 / Imports"},
		func(ctx context.Context, p access.Pass, in *api.Page) (*struct{ Body api.List[Batch] }, error) {
			var before string
			if err := api.DecodeCursor(in.Cursor, &before); err != nil {
				return nil, err
			}
			all, err := s.List(ctx, p, before, in.Limit)
			if err != nil {
				return nil, err
			}
			next := ""
			if len(all) == in.Limit {
				next = api.EncodeCursor(all[len(all)-1].ID)
			}
			return &struct{ Body api.List[Batch] }{api.Many(all, next)}, nil
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/imports", ID: "upload-import", Tag: tag, Needs: Import, Creates: true, Summary: "上传名册 / Upload a roster",
		MaxBody: sheet.MaxFile + 1<<20, Slow: 10 * time.Minute},
		func(ctx context.Context, p access.Pass, in *uploadIn) (*batchOut, error) {
			f := in.RawBody.Data().File
			defer f.Close() //nolint:errcheck // read only
			name := "roster.csv"
			if heads := in.RawBody.Form.File["file"]; len(heads) > 0 {
				name = fileName(heads[0])
			}
			return one(s.Upload(ctx, p, region.Code(in.At), name, f))
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/imports/{id}", ID: "get-import", Tag: tag, Needs: See, Summary: "导入批次 / One import"},
		func(ctx context.Context, p access.Pass, in *IDIn) (*batchOut, error) {
			return one(s.Get(ctx, p, in.ID))
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/imports/{id}/preview", ID: "preview-import", Tag: tag, Needs: Import, Summary: "预览 / Preview"},
		func(ctx context.Context, p access.Pass, in *IDIn) (*struct{ Body api.List[Preview] }, error) {
			rows, err := s.Look(ctx, p, in.ID, 50)
			if err != nil {
				return nil, err
			}
			return &struct{ Body api.List[Preview] }{api.Many(rows, "")}, nil
		})
	api.Register(a, api.Op{Method: http.MethodPut, Path: "/imports/{id}/mapping", ID: "map-import", Tag: tag, Needs: Import, Summary: "列对应 / Map columns"},
		func(ctx context.Context, p access.Pass, in *struct {
			IDIn
			Body struct {
				Mapping []string `json:"mapping" maxItems:"500"`
			}
		}) (*batchOut, error) {
			return one(s.Map(ctx, p, in.ID, in.Body.Mapping))
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/imports/{id}/start", ID: "start-import", Tag: tag, Needs: Import, Summary: "开始导入 / Start"},
		func(ctx context.Context, p access.Pass, in *IDIn) (*batchOut, error) {
			return one(s.Start(ctx, p, in.ID))
		})
	api.Register(a, api.Op{Method: http.MethodPost, Path: "/imports/{id}/undo", ID: "undo-import", Tag: tag, Needs: Import, Summary: "撤销整批 / Undo the batch"},
		func(ctx context.Context, p access.Pass, in *IDIn) (*batchOut, error) {
			return one(s.Undo(ctx, p, in.ID))
		})
	api.Register(a, api.Op{Method: http.MethodGet, Path: "/imports/{id}/errors.xlsx", ID: "get-import-errors", Tag: tag, Needs: Import, Summary: "错误行 / Bad rows as XLSX"}, s.getErrors)
}

func fileName(h *multipart.FileHeader) string { return filepath.Base(h.Filename) }

func (s *Service) getErrors(ctx context.Context, p access.Pass, in *IDIn) (*huma.StreamResponse, error) {
	f, err := os.CreateTemp("", "linli-errors-*.xlsx")
	if err != nil {
		return nil, err
	}
	_ = f.Close()
	drop := func() { _ = os.Remove(f.Name()) }
	if _, err := s.WriteErrors(ctx, p, in.ID, f.Name(), api.LangOf(ctx)); err != nil {
		drop()
		return nil, err
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		defer drop()
		out, err := os.Open(f.Name())
		if err != nil {
			hc.SetStatus(http.StatusInternalServerError)
			return
		}
		defer out.Close() //nolint:errcheck // read only
		hc.SetHeader("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
		hc.SetHeader("Content-Disposition", `attachment; filename="errors.xlsx"`)
		_, _ = io.Copy(hc.BodyWriter(), out) // the client may have gone
	}}, nil
}
