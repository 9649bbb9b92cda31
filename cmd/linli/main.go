// Command linli is the whole of Linli: the server, the demo district and the
// tools of the command line. Each command has a file of its own.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"linli/cmd/linli/solve"
	"linli/cmd/linli/term"
	"linli/internal/app"
	"linli/internal/fault"
)

// Globals are the settings of every command. Each is also read from the
// environment.
type Globals struct {
	LogLevel string           `help:"debug, info, warn or error." enum:"debug,info,warn,error" default:"info" env:"LINLI_LOG"`
	Version  kong.VersionFlag `hidden:""`

	out, err io.Writer
}

// Place is where the data lies, for commands that use it.
type Place struct {
	Data     string `help:"Folder of the embedded database, keys and files; made on first use." default:"./data" type:"path" env:"LINLI_DATA"`
	Database string `help:"postgres:// address to use instead of the embedded database." env:"LINLI_DATABASE"`
}

// open opens the house for a command.
func (p Place) open(ctx context.Context, g *Globals) (*app.House, error) {
	return app.Open(ctx, app.Config{Data: p.Data, Database: p.Database, Log: g.logger()})
}

func (g *Globals) term() *term.Term { return &term.Term{Out: g.out, Err: g.err} }

func (g *Globals) logger() *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(g.LogLevel)); err != nil {
		level = slog.LevelInfo
	}
	return slog.New(slog.NewTextHandler(g.err, &slog.HandlerOptions{Level: level}))
}

type cli struct {
	Globals

	Serve   ServeCmd   `cmd:"" help:"Serve the district."`
	Demo    DemoCmd    `cmd:"" help:"Make a fictional district and serve it."`
	Migrate MigrateCmd `cmd:"" help:"Bring the database's schema up to date."`
	Import  ImportCmd  `cmd:"" help:"Take in rosters, directories of services and regions."`
	Export  ExportCmd  `cmd:"" help:"Write things out."`
	Plan    PlanCmd    `cmd:"" help:"Plan from files, without a database."`
	Solve   solve.Cmd  `cmd:"" help:"Solve a problem given as files."`
	Undo    UndoCmd    `cmd:"" help:"Take a whole import back."`
	Account AccountCmd `cmd:"" help:"Make staff accounts from the command line."`
	Access  AccessCmd  `cmd:"" help:"Who may do what: operations by roles."`
	OpenAPI OpenAPICmd `cmd:"" name:"openapi" help:"Print the OpenAPI document."`
	Ver     VersionCmd `cmd:"" name:"version" help:"Print the version."`
}

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run is main with everything that a test wants to hold. Exit codes: 0 done,
// 1 failed, 2 wrong use or bad input.
func run(args []string, out, errw io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	c := cli{Globals: Globals{out: out, err: errw}}
	exited := -1
	parser, err := kong.New(&c,
		kong.Name("linli"),
		kong.Description("Linli 邻里: what a district's residents need, matched with what its neighbourhoods have."),
		kong.UsageOnError(), kong.Writers(out, errw), kong.Exit(func(code int) { exited = code }),
		kong.Vars{"version": app.Version},
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(&c.Globals), kong.Bind(c.term()),
	)
	if err != nil {
		panic(err) // a mistake in the declarations above
	}
	k, err := parser.Parse(args)
	if exited >= 0 {
		return exited // --help or --version
	}
	if err != nil {
		fmt.Fprintf(errw, "linli: %v\n", err) //nolint:errcheck // nobody is left to tell
		return 2
	}
	if err := k.Run(); err != nil {
		return tell(errw, err)
	}
	return 0
}

// tell says what went wrong in the user's language and gives the exit code.
func tell(w io.Writer, err error) int {
	lang := term.Lang()
	f := fault.Of(err)
	if f == nil {
		fmt.Fprintf(w, "linli: %v\n", err) //nolint:errcheck // nobody is left to tell
		return 1
	}
	all := f.More
	if len(all) == 0 {
		all = []*fault.Fault{f}
	}
	for _, m := range all {
		where := ""
		if m.Field != "" {
			where = m.Field + ": "
		}
		fmt.Fprintf(w, "linli: %s%s (%s)\n", where, m.Text(lang), m.Code) //nolint:errcheck // nobody is left to tell
	}
	if errors.Is(err, context.Canceled) || f.Kind == fault.Unavailable {
		return 1
	}
	return 2
}
