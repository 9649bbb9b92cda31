CREATE TABLE settlement_vouchers (
	street   TEXT   NOT NULL, -- of the home
	id       TEXT   NOT NULL,
	region   TEXT   NOT NULL,
	org      TEXT   NOT NULL,
	orderid  TEXT   NOT NULL,
	person   TEXT   NOT NULL,
	state    TEXT   NOT NULL CHECK (state IN ('due','refunded','even')),
	created  BIGINT NOT NULL,
	version  BIGINT NOT NULL,
	body     TEXT   NOT NULL,
	PRIMARY KEY (street, id)
);
CREATE INDEX settlement_vouchers_order ON settlement_vouchers (orderid);
CREATE INDEX settlement_vouchers_state ON settlement_vouchers (state, org);
