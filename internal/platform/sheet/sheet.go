package sheet

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"linli/internal/fault"
)

// Limits of one file.
const (
	MaxFile     = 200 << 20 // bytes as sent
	MaxUnpacked = 1 << 30   // bytes of all parts of an XLSX
	MaxRatio    = 200       // unpacked : packed; real sheets are below 30
	MaxParts    = 2000
	MaxRows     = 1_100_000 // Excel's own limit is 1,048,576
	MaxColumns  = 500
	MaxCell     = 32_767 // Excel's own limit
)

// What can be wrong with a file.
var (
	ErrLarge   = fault.New(fault.TooLarge, "sheet.large", "文件太大：最多 %d MB。", "The file is too large: at most %d MB.")
	ErrBomb    = fault.New(fault.Invalid, "sheet.bomb", "文件解压后过大，可能是恶意文件，已拒绝。", "The file would unpack to an unreasonable size and was refused.")
	ErrCut     = fault.New(fault.Invalid, "sheet.cut", "文件不完整，可能没有下载完，请重新发送。", "The file is cut off; please send it again.")
	ErrOld     = fault.New(fault.Invalid, "sheet.old", "这是旧版 .xls 或加密的文件，请另存为 .xlsx（不加密）再上传。", "This is an old .xls or an encrypted file; save it as plain .xlsx.")
	ErrEmpty   = fault.New(fault.Invalid, "sheet.empty", "文件是空的。", "The file is empty.")
	ErrRows    = fault.New(fault.TooLarge, "sheet.rows", "行数太多：最多 %d 行。", "Too many rows: at most %d.")
	ErrColumns = fault.New(fault.Invalid, "sheet.columns", "第 %d 行有 %d 列，最多 500 列。", "Row %d has %d columns; at most 500.")
	ErrCell    = fault.New(fault.Invalid, "sheet.cell", "第 %d 行有超过 32767 个字的单元格。", "Row %d has a cell of more than 32,767 characters.")
	ErrBinary  = fault.New(fault.Invalid, "sheet.binary", "这不是表格文件（XLSX 或 CSV）。", "This is not a table (XLSX or CSV).")
	ErrQuote   = fault.New(fault.Invalid, "sheet.quote", "第 %d 行的引号不成对。", "The quotes in line %d do not match.")
)

// Reader is a stream of rows. Line counts from 1 as Excel shows it.
type Reader struct {
	Encoding string // "xlsx", "utf-8", "gb18030", "utf-16" or "latin-1"
	Line     int

	next  func() ([]string, error)
	close func() error
}

// Open reads a file; Close it when done.
func Open(path string) (*Reader, error) {
	fi, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("sheet: %w", err)
	}
	if fi.Size() > MaxFile {
		return nil, ErrLarge.With(MaxFile >> 20).On("file")
	}
	if fi.Size() == 0 {
		return nil, ErrEmpty.On("file")
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("sheet: %w", err)
	}
	head := make([]byte, 8)
	n, _ := io.ReadFull(f, head)
	head = head[:n]
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("sheet: %w", err)
	}
	var r *Reader
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		_ = f.Close()
		return openXLSX(path, fi.Size())
	case bytes.HasPrefix(head, []byte{0xD0, 0xCF, 0x11, 0xE0}): // OLE: .xls, or an encrypted .xlsx
		err = ErrOld.On("file")
	default:
		r, err = openCSV(f)
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return r, nil
}

// Next is the next row, io.EOF after the last. Trailing empty cells are cut; a
// row may be empty.
func (r *Reader) Next() ([]string, error) {
	row, err := r.next()
	if err != nil {
		return nil, err
	}
	r.Line++
	if r.Line > MaxRows {
		return nil, ErrRows.With(MaxRows).On("file")
	}
	if len(row) > MaxColumns {
		return nil, ErrColumns.With(r.Line, len(row)).On("file")
	}
	for i, c := range row {
		if len(c) > 4*MaxCell || len(c) > MaxCell && utf8.RuneCountInString(c) > MaxCell {
			return nil, ErrCell.With(r.Line).On("file")
		}
		row[i] = strings.TrimSpace(c)
	}
	for len(row) > 0 && row[len(row)-1] == "" {
		row = row[:len(row)-1]
	}
	return row, nil
}

