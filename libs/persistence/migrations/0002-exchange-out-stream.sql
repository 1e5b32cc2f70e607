-- The sender's end of a stream; stream_key = SHA-256(dest, kind, id): one binary key, locked in its order.
CREATE TABLE IF NOT EXISTS exchange_out_stream (
  stream_key BINARY(32) NOT NULL,
  dest VARCHAR(64) NOT NULL,
  kind VARCHAR(16) NOT NULL,
  stream_id VARCHAR(64) NOT NULL,
  epoch BIGINT UNSIGNED NOT NULL,
  last_sequence BIGINT UNSIGNED NOT NULL,
  head BINARY(32) NOT NULL,
  PRIMARY KEY (stream_key)
) ENGINE=InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;
