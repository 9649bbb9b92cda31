package eligibility

import (
	"strconv"
	"strings"
	"unicode"

	"linli/internal/fault"
)

// What can be wrong with a rule.
var (
	ErrSyntax = fault.New(fault.Invalid, "eligibility.syntax", "条件第 %d 个字符处看不懂：%s。", "The rule is not understood at character %d: %s.")
	ErrLong   = fault.New(fault.Invalid, "eligibility.long", "条件最多 2000 个字符、32 层括号。", "A rule has at most 2,000 characters and 32 levels of brackets.")
)

// Rule is a parsed rule. The zero Rule is for everyone.
type Rule struct {
	text string
	root node
}

type node interface {
	eval(f Facts, say Names) answer
}

type (
	anyOf  []node
	allOf  []node
	negate struct{ of node }
	test   struct {
		subject string // age, household_size, sex, attribute, region, registered
		key     string // of attribute, region, registered
		op      string // "" only for attribute, region, registered
		number  int
		text    string
		isText  bool
	}
)

// Parse reads a rule; ErrSyntax names the place where it stopped understanding.
func Parse(s string) (Rule, error) {
	if strings.TrimSpace(s) == "" {
		return Rule{}, nil
	}
	if len(s) > 2000 {
		return Rule{}, ErrLong.On("eligibility")
	}
	p := &parser{in: []rune(s)}
	p.next()
	root := p.anyOf(0)
	if p.err == nil && p.word != "" {
		p.fail()
	}
	if p.err != nil {
		return Rule{}, p.err.On("eligibility")
	}
	return Rule{strings.TrimSpace(s), root}, nil
}

// MustParse is Parse for rules written in code.
func MustParse(s string) Rule {
	r, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return r
}

// String is the rule as it was written.
func (r Rule) String() string { return r.text }

// Everyone reports whether there is no condition.
func (r Rule) Everyone() bool { return r.root == nil }

// parser is one word of look-ahead over the text. word is "" at the end; a text
// literal is the word `"` with its value in lit.
type parser struct {
	in   []rune
	at   int // after word
	from int // of word
	word string
	lit  string
	err  *fault.Fault
}

func (p *parser) fail() {
	if p.err == nil {
		word := p.word
		if word == "" {
			word = "…"
		}
		p.err = ErrSyntax.With(p.from+1, word)
	}
	p.word, p.at = "", len(p.in)
}

func (p *parser) next() {
	for p.at < len(p.in) && unicode.IsSpace(p.in[p.at]) {
		p.at++
	}
	p.from, p.word = p.at, ""
	if p.at >= len(p.in) {
		return
	}
	c := p.in[p.at]
	take := func(ok func(rune) bool) {
		for p.at < len(p.in) && ok(p.in[p.at]) {
			p.at++
		}
	}
	switch {
	case c == '"' || c == '“':
		p.at++
		begin := p.at
		take(func(r rune) bool { return r != '"' && r != '”' })
		if p.at >= len(p.in) {
			p.word = `"`
			p.fail()
			return
		}
		p.lit, p.word = string(p.in[begin:p.at]), `"`
		p.at++
		return
	case unicode.IsLetter(c):
		take(func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' })
	case unicode.IsDigit(c):
		take(unicode.IsDigit)
	case strings.ContainsRune("><=!", c):
		take(func(r rune) bool { return strings.ContainsRune("><=!", r) })
	default:
		p.at++
	}
	p.word = string(p.in[p.from:p.at])
}

func (p *parser) accept(word string) bool {
	if p.err == nil && p.word == word {
		p.next()
		return true
	}
	return false
}

func (p *parser) anyOf(depth int) node {
	if depth > 32 {
		p.err = ErrLong
		p.word, p.at = "", len(p.in)
		return nil
	}
	all := anyOf{p.allOf(depth)}
	for p.accept("or") {
		all = append(all, p.allOf(depth))
	}
	if len(all) == 1 {
		return all[0]
	}
	return all
}

func (p *parser) allOf(depth int) node {
	all := allOf{p.one(depth)}
	for p.accept("and") {
		all = append(all, p.one(depth))
	}
	if len(all) == 1 {
		return all[0]
	}
	return all
}

func (p *parser) one(depth int) node {
	switch {
	case p.accept("not"):
		if depth > 32 {
			p.err = ErrLong
			return nil
		}
		return negate{p.one(depth + 1)}
	case p.accept("("):
		in := p.anyOf(depth + 1)
		if !p.accept(")") {
			p.fail()
		}
		return in
	}
	return p.test()
}

func (p *parser) test() node {
	t := test{subject: p.word}
	switch p.word {
	case "age", "household_size":
		p.next()
		t.op = p.op(true)
		t.number = p.number()
	case "sex":
		p.next()
		t.op = p.op(false)
		t.text, t.isText = p.lit, true
		if p.word != `"` || p.lit != "female" && p.lit != "male" {
			p.fail()
		}
		p.next()
	case "attribute", "region", "registered":
		p.next()
		if !p.accept("(") || p.word != `"` || strings.TrimSpace(p.lit) == "" {
			p.fail()
		}
		t.key = strings.TrimSpace(p.lit)
		p.next()
		if p.err == nil && !p.accept(")") {
			p.fail()
		}
		if t.subject == "attribute" && p.word != "" && strings.ContainsAny(p.word[:1], "><=!") {
			t.op = p.op(true)
			if p.word == `"` {
				t.text, t.isText = p.lit, true
				if t.op != "=" && t.op != "!=" {
					p.fail()
				}
				p.next()
			} else {
				t.number = p.number()
			}
		}
	default:
		p.fail()
	}
	return t
}

func (p *parser) op(ordered bool) string {
	w := p.word
	switch w {
	case "==":
		w = "="
		fallthrough
	case "=", "!=":
	case ">=", "<=", ">", "<":
		if !ordered {
			p.fail()
		}
	default:
		p.fail()
	}
	p.next()
	return w
}

func (p *parser) number() int {
	n, err := strconv.Atoi(p.word)
	if err != nil || n > 1000 {
		p.fail()
	}
	p.next()
	return n
}
