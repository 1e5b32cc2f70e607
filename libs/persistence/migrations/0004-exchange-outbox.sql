-- What this node has sent: the truth until a signed receipt is in. Position gives the order of the frames;
-- status 0 new, 1 sent, 2 stored, 3 applied, 4 rejected, 5 quarantined, 6 unsupported, and only grows.
-- frame_id NULL: no frame has the row yet (claimed through the key "claim", by status and never by id > last).
CREATE TABLE IF NOT EXISTS exchange_outbox (
  position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  id BINARY(16) NOT NULL,
  dest VARCHAR(64) NOT NULL,
  type VARCHAR(96) NOT NULL,
  stream_key BINARY(32) NULL,
  kind VARCHAR(16) NULL,
  stream_id VARCHAR(64) NULL,
  sequence BIGINT UNSIGNED NULL,
  prevhash BINARY(32) NULL,
  epoch BIGINT UNSIGNED NOT NULL,
  subject VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  body_key VARCHAR(64) NOT NULL,
  causation_id BINARY(16) NULL,
  time DATETIME(3) NOT NULL,
  digest BINARY(32) NOT NULL,
  size INT UNSIGNED NOT NULL,
  status TINYINT UNSIGNED NOT NULL,
  frame_id BINARY(16) NULL,
  reason VARCHAR(64) NULL,
  article VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  settled_at DATETIME(3) NULL,
  receipt_id BINARY(16) NULL,
  written_at DATETIME(3) NOT NULL,
  PRIMARY KEY (position),
  UNIQUE KEY id (id),
  UNIQUE KEY stream_order (stream_key, epoch, sequence),
  KEY claim (frame_id, dest, position),
  KEY unsettled (status, written_at),
  KEY delivery (stream_id, kind, position)
) ENGINE=InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;
