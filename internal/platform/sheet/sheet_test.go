package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

func file(t *testing.T, name string, b []byte) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(p, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return p
}

func read(t *testing.T, path string) (string, string, error) {
	t.Helper()
	r, err := Open(path)
	if err != nil {
		return "", "", err
	}
	defer r.Close() //nolint:errcheck // a test
	var b strings.Builder
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return r.Encoding, b.String(), nil
		}
		if err != nil {
			return r.Encoding, b.String(), err
		}
		b.WriteString(strings.Join(row, "|") + "\n")
	}
}

func must(b []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return b
}

func TestEveryEncoding(t *testing.T) {
	zh := "姓名,身份证号,住址\n陈阿妹,11010519491231002X,\"和平路1号, 2单元\"\n"
	want := "姓名|身份证号|住址\n陈阿妹|11010519491231002X|和平路1号, 2单元\n"
	for name, c := range map[string]struct {
		b         []byte
		enc, want string
	}{
		"UTF-8":            {[]byte(zh), "utf-8", want},
		"UTF-8 with a BOM": {[]byte("\xEF\xBB\xBF" + zh), "utf-8", want},
		"GBK":              {must(simplifiedchinese.GBK.NewEncoder().Bytes([]byte(zh))), "gb18030", want},
		"UTF-16":           {must(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(zh))), "utf-16", want},
		"Latin-1":          {must(charmap.ISO8859_1.NewEncoder().Bytes([]byte("name,town\nJosé Müller,Zürich\nRené,Genève\n"))), "latin-1", "name|town\nJosé Müller|Zürich\nRené|Genève\n"},
		"semicolons, CRLF": {[]byte("a;b\r\n1;2\r\n"), "utf-8", "a|b\n1|2\n"},
		"tabs":             {[]byte("a\tb\n1\t2\n"), "utf-8", "a|b\n1|2\n"},
		"ragged rows":      {[]byte("a,b\n1\n1,2,3\n"), "utf-8", "a|b\n1\n1|2|3\n"},
	} {
		enc, got, err := read(t, file(t, "x.csv", c.b))
		if err != nil || enc != c.enc || got != c.want {
			t.Errorf("%s: %s %q, %v", name, enc, got, err)
		}
	}
}

func TestXLSXThereAndBack(t *testing.T) {
	for _, ext := range []string{"x.xlsx", "x.csv"} {
		p := filepath.Join(t.TempDir(), ext)
		w, err := Create(p)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range [][]string{{"姓名", "号"}, {"陈", "440524188001010014"}, {"-12.5", ""}} {
			if err := w.Row(row); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if _, got, err := read(t, p); err != nil || got != "姓名|号\n陈|440524188001010014\n-12.5\n" {
			t.Errorf("%s: %q %v", ext, got, err)
		}
	}
	p := filepath.Join(t.TempDir(), "x.csv")
	w, err := Create(p)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Row([]string{"=1+1", "@x", "-a"}), w.Close()); err != nil {
		t.Fatal(err)
	}
	if _, got, _ := read(t, p); got != "'=1+1|'@x|'-a\n" {
		t.Errorf("a formula got through: %q", got)
	}
}

// bomb is an archive whose one part unpacks to n zeros.
func bomb(t *testing.T, name string, n int64) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.CopyN(w, zeros{}, n); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestBadFilesAreNamedBeforeTheyDoHarm(t *testing.T) {
	p := filepath.Join(t.TempDir(), "big.xlsx")
	f, err := os.Create(p)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.Truncate(500<<20), f.Close()); err != nil { // sparse: it takes no room
		t.Fatal(err)
	}
	if _, err := Open(p); !errors.Is(err, ErrLarge) {
		t.Errorf("500 MB: %v", err)
	}
	good := filepath.Join(t.TempDir(), "g.xlsx")
	w, err := Create(good)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 2000 {
		if err := w.Row([]string{fmt.Sprint("姓名", i*7919), fmt.Sprint(i * 104729)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		b    []byte
		want error
	}{
		"empty":               {nil, ErrEmpty},
		"cut off":             {whole[:len(whole)/2], ErrCut},
		"a zip bomb":          {bomb(t, "xl/worksheets/sheet1.xml", 300<<20), ErrBomb},
		"another zip":         {bomb(t, "readme.txt", 100), ErrBinary},
		"an old .xls":         {[]byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0}, ErrOld},
		"a picture":           {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), ErrBinary},
		"a cell like a book":  {[]byte("a\n" + strings.Repeat("x", MaxCell+1) + "\n"), ErrCell},
		"a thousand columns":  {[]byte(strings.Repeat("a,", 1000) + "\n"), ErrColumns},
		"zip of nothing good": {bomb(t, "xl/workbook.xml", 10), ErrBinary},
	} {
		if _, _, err := read(t, file(t, "x.xlsx", c.b)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte("a,b\n1,\"2\n"))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, b []byte) {
		_, _, _ = read(t, file(t, "x", b)) // any answer but a panic
	})
}
