package packages

import (
	"archive/zip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strings"

	"linli/internal/fault"
	"linli/internal/platform/sheet"
)

// Row is one row as the source has it. Cells are texts; what is absent or null is
// not there.
type Row struct {
	Table string // of 3.0, or one of the old ones
	File  string
	Line  int // of a CSV file; of JSON, the how-manieth of its table
	Cells map[string]string
	owner *Row // that it was found inside of
}

// Source is all rows of a directory, in the order of the files.
type Source struct {
	Files []File
	Rows  []*Row
	Notes []Note
}

// File is one file that was read.
type File struct {
	Name, Table string
	Rows        int
}

// Note is something about the source as a whole that people should know.
type Note struct {
	File string `json:"file"`
	Zh   string `json:"zh"`
	En   string `json:"en"`
}

// What can be wrong with a source.
var (
	ErrNothing  = fault.New(fault.Invalid, "hsds.nothing", "这里没有可识别的服务目录文件（HSDS 的 CSV 或 JSON）。", "There is no directory of services here that we know (CSV or JSON of HSDS).")
	ErrJSON     = fault.New(fault.Invalid, "hsds.json", "文件 %s 不是有效的 JSON（第 %d 字节）。", "The file %s is not valid JSON (byte %d).")
	ErrTooLarge = fault.New(fault.TooLarge, "hsds.too_large", "文件过大：单个文件上限 512 MB，压缩包解压后上限 1 GB。", "Too large: a file may have 512 MB, an archive 1 GB when unpacked.")
	ErrArchive  = fault.New(fault.Invalid, "hsds.archive", "压缩包已损坏或不是 ZIP 文件。", "The archive is damaged, or no ZIP file.")
)

const maxFile = 512 << 20

// MaxUnpacked is how many bytes an archive may have when it is unpacked.
var MaxUnpacked int64 = 1 << 30

// Read reads a folder, a .zip, one .json or one .csv. Files that hold no table
// that we know are told in Notes.
func Read(where string) (*Source, error) {
	info, err := os.Stat(where)
	if err != nil {
		return nil, err
	}
	s := &Source{}
	switch {
	case info.IsDir():
		err = s.folder(where)
	case strings.EqualFold(filepath.Ext(where), ".zip"):
		err = s.archive(where)
	default:
		err = s.file(where, filepath.Base(where), nil)
	}
	if err != nil {
		return nil, err
	}
	if len(s.Files) == 0 {
		return nil, ErrNothing
	}
	return s, nil
}

func (s *Source) note(file, zh, en string) { s.Notes = append(s.Notes, Note{file, zh, en}) }

func (s *Source) folder(dir string) error {
	all, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	known := resources(filepath.Join(dir, "datapackage.json"))
	var files, folders []string
	for _, e := range all {
		switch {
		case e.IsDir():
			folders = append(folders, e.Name())
		case strings.HasPrefix(e.Name(), "."):
		default:
			files = append(files, e.Name())
		}
	}
	sort.Strings(files)
	for _, name := range files {
		if err := s.file(filepath.Join(dir, name), name, known); err != nil {
			return err
		}
	}
	for _, f := range folders {
		if len(s.Files) == 0 && len(folders) == 1 { // an archive often has one folder with everything in it
			return s.folder(filepath.Join(dir, f))
		}
		s.note(f, "子文件夹未读取", "this folder inside was not read")
	}
	return nil
}

// resources are the tables of the files that a datapackage.json lists.
func resources(file string) map[string]string {
	raw, err := os.ReadFile(file)
	var d struct {
		Resources []struct {
			Name string          `json:"name"`
			Path json.RawMessage `json:"path"`
		} `json:"resources"`
	}
	if err != nil || json.Unmarshal(raw, &d) != nil {
		return nil
	}
	out := map[string]string{}
	for _, r := range d.Resources {
		var one string
		if json.Unmarshal(r.Path, &one) == nil && tableOf(r.Name) != "" {
			out[path.Base(one)] = tableOf(r.Name)
		}
	}
	return out
}

func (s *Source) archive(file string) error {
	z, err := zip.OpenReader(file)
	if err != nil {
		return ErrArchive
	}
	defer z.Close() //nolint:errcheck // it was only read
	dir, err := os.MkdirTemp("", "linli-hsds-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder
	var total int64
	for _, f := range z.File {
		name := path.Base(strings.ReplaceAll(f.Name, `\`, "/"))
		if f.FileInfo().IsDir() || strings.HasPrefix(name, ".") || strings.Contains(f.Name, "__MACOSX") {
			continue
		}
		n, err := unpack(f, filepath.Join(dir, name), MaxUnpacked-total)
		if err != nil {
			return err
		}
		total += n
	}
	return s.folder(dir)
}

func unpack(f *zip.File, to string, room int64) (int64, error) {
	if f.UncompressedSize64 > uint64(max(0, room)) {
		return 0, ErrTooLarge
	}
	in, err := f.Open()
	if err != nil {
		return 0, ErrArchive
	}
	defer in.Close() //nolint:errcheck // it was only read
	out, err := os.Create(to)
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(out, io.LimitReader(in, room+1))
	if cerr := out.Close(); err == nil {
		err = cerr
	}
	switch {
	case n > room:
		return n, ErrTooLarge
	case err != nil:
		return n, ErrArchive
	}
	return n, nil
}

func (s *Source) file(where, name string, known map[string]string) error {
	info, err := os.Stat(where)
	if err != nil {
		return err
	}
	if info.Size() > maxFile {
		return ErrTooLarge.On(name)
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".csv":
		table := known[name]
		if table == "" {
			table = tableOf(name)
		}
		if table == "" {
			s.note(name, "不认识的表，未读取", "an unknown table; it was not read")
			return nil
		}
		return s.csv(where, name, table)
	case ".json":
		if name == "datapackage.json" {
			return nil
		}
		return s.json(where, name)
	}
	return nil
}

func (s *Source) csv(where, name, table string) error {
	if info, err := os.Stat(where); err == nil && info.Size() == 0 {
		s.Files = append(s.Files, File{name, table, 0})
		s.note(name, "文件是空的", "the file is empty")
		return nil
	}
	r, err := sheet.Open(where)
	if err != nil {
		if f := fault.Of(err); f != nil {
			return f.On(name)
		}
		return err
	}
	defer r.Close() //nolint:errcheck // it was only read
	head, err := r.Next()
	if err != nil {
		s.Files = append(s.Files, File{name, table, 0})
		return nil //nolint:nilerr // a file without a header has no rows
	}
	for i, h := range head {
		head[i] = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(h, "\uFEFF")))
	}
	n := 0
	for {
		cells, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			if f := fault.Of(err); f != nil {
				return f.On(name)
			}
			return err
		}
		row := &Row{Table: table, File: name, Line: n + 2, Cells: map[string]string{}}
		empty := true
		for i, c := range cells {
			if c = strings.TrimSpace(c); i < len(head) && head[i] != "" && c != "" {
				row.Cells[head[i]], empty = c, false
			}
		}
		if empty {
			continue
		}
		n++
		row.Line = n + 1
		s.Rows = append(s.Rows, row)
	}
	s.Files = append(s.Files, File{name, table, n})
	return nil
}
