-- 更正 (信访工作条例44): old value and new, who, when and why; never deleted. Personal ones are not shown with the history.
CREATE TABLE IF NOT EXISTS casework_correction (
  position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  case_id BINARY(16) NOT NULL,
  day DATE NOT NULL,
  at DATETIME(3) NOT NULL,
  unit VARCHAR(64) NOT NULL,
  user VARCHAR(128) NOT NULL,
  field VARCHAR(32) NOT NULL,
  was MEDIUMTEXT NOT NULL,
  is_now MEDIUMTEXT NOT NULL,
  reason TEXT NOT NULL,
  personal TINYINT UNSIGNED NOT NULL,
  PRIMARY KEY (position),
  KEY of_case (case_id, position)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
