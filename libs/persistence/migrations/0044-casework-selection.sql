-- 重点督办件: chosen once a month at most.
CREATE TABLE IF NOT EXISTS casework_selection (
  position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  month CHAR(7) NOT NULL,
  case_id BINARY(16) NOT NULL,
  why VARCHAR(16) NOT NULL,
  day DATE NOT NULL,
  actor VARCHAR(1000) NOT NULL,
  PRIMARY KEY (position),
  UNIQUE KEY once (month, case_id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
