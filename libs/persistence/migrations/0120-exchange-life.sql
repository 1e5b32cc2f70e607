-- Whether the last life of this node's exchange ended in order: running 1 at the start of the next one says no.
CREATE TABLE IF NOT EXISTS exchange_life (
  name VARCHAR(16) NOT NULL,
  running TINYINT UNSIGNED NOT NULL,
  PRIMARY KEY (name)
) ENGINE=InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;
