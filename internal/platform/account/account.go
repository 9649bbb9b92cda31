package account

import (
	"time"
	"unicode/utf8"

	"linli/internal/fault"
	"linli/internal/platform/access"
	"linli/internal/region"
	"linli/internal/role"
)

// Kind of an account.
type Kind string

const (
	Staff    Kind = "staff"
	Resident Kind = "resident"
)

const (
	maxFailures = 5
	lockFor     = 15 * time.Minute
	idleFor     = 2 * time.Hour
	liveFor     = 12 * time.Hour
	idleAtHome  = 60 * 24 * time.Hour  // of residents, on their own phone
	liveAtHome  = 180 * 24 * time.Hour // then the phone is asked for again
	codeFor     = 5 * time.Minute
	codePause   = time.Minute
	codesADay   = 10
	maxTries    = 5
	minPassword = 12 // NIST SP 800-63B-4: length, not character classes
)

var (
	errWrong = fault.New(fault.Unauthorized, "account.wrong_password",
		"账号、密码或动态口令不正确。", "Login, password or one-time code is not right.")
	errNoWeChat = fault.New(fault.Unavailable, "account.no_wechat",
		"这里没有接入微信登录，请用短信验证码。", "WeChat is not connected here; sign in with a code.")
	errNoPhone = fault.New(fault.Unauthorized, "account.wechat_phone",
		"请点“用微信手机号登录”。", "Tap “Sign in with my WeChat number”.")
	errLocked = fault.New(fault.TooMany, "account.locked",
		"连续多次登录失败，账号已锁定 15 分钟。", "Too many failures: the account is locked for 15 minutes.")
	errNeedTOTP = fault.New(fault.Unauthorized, "account.totp_needed",
		"请输入动态口令。", "Enter the one-time code.")
	errTOTP = fault.New(fault.Invalid, "account.totp_wrong",
		"动态口令不正确，请确认手机时间准确。", "The one-time code is not right; check that the phone's clock is.")
	errPassword = fault.New(fault.Invalid, "account.password_short",
		"密码至少 12 个字符，且不能与账号相同。", "A password has at least 12 characters and is not the login.")
	errPhone = fault.New(fault.Invalid, "account.phone",
		"手机号应为 11 位数字。", "A mobile number has 11 digits.")
	errCode = fault.New(fault.Unauthorized, "account.code_wrong",
		"验证码不正确或已过期。", "The code is not right or has run out.")
	errCodePause = fault.New(fault.TooMany, "account.code_pause",
		"验证码发送太频繁，请一分钟后再试；每天最多 10 条。", "Wait a minute before the next code; at most 10 a day.")
	errLogin = fault.New(fault.Invalid, "account.login",
		"账号为 3 至 40 个字母、数字、点或横线。", "A login has 3 to 40 letters, digits, dots or dashes.")
	errTaken = fault.New(fault.Conflict, "account.login_taken",
		"这个账号已被使用。", "This login is taken.")
	errRole = fault.New(fault.Invalid, "account.role",
		"没有这个岗位。", "There is no such role.")
	errSelf = fault.New(fault.Forbidden, "account.own_post",
		"不能给自己增减岗位，请由另一位管理员办理。", "Nobody changes their own posts; ask another administrator.")
	errNone = fault.New(fault.NotFound, "account.none",
		"找不到这个账号。", "There is no such account.")
	errTerm = fault.New(fault.Invalid, "account.term",
		"岗位的结束时间应晚于开始时间。", "A post ends after it begins.")
)

// Account is who signs in. Secrets never leave the package.
type Account struct {
	ID     string      `json:"id"`
	Kind   Kind        `json:"kind"`
	Login  string      `json:"login,omitempty"`
	Name   string      `json:"name"`
	Region region.Code `json:"region,omitempty"`
	Person string      `json:"-"`
	TOTP   bool        `json:"totp" doc:"Signs in with a one-time code"`
	Closed bool        `json:"closed,omitempty"`

	password, sealed string
	step, failures   int64
	locked           time.Time
}

// Post is a role held in a place for a term.
type Post struct {
	ID     string      `json:"id"`
	Role   role.Role   `json:"role"`
	Region region.Code `json:"region"`
	Org    string      `json:"org,omitempty"`
	From   time.Time   `json:"from"`
	To     time.Time   `json:"to,omitzero"`
}

func (p Post) grant() access.Grant {
	return access.Grant{Role: p.Role, In: p.Region, Org: p.Org, From: p.From, To: p.To}
}

// Session is one sign-in.
type Session struct {
	ID      string    `json:"id"`
	Created time.Time `json:"created"`
	Seen    time.Time `json:"seen"`
	Address string    `json:"address"`
	Agent   string    `json:"agent"`
	Current bool      `json:"current"`
}

// attempt is the rule of sign-in: what becomes of the account when right says
// whether the secrets were. A locked account stays locked whatever is entered.
func (a Account) attempt(right bool, now time.Time) (Account, error) {
	switch {
	case now.Before(a.locked):
		return a, errLocked
	case !right:
		a.failures++
		if a.failures >= maxFailures {
			a.failures, a.locked = 0, now.Add(lockFor)
		}
		return a, errWrong
	}
	a.failures = 0
	return a, nil
}

// goodPassword: NIST SP 800-63B-4 3.1.1.2 asks for length and nothing that
// makes people write it down.
func goodPassword(login, password string) error {
	if utf8.RuneCountInString(password) < minPassword || password == login || len(password) > 1024 {
		return errPassword.On("password")
	}
	return nil
}

func goodLogin(s string) error {
	if len(s) < 3 || len(s) > 40 {
		return errLogin.On("login")
	}
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '.' && r != '-' {
			return errLogin.On("login")
		}
	}
	return nil
}

func goodPhone(s string) error {
	if len(s) != 11 || s[0] != '1' {
		return errPhone.On("phone")
	}
	for _, r := range s {
		if r < '0' || r > '9' {
			return errPhone.On("phone")
		}
	}
	return nil
}
