-- 议题: one case on its way to a meeting, with what was decided on it and the legs that the minutes made.
CREATE TABLE IF NOT EXISTS casework_topic (
  position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  id BINARY(16) NOT NULL,
  case_id BINARY(16) NOT NULL,
  meeting_id BINARY(16) NULL,
  state VARCHAR(16) NOT NULL,
  topic MEDIUMTEXT NOT NULL,
  PRIMARY KEY (position),
  UNIQUE KEY id (id),
  KEY of_case (case_id, position),
  KEY of_meeting (meeting_id, position),
  KEY of_state (state, position)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
