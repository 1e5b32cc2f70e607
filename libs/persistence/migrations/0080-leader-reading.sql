-- 呈批: cases before leaders. What waits is a leader's reading list; a reading is closed by an instruction, never deleted.
CREATE TABLE IF NOT EXISTS casework_reading (
  position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  id BINARY(16) NOT NULL,
  case_id BINARY(16) NOT NULL,
  leader VARCHAR(128) NOT NULL,
  state VARCHAR(16) NOT NULL,
  submitted_on DATE NOT NULL,
  closed_on DATE NULL,
  reading MEDIUMTEXT NOT NULL,
  PRIMARY KEY (position),
  UNIQUE KEY id (id),
  KEY of_case (case_id, position),
  KEY of_leader (leader, state, closed_on, position),
  KEY submitted (leader, submitted_on)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
