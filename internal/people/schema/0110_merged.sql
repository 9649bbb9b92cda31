-- the record that carries on, of one that was merged
ALTER TABLE people ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';
CREATE INDEX people_birth ON people (birth);
