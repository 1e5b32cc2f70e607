-- 回访: what was said of the handling, asked by the office that registered the matter. It names no petitioner.
CREATE TABLE IF NOT EXISTS casework_follow_up (
  position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  id BINARY(16) NOT NULL,
  case_id BINARY(16) NOT NULL,
  day DATE NOT NULL,
  follow_up MEDIUMTEXT NOT NULL,
  PRIMARY KEY (position),
  UNIQUE KEY id (id),
  KEY of_case (case_id, position),
  KEY of_day (day, position)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
