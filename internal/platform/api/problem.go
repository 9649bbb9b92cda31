package api

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"linli/internal/fault"
)

// Problem is an error on the wire: RFC 9457 with a stable code and, for input,
// every field to mend.
type Problem struct {
	Type   string   `json:"type" doc:"Always about:blank; the code says which problem it is"`
	Title  string   `json:"title" doc:"One sentence for the person, in their language"`
	Status int      `json:"status"`
	Code   string   `json:"code" doc:"Stable; listed in docs/faults.md"`
	Detail string   `json:"detail,omitempty"`
	Trace  string   `json:"trace,omitempty" doc:"Tell this to support"`
	Errors []Detail `json:"errors,omitempty" doc:"One per field"`
}

// Detail is what is wrong with one field.
type Detail struct {
	Field   string `json:"field,omitempty"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

func (p *Problem) Error() string  { return p.Code + ": " + p.Title }
func (p *Problem) GetStatus() int { return p.Status }

// ContentType makes huma answer application/problem+json.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// statuses is the one place where a kind of fault becomes a status.
var statuses = map[fault.Kind]int{
	fault.Invalid: http.StatusUnprocessableEntity, fault.Unauthorized: http.StatusUnauthorized,
	fault.Forbidden: http.StatusForbidden, fault.NotFound: http.StatusNotFound,
	fault.Conflict: http.StatusConflict, fault.Stale: http.StatusPreconditionFailed,
	fault.TooMany: http.StatusTooManyRequests, fault.TooLarge: http.StatusRequestEntityTooLarge,
	fault.Unavailable: http.StatusServiceUnavailable,
}

var (
	errInternal = fault.New(fault.Unavailable, "internal",
		"系统出错了，操作没有执行。请稍后再试，或把编号告诉技术支持。", "Something failed on our side and nothing was done. Try again later, or tell support the number.")
	errInput = fault.New(fault.Invalid, "input.invalid",
		"填写的内容有误，请改正后再提交。", "Some input is not right; please mend it and send again.")
	errTooLarge = fault.New(fault.TooLarge, "input.too_large",
		"提交的内容太大。", "What you sent is too large.")
	errNotFound = fault.New(fault.NotFound, "input.no_such_thing",
		"没有这个内容。", "There is no such thing.")
)

// FaultProblem is a fault in the language of the reader.
func FaultProblem(l fault.Lang, f *fault.Fault) *Problem {
	p := &Problem{Type: "about:blank", Title: f.Text(l), Status: statuses[f.Kind], Code: f.Code}
	all := f.More
	if len(all) == 0 && f.Field != "" {
		all = []*fault.Fault{f}
	}
	for _, m := range all {
		p.Errors = append(p.Errors, Detail{m.Field, m.Code, m.Text(l)})
	}
	return p
}

func (a *API) problem(ctx context.Context, op Op, err error) *Problem {
	l := LangOf(ctx)
	var known *Problem
	if f := fault.Of(err); f != nil {
		p := FaultProblem(l, f)
		if f.Kind == fault.Unavailable {
			a.Log.Warn("api: unavailable", "op", op.ID, "trace", TraceOf(ctx), "error", err)
			p.Trace = TraceOf(ctx)
		}
		return p
	}
	if errors.As(err, &known) {
		return known
	}
	p := FaultProblem(l, errInternal)
	p.Status, p.Trace = http.StatusInternalServerError, TraceOf(ctx)
	if ctx.Err() == nil {
		a.Log.Error("api: failed", "op", op.ID, "trace", p.Trace, "account", ViewerOf(ctx).Account, "error", err)
	}
	return p
}

// problemOf translates what huma itself finds wrong.
func problemOf(l fault.Lang, status int, msg string, errs []error) *Problem {
	f := errInput
	switch {
	case status == http.StatusRequestEntityTooLarge:
		f = errTooLarge
	case status == http.StatusNotFound:
		f = errNotFound
	case status >= 500:
		f = errInternal
	}
	p := FaultProblem(l, f)
	p.Status = status
	if status < 500 && len(errs) == 0 && msg != "" {
		p.Detail = msg
	}
	for _, err := range errs {
		var d *huma.ErrorDetail
		if errors.As(err, &d) {
			p.Errors = append(p.Errors, Detail{Field: strings.TrimPrefix(d.Location, "body."), Code: "input.invalid", Message: inWords(l, d.Message)})
		}
	}
	return p
}

// inWords says what huma's validator says, in Chinese where that is wanted.
// The left sides are the templates of huma's package validation.
func inWords(l fault.Lang, msg string) string {
	if l != fault.Zh {
		return msg
	}
	for _, w := range validatorWords {
		if m := w.re.FindStringSubmatchIndex(msg); m != nil {
			return string(w.re.ExpandString(nil, w.zh, msg, m))
		}
	}
	return "格式不正确（" + msg + "）"
}

var validatorWords = func() (out []struct {
	re *regexp.Regexp
	zh string
}) {
	for _, w := range [][2]string{
		{`^unexpected property$`, "不认识的字段"},
		{`^unknown query parameter$`, "不认识的参数"},
		{`^expected required property (.+) to be present$`, "缺少 $1"},
		{`^required (\w+) parameter is missing$`, "缺少必填参数"},
		{`^expected boolean$`, "应为是或否"},
		{`^expected number$`, "应为数字"},
		{`^expected integer$`, "应为整数"},
		{`^expected string$`, "应为文字"},
		{`^expected array$`, "应为列表"},
		{`^expected object$`, "应为一组字段"},
		{`^expected array items to be unique$`, "列表中有重复"},
		{`^expected value to be one of "(.*)"$`, "应为以下之一：$1"},
		{`^expected number >= (.+)$`, "不能小于 $1"},
		{`^expected number > (.+)$`, "应大于 $1"},
		{`^expected number <= (.+)$`, "不能大于 $1"},
		{`^expected number < (.+)$`, "应小于 $1"},
		{`^expected length >= (\d+)$`, "至少 $1 个字"},
		{`^expected length <= (\d+)$`, "最多 $1 个字"},
		{`^expected array length >= (\d+)$`, "至少 $1 项"},
		{`^expected array length <= (\d+)$`, "最多 $1 项"},
		{`^expected string to match pattern .*$`, "格式不正确"},
		{`^expected string to be .*$`, "格式不正确"},
		{`^invalid (integer|number|boolean|date/time).*$`, "格式不正确"},
		{`^request body is required$`, "缺少内容"},
	} {
		out = append(out, struct {
			re *regexp.Regexp
			zh string
		}{regexp.MustCompile(w[0]), w[1]})
	}
	return out
}()
