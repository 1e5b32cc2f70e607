-- The receiver's end of a stream; status 0 open, 1 rejected, 2 quarantined.
CREATE TABLE IF NOT EXISTS exchange_in_stream (
  stream_key BINARY(32) NOT NULL,
  source VARCHAR(64) NOT NULL,
  kind VARCHAR(16) NOT NULL,
  stream_id VARCHAR(64) NOT NULL,
  epoch BIGINT UNSIGNED NOT NULL,
  last_sequence BIGINT UNSIGNED NOT NULL,
  head BINARY(32) NOT NULL,
  status TINYINT UNSIGNED NOT NULL,
  reason VARCHAR(64) NULL,
  article VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  PRIMARY KEY (stream_key),
  KEY stopped (kind, status)
) ENGINE=InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;
