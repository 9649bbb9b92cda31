package people

import (
	"context"

	"linli/internal/platform/access"
	"linli/internal/platform/store"
)

func (s *Service) kindMap(ctx context.Context, tx *store.Tx) (map[string]AttributeKind, error) {
	all, err := attributeKinds(ctx, tx)
	out := make(map[string]AttributeKind, len(all))
	for _, k := range all {
		out[k.Key] = k
	}
	return out, err
}

// KindMap is the kinds of attributes by key, for importers that check rows.
func (s *Service) KindMap(ctx context.Context, p access.Pass) (map[string]AttributeKind, error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) (map[string]AttributeKind, error) { return s.kindMap(ctx, tx) })
}

// AttributeKinds lists the kinds of attributes.
func (s *Service) AttributeKinds(ctx context.Context, p access.Pass) ([]AttributeKind, error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) ([]AttributeKind, error) { return attributeKinds(ctx, tx) })
}

// SaveKind adds a kind (version 0) or changes the one that was read.
func (s *Service) SaveKind(ctx context.Context, p access.Pass, k AttributeKind) (AttributeKind, error) {
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (AttributeKind, error) { return saveAttributeKind(ctx, tx, k) })
}

// Seed adds the kinds to begin with where there are none.
func (s *Service) Seed(ctx context.Context, p access.Pass) error {
	_, err := store.In(ctx, s.DB, p, func(tx *store.Tx) (int, error) {
		have, err := attributeKinds(ctx, tx)
		if err != nil || len(have) > 0 {
			return 0, err
		}
		for _, k := range Kinds {
			k.Active = true
			if _, err := saveAttributeKind(ctx, tx, k); err != nil {
				return 0, err
			}
		}
		return len(Kinds), nil
	})
	return err
}
