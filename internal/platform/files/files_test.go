package files

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestAFileIsWholeOrNotThere(t *testing.T) {
	s, err := Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close() //nolint:errcheck // a test
	if n, err := s.Put(t.Context(), "a/b.txt", strings.NewReader("hello")); err != nil || n != 5 {
		t.Fatal(n, err)
	}
	r, size, err := s.Open(t.Context(), "a/b.txt")
	if err != nil || size != 5 {
		t.Fatal(size, err)
	}
	b, _ := io.ReadAll(r)
	_ = r.Close()
	if string(b) != "hello" {
		t.Errorf("%q", b)
	}
	cut := io.MultiReader(strings.NewReader("half"), iotest.ErrReader(errors.New("cut off")))
	if _, err := s.Put(t.Context(), "c", cut); err == nil {
		t.Error("a cut-off upload was kept")
	}
	if _, _, err := s.Open(t.Context(), "c"); !errors.Is(err, ErrNoFile) {
		t.Errorf("half a file: %v", err)
	}
	if err := s.Delete(t.Context(), "a/b.txt"); err != nil {
		t.Error(err)
	}
	if _, _, err := s.Open(t.Context(), "../../etc/passwd"); !errors.Is(err, ErrNoFile) {
		t.Errorf("a key that climbs: %v", err)
	}
}
