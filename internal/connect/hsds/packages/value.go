package packages

import (
	"math"
	"net/mail"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/internal/fault"
)

// value is a cell as 3.0 wants it, with what was wrong.
func value(f *Field, v string) (string, *fault.Fault) {
	switch f.Kind {
	case Number:
		n, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimSpace(v), ",", ""), 64)
		if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
			return "", errNumber.With(v)
		}
		return strconv.FormatFloat(n, 'f', -1, 64), nil
	case Email:
		a, err := mail.ParseAddress(v)
		if err != nil || !strings.Contains(a.Address[strings.LastIndexByte(a.Address, '@'):], ".") {
			return "", errEmail.With(v)
		}
		return a.Address, nil
	case URI:
		w := strings.ReplaceAll(v, " ", "%20")
		if !strings.Contains(w, "://") && !strings.HasPrefix(w, "mailto:") && !strings.HasPrefix(w, "tel:") {
			w = "http://" + w
		}
		u, err := url.Parse(w)
		if err != nil || u.Scheme == "" || u.Host == "" && u.Opaque == "" || u.Host != "" && !strings.Contains(u.Host, ".") && u.Hostname() != "localhost" {
			return "", errURI.With(v)
		}
		return u.String(), nil
	case Date:
		t, ok := day(v)
		if !ok {
			return "", errDate.With(v)
		}
		return t.Format(time.DateOnly), nil
	case Moment:
		t, ok := day(v)
		if !ok {
			return "", errDate.With(v)
		}
		return t.UTC().Format(time.RFC3339), nil
	case Choice:
		for _, one := range f.Choices {
			if strings.EqualFold(strings.ReplaceAll(v, "_", " "), one) {
				return one, nil
			}
		}
		if w, ok := synonyms[strings.ToLower(strings.ReplaceAll(v, "_", " "))]; ok && slices.Contains(f.Choices, w) {
			return w, nil
		}
		if f.Present {
			return f.Choices[0], errChoice.With(v, f.Choices[0])
		}
		return "", errChoice.With(v, "")
	}
	return v, nil
}

var synonyms = map[string]string{"published": "active", "open": "active", "draft": "inactive", "closed": "inactive", "suspended": "temporarily closed", "temporary closure": "temporarily closed", "retired": "defunct", "ended": "defunct", "mailing": "postal", "mail": "postal", "online": "virtual"}
