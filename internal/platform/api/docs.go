package api

import (
	"html/template"
	"net/http"
	"sort"

	"github.com/danielgtaylor/huma/v2"
)

// docs is the browsable face of the contract: no script, nothing from outside.
func (a *API) docs(w http.ResponseWriter, _ *http.Request) {
	type row struct {
		Op    Op
		Roles any
		Doc   *huma.Operation
	}
	tags := map[string][]row{}
	for _, op := range a.ops {
		item := a.huma.OpenAPI().Paths[op.Path]
		doc := map[string]*huma.Operation{"GET": item.Get, "POST": item.Post, "PUT": item.Put, "PATCH": item.Patch, "DELETE": item.Delete}[op.Method]
		tags[op.Tag] = append(tags[op.Tag], row{op, a.Rules[op.Needs], doc})
	}
	names := make([]string, 0, len(tags))
	for t := range tags {
		names = append(names, t)
	}
	sort.Strings(names)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
	err := docsPage.Execute(w, map[string]any{"Names": names, "Tags": tags, "Info": a.huma.OpenAPI().Info})
	if err != nil {
		a.Log.Debug("api: the client has gone")
	}
}

var docsPage = template.Must(template.New("docs").Parse(`<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{.Info.Title}} API</title>
<style>
body{font:16px/1.5 system-ui,"Noto Sans CJK SC",sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1f2329}
a{color:#0958d9} nav a{margin-right:1rem} details{border-bottom:1px solid #e5e6eb;padding:.4rem 0}
summary{cursor:pointer} code{background:#f2f3f5;padding:0 .3rem;border-radius:3px} .m{display:inline-block;min-width:4.5rem;font-weight:600}
table{border-collapse:collapse;margin:.5rem 0 1rem 1rem} td{padding:.1rem .8rem .1rem 0;vertical-align:top}
</style>
<h1>{{.Info.Title}} API {{.Info.Version}}</h1><p>{{.Info.Description}} <a href="/openapi.json">/openapi.json</a></p>
<nav>{{range .Names}}<a href="#{{.}}">{{.}}</a>{{end}}</nav>
{{range .Names}}<h2 id="{{.}}">{{.}}</h2>
{{range index $.Tags .}}<details><summary><span class="m">{{.Op.Method}}</span> <code>{{.Op.Path}}</code> {{.Op.Summary}}</summary>
<table><tr><td>permission<td><code>{{.Op.Needs}}</code><tr><td>roles<td>{{range .Roles}}{{.}} {{end}}
{{range .Doc.Parameters}}<tr><td>{{.In}} <code>{{.Name}}</code>{{if .Required}} *{{end}}<td>{{.Description}}{{end}}</table></details>
{{end}}{{end}}`))
