CREATE TABLE idempotency_keys (
	account TEXT   NOT NULL,
	key     TEXT   NOT NULL,
	op      TEXT   NOT NULL,
	digest  TEXT   NOT NULL, -- of the request, so that a key is not used for two things
	reply   TEXT   NOT NULL, -- '' until the answer was written
	at      BIGINT NOT NULL,
	PRIMARY KEY (account, key)
);
CREATE INDEX idempotency_keys_at ON idempotency_keys (at);
