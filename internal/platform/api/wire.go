package api

import (
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"

	"linli/internal/fault"
)

// Page is the input of every list: embed it.
type Page struct {
	Cursor string `query:"cursor" maxLength:"500" doc:"From the answer before: the place to go on from"`
	Limit  int    `query:"limit" default:"50" minimum:"1" maximum:"200"`
}

// List is the answer of every list.
type List[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty" doc:"Cursor of the next page; absent on the last"`
	Total *int64 `json:"total,omitempty" doc:"How many there are in all, where that was asked or is cheap"`
}

// Many makes a List that never says null.
func Many[T any](items []T, next string) List[T] {
	if items == nil {
		items = []T{}
	}
	return List[T]{Items: items, Next: next}
}

var errCursor = fault.New(fault.Invalid, "input.cursor", "翻页位置无效，请从第一页重新开始。", "The page cursor is not valid; begin again at the first page.")

// EncodeCursor hides the place of the last row from those who would build on it.
func EncodeCursor(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // cursors are small structs of text and numbers
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// DecodeCursor reads it back; "" leaves v as it is.
func DecodeCursor(s string, v any) error {
	if s == "" {
		return nil
	}
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || json.Unmarshal(b, v) != nil {
		return errCursor.On("cursor")
	}
	return nil
}

// IfMatch is the input of every update: embed it.
type IfMatch struct {
	IfMatch string `header:"If-Match" required:"true" doc:"The ETag that you read, so that nobody's change is overwritten unseen"`
}

var (
	// ErrStale is for an update of a version that is no longer the newest.
	ErrStale = fault.New(fault.Stale, "input.stale",
		"这条记录刚被别人改过，请刷新后再改。", "Somebody has just changed this; reload and make your change again.")
	errIfMatch = fault.New(fault.Invalid, "input.if_match",
		"缺少或写错了版本号（If-Match）。", "If-Match is missing or not a version that we gave.")
)

// Version is the version that the caller read.
func (m IfMatch) Version() (int64, error) {
	s := strings.Trim(strings.TrimPrefix(strings.TrimSpace(m.IfMatch), "W/"), `"`)
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 1 {
		return 0, errIfMatch.On("If-Match")
	}
	return n, nil
}

// ETag is the output header of what can be updated: embed it.
type ETag struct {
	ETag string `header:"ETag"`
}

// Tag is the ETag of a version.
func Tag(version int64) ETag { return ETag{`"` + strconv.FormatInt(version, 10) + `"`} }
