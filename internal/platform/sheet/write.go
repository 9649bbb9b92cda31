package sheet

import (
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Writer writes rows as XLSX or CSV, by the ending of the name.
type Writer struct {
	row   func([]string) error
	close func() error
}

// Create writes to path: .xlsx streams through excelize; all else is CSV in
// UTF-8 with a byte-order mark, which Excel needs to see Chinese.
func Create(path string) (*Writer, error) {
	if strings.EqualFold(filepath.Ext(path), ".xlsx") {
		return createXLSX(path)
	}
	f, err := os.Create(path)
	if err != nil {
		return nil, fmt.Errorf("sheet: %w", err)
	}
	if _, err := f.WriteString("\xEF\xBB\xBF"); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	w := csv.NewWriter(f)
	return &Writer{row: func(row []string) error { return w.Write(guard(row)) },
		close: func() error { w.Flush(); return errors.Join(w.Error(), f.Close()) }}, nil
}

func createXLSX(path string) (*Writer, error) {
	f := excelize.NewFile()
	s, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		return nil, fmt.Errorf("sheet: %w", err)
	}
	line := 0
	return &Writer{row: func(row []string) error {
		line++
		cells := make([]any, len(row))
		for i, c := range row {
			cells[i] = c // text stays text: an ID of 18 digits must not become a number
		}
		return s.SetRow(fmt.Sprintf("A%d", line), cells)
	}, close: func() error {
		return errors.Join(s.Flush(), f.SaveAs(path), f.Close())
	}}, nil
}

// guard keeps a spreadsheet from running a cell as a formula (OWASP, CSV injection).
func guard(row []string) []string {
	out := make([]string, len(row))
	for i, c := range row {
		if c != "" && strings.ContainsRune("=+@\t\r", rune(c[0])) || strings.HasPrefix(c, "-") && !number(c) {
			c = "'" + c
		}
		out[i] = c
	}
	return out
}

func number(s string) bool { return strings.Trim(s, "-0123456789.") == "" }

// Row writes one row.
func (w *Writer) Row(cells []string) error { return w.row(cells) }

// Close finishes the file.
func (w *Writer) Close() error { return w.close() }
