-- moves whenever what a session permits may have changed: see who.go
CREATE TABLE account_epoch (
	id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
	n  BIGINT NOT NULL
);
INSERT INTO account_epoch (id, n) VALUES (1, 1);
