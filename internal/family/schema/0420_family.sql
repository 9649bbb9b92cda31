CREATE TABLE family_ties (
	street   TEXT   NOT NULL, -- of the home of the person acted for; of the helper's while nobody is known
	id       TEXT   NOT NULL,
	region   TEXT   NOT NULL,
	person   TEXT   NOT NULL, -- acted for; '' where name and phone are nobody's
	holder   TEXT   NOT NULL, -- account of who acts
	helper   TEXT   NOT NULL, -- person of who acts, or ''
	state    TEXT   NOT NULL CHECK (state IN ('asked','agreed','refused','ended')),
	until    TEXT   NOT NULL, -- last day, or ''
	asked    BIGINT NOT NULL,
	version  BIGINT NOT NULL,
	body     TEXT   NOT NULL, -- JSON
	PRIMARY KEY (street, id)
);
CREATE INDEX family_ties_person ON family_ties (person, state);
CREATE INDEX family_ties_holder ON family_ties (holder, asked);
CREATE INDEX family_ties_helper ON family_ties (helper, state);
CREATE INDEX family_ties_until ON family_ties (state, until);
