CREATE TABLE meta (schema_version INTEGER NOT NULL);
INSERT INTO meta VALUES (0);
CREATE TABLE word (text TEXT NOT NULL);
INSERT INTO word VALUES ('one; two');
