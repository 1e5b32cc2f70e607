-- What this office was asked: every question is recorded, whatever became of it.
CREATE TABLE IF NOT EXISTS matter_ask (
  position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  id BINARY(16) NOT NULL,
  asked_by VARCHAR(64) NOT NULL,
  via VARCHAR(64) NOT NULL,
  origin_number VARCHAR(64) NOT NULL,
  asked_on DATE NOT NULL,
  outcome VARCHAR(16) NOT NULL,
  PRIMARY KEY (position),
  UNIQUE KEY id (id),
  KEY of_day (asked_by, asked_on)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
