-- The audit chain: a link (seq) for each unit of work, an entry (place) for each act in it. Ids of accounts and units only,
-- never a petitioner's name. covers: the rows that it wrote with their digests; root: their Merkle root; digest: of the
-- entry; hash, at place 0: SHA-256(hash before, SHA-256(digests of the link)).
CREATE TABLE IF NOT EXISTS audit_entry (
  seq BIGINT UNSIGNED NOT NULL,
  place SMALLINT UNSIGNED NOT NULL,
  at DATETIME(3) NOT NULL,
  act VARCHAR(64) NOT NULL,
  unit VARCHAR(64) NULL,
  user VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  peer VARCHAR(64) NULL,
  case_id BINARY(16) NULL,
  leg_id BINARY(16) NULL,
  note VARCHAR(1000) NULL,
  root BINARY(32) NOT NULL,
  covers MEDIUMBLOB NOT NULL,
  digest BINARY(32) NOT NULL,
  hash BINARY(32) NULL,
  PRIMARY KEY (seq, place)
) ENGINE=InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;
