-- 导出: who took which list with which filter, when, in how many rows; kept for ever, while the file itself expires.
-- cursor_key is not kept: what a crash cut off is made anew from the beginning, for the list has moved on meanwhile.
CREATE TABLE IF NOT EXISTS list_export (
  position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  id BINARY(16) NOT NULL,
  asked_key VARCHAR(64) NULL,
  fingerprint CHAR(64) NOT NULL,
  list VARCHAR(16) NOT NULL,
  filter TEXT NOT NULL,
  format VARCHAR(4) NOT NULL,
  english TINYINT UNSIGNED NOT NULL,
  identity TINYINT UNSIGNED NOT NULL,
  unit VARCHAR(64) NOT NULL,
  user VARCHAR(128) NOT NULL,
  state VARCHAR(12) NOT NULL,
  rows_done INT UNSIGNED NOT NULL,
  rows_total INT UNSIGNED NULL,
  attempts INT UNSIGNED NOT NULL,
  asked_at DATETIME(3) NOT NULL,
  ended_at DATETIME(3) NULL,
  expires_at DATETIME(3) NULL,
  size BIGINT UNSIGNED NULL,
  sha256 CHAR(64) NULL,
  reason VARCHAR(64) NULL,
  PRIMARY KEY (position),
  UNIQUE KEY id (id),
  UNIQUE KEY once (asked_key),
  KEY of_state (state, position)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
