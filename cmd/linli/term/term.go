// Package term holds what a command talks to.
package term

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	xterm "golang.org/x/term"

	"linli/internal/fault"
)

// Term is where a command writes: what was asked for to Out, how it goes to Err.
type Term struct{ Out, Err io.Writer }

// Progress shows how far a command has come: a bar on a terminal and a plain line every five seconds elsewhere.
func (t *Term) Progress(what string) (show func(done, total int64), end func()) {
	if f, ok := t.Err.(*os.File); ok && xterm.IsTerminal(int(f.Fd())) {
		bar := progressbar.NewOptions64(-1, progressbar.OptionSetWriter(f), progressbar.OptionShowCount(), progressbar.OptionSetDescription(what))
		return func(done, total int64) { bar.ChangeMax64(total); _ = bar.Set64(done) }, func() { _ = bar.Finish(); fmt.Fprintln(f) } //nolint:errcheck // a picture of progress
	}
	last := time.Now()
	return func(done, total int64) {
		if time.Since(last) > 5*time.Second {
			last = time.Now()
			fmt.Fprintf(t.Err, "%d of about %d %s\n", done, total, what) //nolint:errcheck // a line of progress
		}
	}, func() {}
}

// Lang is the language of the terminal.
func Lang() fault.Lang {
	if strings.HasPrefix(os.Getenv("LANG"), "zh") {
		return fault.Zh
	}
	return fault.En
}
