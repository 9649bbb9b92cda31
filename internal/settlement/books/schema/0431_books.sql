-- Every row takes from one account and gives to another: debits equal credits whatever is written.
CREATE TABLE ledger_transfers (
	street TEXT   NOT NULL,
	id     TEXT   NOT NULL,
	region TEXT   NOT NULL,
	day    TEXT   NOT NULL, -- that it is booked on
	kind   TEXT   NOT NULL,
	ref    TEXT   NOT NULL, -- order or statement
	debit  TEXT   NOT NULL,
	credit TEXT   NOT NULL,
	fen    BIGINT NOT NULL CHECK (fen > 0),
	PRIMARY KEY (street, id),
	CHECK (debit <> credit AND debit <> '' AND credit <> '')
);
CREATE INDEX ledger_transfers_day ON ledger_transfers (day, id);
CREATE INDEX ledger_transfers_ref ON ledger_transfers (ref);
-- what was delivered and is to be settled: a row an order, a negative one where a settled one was taken back
CREATE TABLE settlement_items (
	street       TEXT   NOT NULL, -- of the home
	id           TEXT   NOT NULL,
	orderid      TEXT   NOT NULL,
	region       TEXT   NOT NULL,
	org          TEXT   NOT NULL,
	service      TEXT   NOT NULL,
	category     TEXT   NOT NULL,
	day          TEXT   NOT NULL,
	quantity     BIGINT NOT NULL,
	total_fen    BIGINT NOT NULL,
	resident_fen BIGINT NOT NULL,
	subsidy_fen  BIGINT NOT NULL,
	fund_fen     BIGINT NOT NULL,
	programme    TEXT   NOT NULL,
	statement    TEXT   NOT NULL, -- '' until it is in one
	PRIMARY KEY (street, id),
	CHECK (total_fen = resident_fen + subsidy_fen + fund_fen)
);
CREATE INDEX settlement_items_order ON settlement_items (orderid);
CREATE INDEX settlement_items_statement ON settlement_items (statement, org, day);
CREATE TABLE settlement_statements (
	street   TEXT   NOT NULL,
	id       TEXT   NOT NULL,
	region   TEXT   NOT NULL, -- the street that pays
	org      TEXT   NOT NULL,
	month    TEXT   NOT NULL,
	state    TEXT   NOT NULL CHECK (state IN ('drawn','disputed','approved','paid')),
	created  BIGINT NOT NULL,
	version  BIGINT NOT NULL,
	body     TEXT   NOT NULL,
	PRIMARY KEY (street, id)
);
CREATE INDEX settlement_statements_org ON settlement_statements (org, month);
