package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sort"

	xterm "golang.org/x/term"

	"github.com/schollz/progressbar/v3"

	"linli/cmd/linli/solve/table"
	"linli/cmd/linli/term"
	"linli/internal/app"
	"linli/internal/connect/hsds"
	"linli/internal/directory"
	"linli/internal/fault"
	"linli/internal/platform/access"
	"linli/internal/region"
)

// ImportDirectoryCmd takes in a directory of services.
type ImportDirectoryCmd struct {
	Place
	Path   string      `arg:"" help:"Folder, .zip, .json or .csv of HSDS 3.0, or a package of 1.x or 2.x." type:"existingpath"`
	Region region.Code `help:"Region of what lies in none of ours; default: the district of the installation."`
	Source string      `help:"Name of the source: the same name again brings it up to date. Default: the name of the folder or file."`
	JSON   bool        `help:"Print a report that a machine may read: for each table the rows read, taken and skipped, and why."`
}

// Run takes it in. The exit code is 0 also where rows were skipped.
func (c *ImportDirectoryCmd) Run(ctx context.Context, g *Globals) error {
	h, err := c.open(ctx, g)
	if err != nil {
		return err
	}
	defer h.Close()
	home := c.Region
	if home == "" {
		home = district(h)
	} else if _, err := region.Parse(string(home)); err != nil {
		return err
	}
	if c.Source == "" {
		c.Source = hsds.SourceName(c.Path)
	}
	var progress func(done, total int)
	if f, ok := g.err.(*os.File); ok && xterm.IsTerminal(int(f.Fd())) {
		bar := progressbar.NewOptions(100, progressbar.OptionSetWriter(g.err), progressbar.OptionSetDescription("import"), progressbar.OptionClearOnFinish())
		progress = func(done, total int) { _ = bar.Set(100 * done / max(1, total)) }
		defer bar.Finish() //nolint:errcheck // a progress bar
	}
	r, err := h.HSDS.Import(ctx, access.House("command line"), c.Path, c.Source, home, progress)
	if err != nil {
		return err
	}
	if c.JSON {
		e := json.NewEncoder(g.out)
		e.SetIndent("", " ")
		e.SetEscapeHTML(false)
		return e.Encode(r)
	}
	return printReport(g.out, r, term.Lang())
}

// district is the only district that there is, or none.
func district(h *app.House) region.Code {
	if all := h.Places.Children(""); len(all) > 0 {
		return all[0].Code
	}
	return directory.Nowhere
}

func printReport(w io.Writer, r hsds.Result, l fault.Lang) error {
	say := func(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) } //nolint:errcheck // the last line has the news
	text := func(zh, en string) string {
		if l == fault.Zh {
			return zh
		}
		return en
	}
	for _, n := range r.Notes {
		say("%s: %s", n.File, text(n.Zh, n.En))
	}
	for _, t := range r.Tables {
		say("%s", r.Line(t))
		for _, i := range t.Skipped {
			say("    skipped %s:%d %s: %s", i.File, i.Line, i.ID, text(i.Zh, i.En))
		}
		for _, i := range t.Mended {
			say("    mended  %s:%d %s: %s", i.File, i.Line, i.ID, text(i.Zh, i.En))
		}
	}
	var kinds []string
	for k := range r.Records {
		kinds = append(kinds, k)
	}
	sort.Strings(kinds)
	for _, k := range kinds {
		t := r.Records[k]
		say("%s: %d new, %d changed, %d as before", k, t.Added, t.Changed, t.Same)
	}
	_, err := fmt.Fprintf(w, "source %q: done\n", r.Source)
	return err
}

// ExportHSDSCmd writes the directory.
type ExportHSDSCmd struct {
	Place
	Out  string `required:"" help:"The .zip to write." type:"path"`
	JSON bool   `help:"Print the number of rows of each table as JSON."`
}

// Run writes the file, whole or not at all.
func (c *ExportHSDSCmd) Run(ctx context.Context, g *Globals) error {
	h, err := c.open(ctx, g)
	if err != nil {
		return err
	}
	defer h.Close()
	var counts map[string]int
	if err := table.WriteWhole(c.Out, func(w io.Writer) (err error) { counts, err = h.HSDS.Export(ctx, w); return err }); err != nil {
		return err
	}
	if c.JSON {
		return json.NewEncoder(g.out).Encode(counts)
	}
	var tables []string
	for t := range counts {
		tables = append(tables, t)
	}
	sort.Strings(tables)
	for _, t := range tables {
		if _, err := fmt.Fprintf(g.out, "%-28s %d\n", t, counts[t]); err != nil {
			return err
		}
	}
	return nil
}
