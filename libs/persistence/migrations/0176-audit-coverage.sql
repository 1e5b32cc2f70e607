-- Tables that the audit chain covers since a later version: a row says that the chain has covered what was there before.
-- Taken away or written by anybody else it hides nothing: the chain itself says when a table was covered, and that twice is
-- a flaw.
CREATE TABLE IF NOT EXISTS audit_coverage (
  name VARCHAR(64) NOT NULL,
  PRIMARY KEY (name)
) ENGINE=InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;
