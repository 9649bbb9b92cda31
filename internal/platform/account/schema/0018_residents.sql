-- Residents stay signed in on their own phone: idle is how long a session may rest,
-- in microseconds. account_wechat is which WeChat user an account was last shown to
-- be, by a keyed hash.
ALTER TABLE account_sessions ADD COLUMN idle BIGINT NOT NULL DEFAULT 7200000000;
CREATE TABLE account_wechat (
	openid  TEXT   NOT NULL PRIMARY KEY, -- keyed hash
	account TEXT   NOT NULL REFERENCES accounts (id),
	at      BIGINT NOT NULL              -- when WeChat last named the phone
);
