// Package solvetest runs a solve command in a test as the shell would.
package solvetest

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"linli/cmd/linli/solve"
	"linli/cmd/linli/term"
)

// Run runs `linli solve args`; the test fails when it ends otherwise than with
// want: 0 done, 1 failed, 2 wrong use. It returns all that was written.
func Run(t *testing.T, want int, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	var c solve.Cmd
	got := 0
	parser, err := kong.New(&c, kong.Name("linli solve"), kong.Writers(&out, &errs), kong.Exit(func(int) {}),
		kong.BindTo(t.Context(), (*context.Context)(nil)), kong.Bind(&term.Term{Out: &out, Err: &errs}))
	if err != nil {
		t.Fatal(err)
	}
	k, err := parser.Parse(args)
	if err != nil {
		got = 2
	} else if err = k.Run(); err != nil {
		got = 1
	}
	if err != nil {
		fmt.Fprintln(&errs, err)
	}
	if got != want {
		t.Fatalf("linli solve %s: exit %d, want %d\n%s%s", strings.Join(args, " "), got, want, &out, &errs)
	}
	return out.String() + errs.String()
}

// Put writes a file of a test and returns its path.
func Put(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
