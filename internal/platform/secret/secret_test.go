package secret

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

func TestSealOpens(t *testing.T) {
	for _, c := range []string{"aes-256-gcm", "sm4-gcm"} {
		key := random(32)
		if c == "sm4-gcm" {
			key = random(16)
		}
		b, err := open(keyFile{Active: "k", Keys: map[string]keyOne{"k": {c, key}}, Blind: random(32)})
		if err != nil {
			t.Fatal(err)
		}
		rapid.Check(t, func(t *rapid.T) {
			v := rapid.String().Draw(t, "v")
			s := b.Seal(v)
			if got, err := b.Open(s); err != nil || got != v {
				t.Fatalf("%s: %q came back as %q, %v", c, v, got, err)
			}
			if v != "" && (s == b.Seal(v) || len(v) > 3 && strings.Contains(s, v)) {
				t.Fatal("a seal repeats or shows the value")
			}
		})
	}
}

func TestTamperedOrForeignValuesDoNotOpen(t *testing.T) {
	b, other := New(), New()
	s := b.Seal("secret value")
	for _, bad := range []string{other.Seal("secret value"), s[:len(s)-2], "9" + s[1:], "x", "1.", s[:5] + "A" + s[6:] + "A"} {
		if _, err := b.Open(bad); err == nil {
			t.Errorf("%q opened", bad)
		}
	}
	again := b.Blind("id", "1")
	if b.Blind("id", "1") == b.Blind("phone", "1") || b.Blind("id", "1") != again || b.Blind("id", "1") == other.Blind("id", "1") {
		t.Error("a look-up hash is one per kind, value and key")
	}
}

func TestTwoStartsShareOneKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "keys.json")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := Load(path); err != nil && !strings.Contains(err.Error(), "key file") {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	a, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	b, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if v, err := b.Open(a.Seal("x")); err != nil || v != "x" {
		t.Error("two loads do not share a key", err)
	}
	if fi, _ := os.Stat(path); fi.Mode().Perm() != 0o600 {
		t.Errorf("the key file is %v", fi.Mode().Perm())
	}
}
