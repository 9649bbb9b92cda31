package store

import "sync"

// topics counts commits by what they touched, so that what is held in memory
// knows when it is old. It is of this process alone; what other servers commit
// is counted when the log is read (events.Hub).
type topics struct {
	mu sync.RWMutex
	n  map[string]uint64
}

// After runs fn when the transaction has committed, before the caller of In
// goes on. A transaction that fails runs none of them.
func (tx *Tx) After(fn func()) { tx.after = append(tx.after, fn) }

// Touch notes that the transaction changes something of a topic.
func (tx *Tx) Touch(topic string) {
	for _, t := range tx.touched {
		if t == topic {
			return
		}
	}
	tx.touched = append(tx.touched, topic)
}

// Touched is how often a topic was touched by transactions that have committed.
// Who reads it before reading the database, and keeps both, holds nothing old
// while it stays the same.
func (db *DB) Touched(topic string) uint64 {
	db.topics.mu.RLock()
	defer db.topics.mu.RUnlock()
	return db.topics.n[topic]
}

// Touch counts a topic that another process touched.
func (db *DB) Touch(topics ...string) {
	if len(topics) == 0 {
		return
	}
	db.topics.mu.Lock()
	defer db.topics.mu.Unlock()
	if db.topics.n == nil {
		db.topics.n = map[string]uint64{}
	}
	for _, t := range topics {
		db.topics.n[t]++
	}
}

// ended is told by whoever committed tx.
func (tx *Tx) ended() {
	tx.db.Touch(tx.touched...)
	for _, fn := range tx.after {
		fn()
	}
}
