package files

import (
	"context"
	"fmt"
	"io"
	"os"

	"gocloud.dev/blob"
	"gocloud.dev/blob/fileblob"
	"gocloud.dev/gcerrors"

	"linli/internal/fault"
)

// ErrNoFile is for a key under which nothing is kept.
var ErrNoFile = fault.New(fault.NotFound, "files.none", "找不到这个文件。", "There is no such file.")

// Store keeps blobs under keys such as "imports/0190…/roster.xlsx".
type Store struct{ bucket *blob.Bucket }

// Open keeps files in a folder, which is made on first use, or in any bucket
// whose address a linked driver knows.
func Open(_ context.Context, dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	// Attributes are ours to know; temporary files beside the target keep a
	// cut-off upload from ever being seen under its key.
	b, err := fileblob.OpenBucket(dir, &fileblob.Options{NoTempDir: true, Metadata: fileblob.MetadataDontWrite})
	if err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	return &Store{b}, nil
}

// Put keeps what r gives under key; all of it or nothing. It returns the size.
func (s *Store) Put(ctx context.Context, key string, r io.Reader) (int64, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // an unfinished writer whose context ends keeps nothing
	w, err := s.bucket.NewWriter(ctx, key, nil)
	if err != nil {
		return 0, fmt.Errorf("files: put: %w", err)
	}
	n, err := io.Copy(w, r)
	if err != nil {
		cancel()
		_ = w.Close() // reports the cancelling
		return n, err
	}
	if err := w.Close(); err != nil {
		return n, fmt.Errorf("files: put: %w", err)
	}
	return n, nil
}

// Open gives a file and its size in bytes, or ErrNoFile.
func (s *Store) Open(ctx context.Context, key string) (io.ReadCloser, int64, error) {
	r, err := s.bucket.NewReader(ctx, key, nil)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return nil, 0, ErrNoFile
	}
	if err != nil {
		return nil, 0, fmt.Errorf("files: open: %w", err)
	}
	return r, r.Size(), nil
}

// Delete forgets a file; a file that is not there is forgotten already.
func (s *Store) Delete(ctx context.Context, key string) error {
	if err := s.bucket.Delete(ctx, key); err != nil && gcerrors.Code(err) != gcerrors.NotFound {
		return fmt.Errorf("files: delete: %w", err)
	}
	return nil
}

// Close ends the store.
func (s *Store) Close() error { return s.bucket.Close() }
