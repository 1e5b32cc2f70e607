-- 信访件(次): each letter, visit, call or message of a case; registered always, never deleted (L1 44).
CREATE TABLE IF NOT EXISTS casework_item (
  position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  id BINARY(16) NOT NULL,
  case_id BINARY(16) NOT NULL,
  number VARCHAR(64) NOT NULL,
  form VARCHAR(16) NOT NULL,
  source VARCHAR(16) NOT NULL,
  received_on DATE NOT NULL,
  people INT UNSIGNED NOT NULL,
  visit VARCHAR(120) NULL,
  representatives INT UNSIGNED NULL,
  PRIMARY KEY (position),
  UNIQUE KEY id (id),
  KEY of_case (case_id, position)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
