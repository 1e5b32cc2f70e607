-- Who leads a node's relay, in database time; `fencing` grows by one with each change of holder.
CREATE TABLE IF NOT EXISTS exchange_lease (
  name VARCHAR(64) NOT NULL,
  holder VARCHAR(64) NOT NULL,
  fencing BIGINT UNSIGNED NOT NULL,
  expires_at DATETIME(3) NOT NULL,
  PRIMARY KEY (name)
) ENGINE=InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;
