package table

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// EachRecord reads a CSV row by row: its header, in lower case, then each row. Commas,
// semicolons or tabs part the fields, whichever the header has.
func EachRecord(path string, header func(names []string) error, row func(fields []string) error) error {
	f, err := Open(path)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // read only
	b := bufio.NewReaderSize(f, 1<<20)
	if mark, _ := b.Peek(3); string(mark) == "\ufeff" { //nolint:errcheck // a shorter file has no mark
		_, _ = b.Discard(3)
	}
	r := csv.NewReader(b)
	start, _ := b.Peek(4096) //nolint:errcheck // what there is
	first, _, _ := strings.Cut(string(start), "\n")
	for _, comma := range ";\t" {
		if !strings.Contains(first, ",") && strings.ContainsRune(first, comma) {
			r.Comma = comma
		}
	}
	r.ReuseRecord = true
	for line := 1; ; line++ {
		fields, err := r.Read()
		switch {
		case errors.Is(err, io.EOF) && line == 1:
			return fmt.Errorf("%s is empty", path)
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("%s: %w", path, err)
		}
		for i := range fields {
			fields[i] = strings.TrimSpace(fields[i])
		}
		if line == 1 {
			names := make([]string, len(fields))
			for i, n := range fields {
				names[i] = strings.ToLower(n)
			}
			err = header(names)
		} else {
			err = row(fields)
		}
		if err != nil {
			at, _ := r.FieldPos(0)
			return fmt.Errorf("%s line %d: %w", path, at, err)
		}
	}
}

// Column is the first of some names that a header has, -1 for none.
func Column(header []string, names ...string) int {
	for _, n := range names {
		if i := slices.Index(header, strings.ToLower(n)); i >= 0 {
			return i
		}
	}
	return -1
}

// Open opens a file that is not too large to read.
func Open(path string) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && info.Size() > MaxInput {
		err = fmt.Errorf("%s is larger than %d MB", path, MaxInput>>20)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}
