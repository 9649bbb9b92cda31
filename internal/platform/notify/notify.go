package notify

import (
	"context"
	"fmt"
	"io"
	"sync"
)

// Notice is one message to one phone. Text may hold what only its reader
// should see: a Sender never logs it.
type Notice struct {
	Phone string
	Text  string
}

// Sender delivers notices.
type Sender interface {
	Send(ctx context.Context, n Notice) error
}

// Printer prints notices instead of sending them: for demos only.
type Printer struct {
	mu sync.Mutex
	W  io.Writer
}

// Send prints the text and the end of the number.
func (p *Printer) Send(_ context.Context, n Notice) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	tail := n.Phone
	if len(tail) > 4 {
		tail = tail[len(tail)-4:]
	}
	_, err := fmt.Fprintf(p.W, "notice to …%s: %s\n", tail, n.Text)
	return err
}
