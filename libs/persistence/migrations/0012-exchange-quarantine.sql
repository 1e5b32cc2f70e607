-- What was refused and has no inbox row: forged frames, equivocating messages, bad receipts. Kept without content.
CREATE TABLE IF NOT EXISTS exchange_quarantine (
  id BINARY(16) NOT NULL,
  claimed_source VARCHAR(64) NULL,
  frame_id BINARY(16) NULL,
  message_id BINARY(16) NULL,
  reason VARCHAR(64) NOT NULL,
  detail VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  digest BINARY(32) NOT NULL,
  size INT UNSIGNED NOT NULL,
  at DATETIME(3) NOT NULL,
  PRIMARY KEY (id),
  KEY newest (at, id)
) ENGINE=InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;