// Count says quickly how many rows a file has, without understanding them: the
// row elements of the first sheet, or the line ends of a CSV. It is for progress
// bars; only reading tells exactly.
func Count(path string) (int64, error) {
	z, err := zip.OpenReader(path)
	if err != nil {
		f, err := os.Open(path)
		if err != nil {
			return 0, fmt.Errorf("sheet: %w", err)
		}
		defer f.Close() //nolint:errcheck // read only
		return count(f, "\n")
	}
	defer z.Close() //nolint:errcheck // read only
	for _, e := range z.File {
		if e.Name == "xl/worksheets/sheet1.xml" {
			r, err := e.Open()
			if err != nil {
				return 0, notSheet(err)
			}
			defer r.Close() //nolint:errcheck // read only
			return count(io.LimitReader(r, MaxUnpacked), "<row")
		}
	}
	return 0, nil
}

func count(r io.Reader, what string) (n int64, err error) {
	buf := make([]byte, 1<<18)
	keep := 0
	for {
		m, err := r.Read(buf[keep:])
		b := buf[:keep+m]
		n += int64(bytes.Count(b, []byte(what)))
		keep = min(len(what)-1, len(b))
		copy(buf, b[len(b)-keep:])
		if errors.Is(err, io.EOF) {
			return n, nil
		}
		if err != nil {
			return n, notSheet(err)
		}
	}
}

func openXLSX(path string, packed int64) (*Reader, error) {
	if err := checkZip(path, packed); err != nil {
		return nil, err
	}
	f, err := excelize.OpenFile(path, excelize.Options{RawCellValue: true, UnzipSizeLimit: MaxUnpacked, UnzipXMLSizeLimit: 16 << 20})
	if err != nil {
		return nil, notSheet(err)
	}
	sheets := f.GetSheetList()
	if len(sheets) == 0 {
		_ = f.Close()
		return nil, ErrEmpty.On("file")
	}
	rows, err := f.Rows(sheets[0])
	if err != nil {
		_ = f.Close()
		return nil, notSheet(err)
	}
	return &Reader{Encoding: "xlsx",
		next: func() ([]string, error) {
			if !rows.Next() {
				if err := rows.Error(); err != nil {
					return nil, notSheet(err)
				}
				return nil, io.EOF
			}
			row, err := rows.Columns(excelize.Options{RawCellValue: true})
			if err != nil {
				return nil, notSheet(err)
			}
			return row, nil
		},
		close: func() error { return errors.Join(rows.Close(), f.Close()) },
	}, nil
}

// checkZip looks at the directory of the archive only.
func checkZip(path string, packed int64) error {
	z, err := zip.OpenReader(path)
	if err != nil {
		return ErrCut.On("file")
	}
	defer z.Close() //nolint:errcheck // read only
	if len(z.File) > MaxParts {
		return ErrBomb.On("file")
	}
	var total uint64
	sheet := false
	for _, e := range z.File {
		total += e.UncompressedSize64
		if e.UncompressedSize64 > 1<<20 && e.UncompressedSize64 > MaxRatio*max(e.CompressedSize64, 1) {
			return ErrBomb.On("file")
		}
		sheet = sheet || strings.HasPrefix(e.Name, "xl/")
		if e.Flags&1 != 0 {
			return ErrOld.On("file")
		}
	}
	switch {
	case total > MaxUnpacked || total > 10<<20 && total > MaxRatio*uint64(packed):
		return ErrBomb.On("file")
	case !sheet:
		return ErrBinary.On("file")
	}
	return nil
}

