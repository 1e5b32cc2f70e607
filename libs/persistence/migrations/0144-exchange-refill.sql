-- What came back to this node after it was set back, by stream: the report of a recovery. sent: own messages that the peer
-- gave back; applied: messages of the peer; gone: their text was destroyed; not_rebuilt: back in the exchange, but the
-- casework could not take them up again (the first reason stands beside it); renumbered: acts of the older state, not
-- sent yet, which now follow.
CREATE TABLE IF NOT EXISTS exchange_refill (
  position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  peer VARCHAR(64) NOT NULL,
  kind VARCHAR(16) NOT NULL,
  stream_id VARCHAR(64) NOT NULL,
  epoch BIGINT UNSIGNED NOT NULL,
  sent INT UNSIGNED NOT NULL,
  applied INT UNSIGNED NOT NULL,
  gone INT UNSIGNED NOT NULL,
  not_rebuilt INT UNSIGNED NOT NULL,
  renumbered INT UNSIGNED NOT NULL,
  reason VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  at DATETIME(3) NOT NULL,
  PRIMARY KEY (position)
) ENGINE=InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;
