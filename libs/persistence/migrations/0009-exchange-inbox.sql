-- What came in, once per message id; the only protection against doing a thing twice.
-- status 0 parked, 1 applied, 2 rejected, 3 quarantined, 4 unsupported.
CREATE TABLE IF NOT EXISTS exchange_inbox (
  id BINARY(16) NOT NULL,
  source VARCHAR(64) NOT NULL,
  digest BINARY(32) NOT NULL,
  status TINYINT UNSIGNED NOT NULL,
  reason VARCHAR(64) NULL,
  article VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  at DATETIME(3) NOT NULL,
  frame_id BINARY(16) NOT NULL,
  attempt INT UNSIGNED NOT NULL,
  place INT UNSIGNED NOT NULL,
  type VARCHAR(96) NULL,
  stream_key BINARY(32) NULL,
  kind VARCHAR(16) NULL,
  stream_id VARCHAR(64) NULL,
  sequence BIGINT UNSIGNED NULL,
  prevhash BINARY(32) NULL,
  subject VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  body_key VARCHAR(64) NULL,
  causation_id BINARY(16) NULL,
  time DATETIME(3) NULL,
  PRIMARY KEY (id),
  KEY parked (stream_key, status, sequence),
  KEY refused (status, at, id)
) ENGINE=InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;
