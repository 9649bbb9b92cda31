package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strings"
	"text/tabwriter"

	xterm "golang.org/x/term"

	"linli/internal/app"
	"linli/internal/platform/access"
	"linli/internal/platform/account"
	"linli/internal/region"
	"linli/internal/role"
)

// VersionCmd prints the version.
type VersionCmd struct{}

// Run prints it.
func (VersionCmd) Run(g *Globals) error {
	_, err := fmt.Fprintln(g.out, app.Version)
	return err
}

// MigrateCmd brings the schema up to date; serve does so too.
type MigrateCmd struct{ Place }

// Run migrates.
func (c *MigrateCmd) Run(ctx context.Context, g *Globals) error {
	h, err := c.open(ctx, g)
	if err != nil {
		return err
	}
	defer h.Close()
	_, err = fmt.Fprintln(g.out, "schema is up to date")
	return err
}

// OpenAPICmd prints the contract without touching any data.
type OpenAPICmd struct{}

// Run prints it with sorted keys, so that it can be compared.
func (OpenAPICmd) Run(ctx context.Context, g *Globals) error {
	h, done, err := scratch(ctx, g)
	if err != nil {
		return err
	}
	defer done()
	raw, err := json.Marshal(h.API.Document())
	if err != nil {
		return err
	}
	var doc any
	if err := json.Unmarshal(raw, &doc); err != nil {
		return err
	}
	enc := json.NewEncoder(g.out)
	enc.SetIndent("", " ")
	enc.SetEscapeHTML(false)
	return enc.Encode(doc)
}

// scratch is a house on an empty folder of its own.
func scratch(ctx context.Context, g *Globals) (*app.House, func(), error) {
	dir, err := os.MkdirTemp("", "linli-*")
	if err != nil {
		return nil, nil, err
	}
	h, err := app.Open(ctx, app.Config{Data: dir, Log: g.logger().With("scratch", true)})
	if err != nil {
		_ = os.RemoveAll(dir)
		return nil, nil, err
	}
	return h, func() { h.Close(); _ = os.RemoveAll(dir) }, nil
}

// AccessCmd shows who may do what.
type AccessCmd struct {
	Table AccessTableCmd `cmd:"" help:"Print operations by roles, for an auditor."`
}

// AccessTableCmd prints the table.
type AccessTableCmd struct {
	Markdown bool `help:"As the table of docs/security/access.md."`
}

// Run prints one line an operation: method, path, permission, roles.
func (c AccessTableCmd) Run(ctx context.Context, g *Globals) error {
	h, done, err := scratch(ctx, g)
	if err != nil {
		return err
	}
	defer done()
	w := tabwriter.NewWriter(g.out, 0, 4, 2, ' ', 0)
	ops := h.API.Ops()
	sort.Slice(ops, func(i, j int) bool { return ops[i].Path+ops[i].Method < ops[j].Path+ops[j].Method })
	line := "%s\t%s\t%s\t%s\n"
	if c.Markdown {
		line = "| %s | `%s` | %s | %s |\n"
	} else {
		fmt.Fprintf(w, line, "METHOD", "PATH", "PERMISSION", "ROLES") //nolint:errcheck // Flush has the news
	}
	for _, op := range ops {
		var roles []string
		for _, r := range h.Rules[op.Needs] {
			roles = append(roles, string(r))
		}
		fmt.Fprintf(w, line, op.Method, op.Path, op.Needs, strings.Join(roles, " ")) //nolint:errcheck // Flush has the news
	}
	return w.Flush()
}

// AccountCmd makes accounts where there is nobody yet to make them.
type AccountCmd struct {
	Add AccountAddCmd `cmd:"" help:"Make a staff account with one post; asks for the password."`
}

// AccountAddCmd makes one.
type AccountAddCmd struct {
	Place
	Login  string      `required:"" help:"Letters, digits, dots, dashes."`
	Name   string      `required:"" help:"The person's name."`
	Role   role.Role   `required:"" help:"Such as administrator."`
	Region region.Code `required:"" help:"Code of the place of the post."`
}

// Run reads the password from the terminal, or from standard input where there is none.
func (c *AccountAddCmd) Run(ctx context.Context, g *Globals) error {
	if _, err := region.Parse(string(c.Region)); err != nil {
		return err
	}
	h, err := c.open(ctx, g)
	if err != nil {
		return err
	}
	defer h.Close()
	password, err := readPassword(g)
	if err != nil {
		return err
	}
	p := access.House("command line")
	a, err := h.Accounts.Create(ctx, p, account.Account{Login: c.Login, Name: c.Name, Region: c.Region}, password)
	if err != nil {
		return err
	}
	if _, err := h.Accounts.Grant(ctx, p, a.ID, account.Post{Role: c.Role, Region: c.Region}); err != nil {
		return err
	}
	_, err = fmt.Fprintf(g.out, "made %s; the one-time code is set up at the first sign-in\n", a.Login)
	return err
}

func readPassword(g *Globals) (string, error) {
	if fd := int(os.Stdin.Fd()); xterm.IsTerminal(fd) {
		fmt.Fprint(g.err, "Password: ") //nolint:errcheck // a prompt
		b, err := xterm.ReadPassword(fd)
		fmt.Fprintln(g.err) //nolint:errcheck // a prompt
		return string(b), err
	}
	line, err := bufio.NewReader(os.Stdin).ReadString('\n')
	if err != nil && line == "" {
		return "", err
	}
	return strings.TrimRight(line, "\r\n"), nil
}
