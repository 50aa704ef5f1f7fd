-- One row: what this file is, and the numbers that it gives out. clock: no hybrid timestamp of
-- this store is greater.
CREATE TABLE meta (
  one             INTEGER PRIMARY KEY CHECK (one = 1),
  schema_version  INTEGER NOT NULL,
  incarnation     INTEGER NOT NULL,
  incarnation_id  TEXT    NOT NULL,
  origin          INTEGER NOT NULL,
  file_identity   TEXT    NOT NULL,
  opening         TEXT    NOT NULL,
  seq             INTEGER NOT NULL,
  reaped_through  INTEGER NOT NULL,
  clock           INTEGER NOT NULL,
  token           INTEGER NOT NULL,
  token_reserved  INTEGER NOT NULL
);

INSERT INTO meta VALUES (1, 0, 0, '', 0, '', '', 0, 0, 0, 0, 0);

-- swept_to: how far the rows of earlier epochs have been collected, NULL if there are none.
CREATE TABLE space (
  id             INTEGER PRIMARY KEY,
  scope_type     TEXT    NOT NULL,
  scope_id       TEXT    NOT NULL,
  namespace      TEXT    NOT NULL,
  epoch          INTEGER NOT NULL,
  version_floor  INTEGER NOT NULL,
  cleared_at     INTEGER NOT NULL,
  origin         INTEGER NOT NULL,
  destroyed      INTEGER NOT NULL,
  entries        INTEGER NOT NULL,
  seq            INTEGER NOT NULL,
  swept_to       BLOB,
  UNIQUE (scope_type, scope_id, namespace)
);

CREATE INDEX space_seq ON space (seq);
CREATE INDEX space_unswept ON space (id) WHERE swept_to IS NOT NULL;

-- full_key: the whole key where key holds a prefix and a digest of it, else NULL.
-- The value comes last, so that the other columns are read without its overflow pages.
CREATE TABLE entry (
  space       INTEGER NOT NULL,
  key         BLOB    NOT NULL,
  full_key    BLOB,
  epoch       INTEGER NOT NULL,
  version     INTEGER NOT NULL,
  timestamp   INTEGER NOT NULL,
  origin      INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL,
  deleted     INTEGER NOT NULL,
  seq         INTEGER NOT NULL,
  value       BLOB    NOT NULL,
  UNIQUE (space, key)
);

-- With the space, so that eviction passes over the rows of other spaces without reading them.
CREATE INDEX entry_seq ON entry (seq, space);
CREATE INDEX entry_expiry ON entry (expires_at) WHERE expires_at < 9223372036854775807;
CREATE INDEX entry_tombstone ON entry (timestamp) WHERE deleted = 1;

CREATE TABLE lease (
  name         TEXT    NOT NULL PRIMARY KEY,
  owner        TEXT    NOT NULL,
  incarnation  INTEGER NOT NULL,
  token        INTEGER NOT NULL,
  expires_at   INTEGER NOT NULL
) WITHOUT ROWID;

-- How far the feeds of peers have been merged.
CREATE TABLE cursor (
  peer         TEXT    NOT NULL PRIMARY KEY,
  incarnation  TEXT    NOT NULL,
  position     INTEGER NOT NULL,
  since        INTEGER NOT NULL
) WITHOUT ROWID;

-- Values that lost against a concurrent change.
CREATE TABLE conflict (
  id                INTEGER PRIMARY KEY,
  space             INTEGER NOT NULL,
  key               BLOB    NOT NULL,
  epoch             INTEGER NOT NULL,
  version           INTEGER NOT NULL,
  timestamp         INTEGER NOT NULL,
  origin            INTEGER NOT NULL,
  expires_at        INTEGER NOT NULL,
  deleted           INTEGER NOT NULL,
  value             BLOB    NOT NULL,
  winner_epoch      INTEGER NOT NULL,
  winner_version    INTEGER NOT NULL,
  winner_timestamp  INTEGER NOT NULL,
  winner_origin     INTEGER NOT NULL,
  recorded_at       INTEGER NOT NULL
);

CREATE INDEX conflict_key ON conflict (space, key);

-- Answers kept so that a batch that is sent again is applied once.
CREATE TABLE request (
  client       TEXT    NOT NULL,
  number       INTEGER NOT NULL,
  answer       BLOB    NOT NULL,
  answered_at  INTEGER NOT NULL,
  PRIMARY KEY (client, number)
) WITHOUT ROWID;

CREATE INDEX request_age ON request (answered_at);
