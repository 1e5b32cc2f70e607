-- Messages that came back in a recovery and that the casework did not take up, or not whole, one by one: the lines of the
-- recovery report. side: own (this node had sent it) or theirs; kind: waiting (tried again when more is back), lost (stays
-- as it is) or partly (taken up but for what reason says). A line goes when its message was taken up after all.
CREATE TABLE IF NOT EXISTS exchange_left_out (
  position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  message_id BINARY(16) NOT NULL,
  peer VARCHAR(64) NOT NULL,
  stream_kind VARCHAR(16) NOT NULL,
  stream_id VARCHAR(64) NOT NULL,
  side VARCHAR(8) NOT NULL,
  type VARCHAR(96) NOT NULL,
  subject VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  epoch BIGINT UNSIGNED NOT NULL,
  kind VARCHAR(8) NOT NULL,
  reason VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  PRIMARY KEY (position),
  UNIQUE KEY exchange_left_out_message (message_id),
  KEY exchange_left_out_stream (kind, peer, stream_kind, stream_id),
  KEY exchange_left_out_epoch (epoch, position)
) ENGINE=InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;
