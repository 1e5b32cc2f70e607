-- The end of this node's audit chain: one row, locked last in every unit of work, so that links never cross.
CREATE TABLE IF NOT EXISTS audit_head (
  id TINYINT UNSIGNED NOT NULL,
  seq BIGINT UNSIGNED NOT NULL,
  hash BINARY(32) NOT NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;
