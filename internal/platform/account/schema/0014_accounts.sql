CREATE TABLE accounts (
	id         TEXT    NOT NULL PRIMARY KEY,
	kind       TEXT    NOT NULL CHECK (kind IN ('staff','resident')),
	login      TEXT    NOT NULL UNIQUE, -- staff: the login; residents: keyed hash of the phone
	name       TEXT    NOT NULL,
	region     TEXT    NOT NULL,
	person     TEXT    NOT NULL,
	password   TEXT    NOT NULL,
	totp       TEXT    NOT NULL, -- sealed secret
	totp_on    BOOLEAN NOT NULL,
	totp_step  BIGINT  NOT NULL, -- the last step used: a code works once
	failures   BIGINT  NOT NULL,
	locked     BIGINT  NOT NULL, -- until
	closed     BOOLEAN NOT NULL,
	created    BIGINT  NOT NULL
);
CREATE TABLE account_posts (
	id       TEXT   NOT NULL PRIMARY KEY,
	account  TEXT   NOT NULL REFERENCES accounts (id),
	role     TEXT   NOT NULL,
	region   TEXT   NOT NULL,
	org      TEXT   NOT NULL,
	from_at  BIGINT NOT NULL,
	to_at    BIGINT NOT NULL, -- 0: open-ended
	granted  TEXT   NOT NULL
);
CREATE INDEX account_posts_account ON account_posts (account);
CREATE TABLE account_sessions (
	token    TEXT    NOT NULL PRIMARY KEY, -- hash
	id       TEXT    NOT NULL UNIQUE,
	account  TEXT    NOT NULL REFERENCES accounts (id),
	created  BIGINT  NOT NULL,
	seen     BIGINT  NOT NULL,
	ends     BIGINT  NOT NULL,
	address  TEXT    NOT NULL,
	agent    TEXT    NOT NULL
);
CREATE INDEX account_sessions_account ON account_sessions (account);
CREATE TABLE account_codes (
	phone TEXT   NOT NULL PRIMARY KEY, -- keyed hash
	code  TEXT   NOT NULL,             -- hash
	sent  BIGINT NOT NULL,
	ends  BIGINT NOT NULL,
	tries BIGINT NOT NULL,
	today BIGINT NOT NULL,
	day   TEXT   NOT NULL
);
