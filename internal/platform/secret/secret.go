package secret

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/emmansun/gmsm/sm4"
)

// Box seals and opens. It is safe for many goroutines.
type Box struct {
	active string
	seals  map[string]cipher.AEAD
	blind  []byte
}

// keyFile is what lies on disk: keys by id, the one to seal with, and the key
// of the look-up hash, which can never change.
type keyFile struct {
	Active string            `json:"active"`
	Keys   map[string]keyOne `json:"keys"`
	Blind  []byte            `json:"blind"`
}

type keyOne struct {
	Cipher string `json:"cipher"` // "aes-256-gcm" or "sm4-gcm"
	Key    []byte `json:"key"`
}

// Load opens the key file, which only its owner may read, and makes one on
// first use. Who loses this file loses every sealed field.
func Load(path string) (*Box, error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		b, err = create(path)
	}
	if err != nil {
		return nil, fmt.Errorf("secret: %w", err)
	}
	var f keyFile
	if err := json.Unmarshal(b, &f); err != nil {
		return nil, fmt.Errorf("secret: key file: %w", err)
	}
	return open(f)
}

func create(path string) ([]byte, error) {
	f := keyFile{Active: "1", Keys: map[string]keyOne{"1": {Cipher: "aes-256-gcm", Key: random(32)}}, Blind: random(32)}
	b, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	// O_EXCL: two starts at once must not write two keys.
	w, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return os.ReadFile(path)
	}
	if err != nil {
		return nil, err
	}
	if _, err = w.Write(b); err == nil {
		err = w.Sync()
	}
	if cerr := w.Close(); err == nil {
		err = cerr
	}
	return b, err
}

func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) //nolint:errcheck // never fails since Go 1.24
	return b
}

func open(f keyFile) (*Box, error) {
	box := &Box{active: f.Active, seals: map[string]cipher.AEAD{}, blind: f.Blind}
	for id, k := range f.Keys {
		var block cipher.Block
		var err error
		switch k.Cipher {
		case "aes-256-gcm":
			if len(k.Key) != 32 {
				return nil, fmt.Errorf("secret: key %s has %d bytes, want 32", id, len(k.Key))
			}
			block, err = aes.NewCipher(k.Key)
		case "sm4-gcm":
			block, err = sm4.NewCipher(k.Key)
		default:
			return nil, fmt.Errorf("secret: key %s has unknown cipher %q", id, k.Cipher)
		}
		if err != nil {
			return nil, fmt.Errorf("secret: key %s: %w", id, err)
		}
		if box.seals[id], err = cipher.NewGCM(block); err != nil {
			return nil, err
		}
	}
	if box.seals[f.Active] == nil || len(f.Blind) < 32 || strings.Contains(f.Active, ".") {
		return nil, errors.New("secret: the key file names no usable active key or look-up key")
	}
	return box, nil
}

// New is a box with fresh keys, for tests.
func New() *Box {
	b, err := open(keyFile{Active: "1", Keys: map[string]keyOne{"1": {"aes-256-gcm", random(32)}}, Blind: random(32)})
	if err != nil {
		panic(err)
	}
	return b
}

// Seal encrypts a value; "" stays "". Two seals of one value differ.
func (b *Box) Seal(plain string) string {
	if plain == "" {
		return ""
	}
	a := b.seals[b.active]
	nonce := make([]byte, a.NonceSize(), a.NonceSize()+len(plain)+a.Overhead())
	rand.Read(nonce) //nolint:errcheck // never fails since Go 1.24
	return b.active + "." + base64.RawURLEncoding.EncodeToString(a.Seal(nonce, nonce, []byte(plain), nil))
}

var errSealed = errors.New("secret: a sealed value does not open with our keys")

// Open is the other way round.
func (b *Box) Open(sealed string) (string, error) {
	if sealed == "" {
		return "", nil
	}
	id, text, _ := strings.Cut(sealed, ".")
	a := b.seals[id]
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if a == nil || err != nil || len(raw) < a.NonceSize() {
		return "", errSealed
	}
	plain, err := a.Open(nil, raw[:a.NonceSize()], raw[a.NonceSize():], nil)
	if err != nil {
		return "", errSealed
	}
	return string(plain), nil
}

// Blind is the keyed hash under which a value of a kind ("id", "phone") is
// looked up: 22 characters, equal for equal values, telling nothing without the
// key. "" stays "".
func (b *Box) Blind(kind, value string) string {
	if value == "" {
		return ""
	}
	m := hmac.New(sha256.New, b.blind)
	m.Write([]byte(kind + "\x00" + value))
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil)[:16])
}
