-- 批示: what leaders said of cases, by marks, in words or on a scan. Apart from the papers, which more people read.
CREATE TABLE IF NOT EXISTS casework_instruction (
  position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  id BINARY(16) NOT NULL,
  case_id BINARY(16) NOT NULL,
  leader VARCHAR(128) NOT NULL,
  day DATE NOT NULL,
  instruction MEDIUMTEXT NOT NULL,
  PRIMARY KEY (position),
  UNIQUE KEY id (id),
  KEY of_case (case_id, position),
  KEY of_leader (leader, day, position),
  KEY of_day (day, position)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
