-- what has changed since somebody last looked
CREATE INDEX people_changed ON people (changed);