func notSheet(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, zip.ErrFormat) || errors.Is(err, zip.ErrChecksum) {
		return ErrCut.On("file")
	}
	if strings.Contains(err.Error(), "unzip size") {
		return ErrBomb.On("file")
	}
	return fmt.Errorf("%w: %w", ErrBinary.On("file"), err)
}

func openCSV(f *os.File) (*Reader, error) {
	br := bufio.NewReaderSize(f, 1<<20)
	sample, err := br.Peek(1 << 18)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return nil, fmt.Errorf("sheet: %w", err)
	}
	name, dec := encodingOf(sample, errors.Is(err, io.EOF))
	if name == "" {
		return nil, ErrBinary.On("file")
	}
	var in io.Reader = br
	if dec != nil {
		in = transform.NewReader(br, dec.NewDecoder())
		sample, _, _ = transform.Bytes(dec.NewDecoder(), sample)
	} else if bytes.HasPrefix(sample, []byte("\xEF\xBB\xBF")) {
		_, _ = br.Discard(3)
		sample = sample[3:]
	}
	c := csv.NewReader(in)
	c.Comma, c.FieldsPerRecord, c.LazyQuotes = separator(sample), -1, true
	return &Reader{Encoding: name,
		next: func() ([]string, error) {
			row, err := c.Read()
			var pe *csv.ParseError
			if errors.As(err, &pe) {
				return nil, ErrQuote.With(pe.StartLine).On("file")
			}
			if err != nil && !errors.Is(err, io.EOF) {
				return nil, fmt.Errorf("sheet: %w", err)
			}
			return row, err
		},
		close: f.Close,
	}, nil
}

// encodingOf tells the encoding from the first bytes: a byte-order mark, valid
// UTF-8, valid GB 18030 that looks like Chinese, else Latin-1. "" is binary.
func encodingOf(b []byte, whole bool) (string, encoding.Encoding) {
	switch {
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE}), bytes.HasPrefix(b, []byte{0xFE, 0xFF}):
		return "utf-16", unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)
	case bytes.IndexByte(b, 0) >= 0:
		return "", nil
	}
	cut := b
	if !whole { // the sample may end inside a character
		for i := 0; i < 4 && len(cut) > 0 && !utf8.Valid(cut); i++ {
			cut = cut[:len(cut)-1]
		}
	}
	if utf8.Valid(cut) {
		return "utf-8", nil
	}
	if text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b); err == nil {
		han, odd := 0, 0
		for _, r := range string(text) {
			switch {
			case r >= 0x4E00 && r <= 0x9FFF || r >= 0x3000 && r <= 0x303F || r >= 0xFF00 && r <= 0xFFEF:
				han++
			case r == utf8.RuneError || r > 0x2E7F:
				odd++
			}
		}
		// Accented Latin letters read as GB give rare characters one by one between
		// ASCII; Chinese comes in runs.
		if han > 4*odd && runs(string(text)) {
			return "gb18030", simplifiedchinese.GB18030
		}
	}
	return "latin-1", charmap.Windows1252
}

// runs reports whether most Chinese characters stand beside another.
func runs(s string) bool {
	beside, alone, run := 0, 0, 0
	for _, r := range s + " " {
		if r >= 0x4E00 && r <= 0x9FFF {
			run++
			continue
		}
		if run > 1 {
			beside += run
		} else {
			alone += run
		}
		run = 0
	}
	return beside > alone
}

// separator is the one of , ; tab | that stands most in the first line.
func separator(sample []byte) rune {
	line, _, _ := bytes.Cut(sample, []byte("\n"))
	best, most := ',', 0
	for _, sep := range ",;\t|" {
		if n := bytes.Count(line, []byte(string(sep))); n > most {
			best, most = sep, n
		}
	}
	return best
}

// Close ends the stream.
func (r *Reader) Close() error { return r.close() }
