-- One row: what this database is, and how far rows have been collected. base: added to a
-- transaction's id to give its positions, so that those of a later incarnation are above all
-- that are in the tables.
CREATE TABLE {meta} (
  one              smallint PRIMARY KEY CHECK (one = 1),
  schema_version   integer  NOT NULL,
  incarnation      bigint   NOT NULL,
  incarnation_id   text     NOT NULL,
  origin           bigint   NOT NULL,
  identity         text     NOT NULL,
  base             bigint   NOT NULL,
  reaped_through   bigint   NOT NULL,
  evicted_through  bigint   NOT NULL
);

INSERT INTO {meta} VALUES (1, 0, 0, '', 0, '', 0, 0, 0);

-- swept_to: how far the rows of earlier epochs have been collected, NULL if there are none.
-- entries: without what entry_count adds.
CREATE TABLE {space} (
  id             bigint   PRIMARY KEY,
  scope_type     text     COLLATE "C" NOT NULL,
  scope_id       text     COLLATE "C" NOT NULL,
  namespace      text     COLLATE "C" NOT NULL,
  epoch          bigint   NOT NULL,
  version_floor  bigint   NOT NULL,
  cleared_at     bigint   NOT NULL,
  origin         bigint   NOT NULL,
  destroyed      smallint NOT NULL,
  entries        bigint   NOT NULL,
  seq            bigint   NOT NULL,
  swept_to       bytea,
  UNIQUE (scope_type, scope_id, namespace)
);

CREATE INDEX space_seq ON {space} (seq);
CREATE INDEX space_unswept ON {space} (id) WHERE swept_to IS NOT NULL;

-- What transactions have added to a space's entries of that epoch since they were summed up last: a
-- row that each of them changed would make them wait for one another.
CREATE TABLE {entry_count} (
  space  bigint NOT NULL,
  epoch  bigint NOT NULL,
  delta  bigint NOT NULL
);

CREATE INDEX entry_count_space ON {entry_count} (space);

-- full_key: the whole key where key holds a prefix and a digest of it, else NULL.
CREATE TABLE {entry} (
  space       bigint   NOT NULL,
  key         bytea    NOT NULL,
  full_key    bytea,
  epoch       bigint   NOT NULL,
  version     bigint   NOT NULL,
  timestamp   bigint   NOT NULL,
  origin      bigint   NOT NULL,
  expires_at  bigint   NOT NULL,
  deleted     smallint NOT NULL,
  seq         bigint   NOT NULL,
  value       bytea    NOT NULL,
  PRIMARY KEY (space, key)
);

CREATE INDEX entry_seq ON {entry} (seq, space);
CREATE INDEX entry_expiry ON {entry} (expires_at) WHERE expires_at < 9223372036854775807;
CREATE INDEX entry_tombstone ON {entry} (timestamp) WHERE deleted = 1;

-- length: for how long the hold was acquired or last renewed, in milliseconds.
CREATE TABLE {lease} (
  name         text   COLLATE "C" PRIMARY KEY,
  owner        text   NOT NULL,
  incarnation  bigint NOT NULL,
  token        bigint NOT NULL,
  expires_at   bigint NOT NULL,
  length       bigint NOT NULL
);

CREATE INDEX lease_end ON {lease} (expires_at);
CREATE SEQUENCE {lease_token} AS bigint;

-- How far the feeds of peers have been merged.
CREATE TABLE {cursor} (
  peer         text   COLLATE "C" PRIMARY KEY,
  incarnation  text   NOT NULL,
  position     bigint NOT NULL,
  since        bigint NOT NULL
);

-- Values that lost against a concurrent change.
CREATE TABLE {conflict} (
  id                bigint   PRIMARY KEY,
  space             bigint   NOT NULL,
  key               bytea    NOT NULL,
  epoch             bigint   NOT NULL,
  version           bigint   NOT NULL,
  timestamp         bigint   NOT NULL,
  origin            bigint   NOT NULL,
  expires_at        bigint   NOT NULL,
  deleted           smallint NOT NULL,
  value             bytea    NOT NULL,
  winner_epoch      bigint   NOT NULL,
  winner_version    bigint   NOT NULL,
  winner_timestamp  bigint   NOT NULL,
  winner_origin     bigint   NOT NULL,
  recorded_at       bigint   NOT NULL
);

-- Not by the key, which may be longer than what PostgreSQL indexes.
CREATE INDEX conflict_stamp ON {conflict} (space, timestamp);

-- Answers kept so that a batch that is sent again is applied once.
CREATE TABLE {request} (
  client       text   COLLATE "C" NOT NULL,
  number       bigint NOT NULL,
  answer       bytea  NOT NULL,
  answered_at  bigint NOT NULL,
  PRIMARY KEY (client, number)
);

CREATE INDEX request_age ON {request} (answered_at);

-- Ends a transaction that has met another's change, as a serialization failure, so that it is run
-- again: told by the server itself, the commit may already be on its way behind this.
CREATE FUNCTION {expect}(actual bigint, wanted bigint) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  IF actual IS DISTINCT FROM wanted THEN
    RAISE EXCEPTION 'changed by another transaction meanwhile: %, not %', actual, wanted
      USING ERRCODE = 'serialization_failure';
  END IF;
  RETURN actual;
END
$$;
