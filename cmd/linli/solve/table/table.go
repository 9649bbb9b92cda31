// Package table reads and writes the tables that the solve commands take: CSV of
// up to a hundred million lines, with errors that name the file and the line.
package table

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
)

// MaxInput is the largest file that is read: an instance of a hundred million pairs.
const MaxInput = 1900 << 20

// Names numbers names in the order in which they are first seen. The zero value
// is not ready: see NewNames.
type Names struct {
	Of   map[string]int32
	List []string
	last int32 // lines of one need mostly follow each other
}

// Number is the number of a name, a new one for a new name.
func (n *Names) Number(name []byte) int32 {
	if int(n.last) < len(n.List) && n.List[n.last] == string(name) {
		return n.last
	}
	i, ok := n.Of[string(name)] // the compiler makes no copy for a look
	if !ok {
		i = int32(len(n.List))
		n.Of[string(name)] = i
		n.List = append(n.List, string(name))
	}
	n.last = i
	return i
}

// NewNames has no names.
func NewNames() *Names { return &Names{Of: map[string]int32{}} }

// WholeNumber reads a number from 0 to most; what names it in errors.
func WholeNumber(what string, s []byte, most int64) (int64, error) {
	n := int64(0)
	for _, c := range s {
		if c < '0' || c > '9' || n > (math.MaxInt64-9)/10 {
			return 0, fmt.Errorf("%s %q is no whole number from 0 to %d", what, s, most)
		}
		n = n*10 + int64(c-'0')
	}
	if len(s) == 0 || n > most {
		return 0, fmt.Errorf("%s %q is no whole number from 0 to %d", what, s, most)
	}
	return n, nil
}

// EachRow reads a CSV with a given header; an error names the file and line. The
// fields hold until fn returns. Lines without quotes, which is nearly all in
// such files, are taken apart here, because millions of them are read.
func EachRow(path string, header []string, fn func(row [][]byte) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // read only
	if info, err := f.Stat(); err != nil || info.Size() > MaxInput {
		return errors.Join(err, fmt.Errorf("%s is larger than %d MB", path, MaxInput>>20))
	}
	r := bufio.NewReaderSize(f, 1<<20)
	row := make([][]byte, 0, len(header))
	for line := 1; ; line++ {
		text, err := r.ReadSlice('\n')
		if errors.Is(err, io.EOF) && len(text) == 0 {
			if line == 1 {
				return fmt.Errorf("%s is empty", path)
			}
			return nil
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("%s line %d: %w", path, line, err)
		}
		if row, err = fields(row[:0], bytes.TrimRight(text, "\r\n")); err != nil {
			return fmt.Errorf("%s line %d: %w", path, line, err)
		}
		if line == 1 {
			row[0] = bytes.TrimPrefix(row[0], []byte("\ufeff"))
			if got := string(bytes.Join(row, []byte(","))); got != strings.Join(header, ",") {
				return fmt.Errorf("%s: the header is %q, want %q", path, got, strings.Join(header, ","))
			}
			continue
		}
		if len(row) == 1 && len(row[0]) == 0 {
			continue // an empty line
		}
		if len(row) != len(header) {
			return fmt.Errorf("%s line %d: %d fields, want %d", path, line, len(row), len(header))
		}
		if err := fn(row); err != nil {
			return fmt.Errorf("%s line %d: %w", path, line, err)
		}
	}
}

func fields(row [][]byte, text []byte) ([][]byte, error) {
	if bytes.IndexByte(text, '"') >= 0 {
		one, err := csv.NewReader(bytes.NewReader(text)).Read()
		for _, f := range one {
			row = append(row, []byte(f))
		}
		return row, err
	}
	for {
		at := bytes.IndexByte(text, ',')
		if at < 0 {
			return append(row, text), nil
		}
		row, text = append(row, text[:at]), text[at+1:]
	}
}

func WriteCSV(path string, header []string, fill func(put func(...string) error) error) error {
	return WriteWhole(path, func(w io.Writer) error {
		b := bufio.NewWriterSize(w, 1<<18)
		out := csv.NewWriter(b)
		if err := out.Write(header); err != nil {
			return err
		}
		if err := fill(func(row ...string) error { return out.Write(row) }); err != nil {
			return err
		}
		out.Flush()
		return errors.Join(out.Error(), b.Flush())
	})
}

// WriteWhole writes a file beside its place and moves it there: nobody finds half a file.
func WriteWhole(path string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".linli-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) //nolint:errcheck // it has been moved when all went well
	if err := write(f); err != nil {
		_ = f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Chmod(f.Name(), 0o644); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
