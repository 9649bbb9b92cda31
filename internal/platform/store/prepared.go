package store

import (
	"context"
	"database/sql"
	"sync"
)

// statements keeps what SQLite has compiled: compiling an INSERT costs more than
// running it. (pgx keeps prepared statements by itself.) A statement is compiled
// for keeps when it has come thrice, and only while no transaction holds the
// connection that would compile it.
type statements struct {
	pool *sql.DB

	mu    sync.RWMutex
	ready map[string]*sql.Stmt
	seen  map[string]int
	todo  []string
}

const (
	keepAfter  = 3
	maxKept    = 400
	maxSeen    = 4000
	maxKeepLen = 8 << 10 // long ones carry many rows and do not come again
)

func newStatements(pool *sql.DB) *statements {
	return &statements{pool: pool, ready: map[string]*sql.Stmt{}, seen: map[string]int{}}
}

// get gives a kept statement, or nil and remembers that it was asked for.
func (s *statements) get(q string) *sql.Stmt {
	s.mu.RLock()
	st := s.ready[q]
	s.mu.RUnlock()
	if st != nil || len(q) > maxKeepLen {
		return st
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.ready) >= maxKept {
		return nil
	}
	if len(s.seen) >= maxSeen {
		clear(s.seen)
	}
	s.seen[q]++
	if s.seen[q] == keepAfter {
		s.todo = append(s.todo, q)
	}
	return nil
}

// compile compiles what came often. Never call it while holding a connection of
// the pool.
func (s *statements) compile() {
	s.mu.RLock()
	none := len(s.todo) == 0
	s.mu.RUnlock()
	if none {
		return
	}
	s.mu.Lock()
	todo := s.todo
	s.todo = nil
	s.mu.Unlock()
	for _, q := range todo {
		st, err := s.pool.PrepareContext(context.Background(), q) //nolint:sqlclosecheck // it is kept as long as the database
		if err != nil {
			continue // whoever runs it will be told
		}
		s.mu.Lock()
		s.ready[q] = st
		s.mu.Unlock()
	}
}

// bound are the kept statements of one transaction of the database.
type bound struct {
	kept *statements
	of   map[string]*sql.Stmt
}

func (s *statements) bind() *bound {
	if s == nil {
		return nil
	}
	return &bound{s, map[string]*sql.Stmt{}}
}

// stmt is the kept statement of a text, within raw; nil where there is none.
// A statement that is being read is not run again: PostgreSQL refuses that too.
func (b *bound) stmt(ctx context.Context, raw *sql.Tx, q string) *sql.Stmt {
	if b == nil {
		return nil
	}
	if st := b.of[q]; st != nil {
		return st
	}
	parent := b.kept.get(q)
	if parent == nil {
		return nil
	}
	st := raw.StmtContext(ctx, parent)
	b.of[q] = st
	return st
}
