-- Failures of the exchange that somebody has taken note of: until then they alarm, afterwards they stay on record.
CREATE TABLE IF NOT EXISTS exchange_acknowledged (
  id BINARY(16) NOT NULL,
  unit VARCHAR(64) NOT NULL,
  user VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  note VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  at DATETIME(3) NOT NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;
