-- A rung of the ladder that was fired: once for each clock and name, for ever, however many workers sweep.
CREATE TABLE IF NOT EXISTS casework_ladder_event (
  position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  leg_id BINARY(16) NOT NULL,
  place SMALLINT UNSIGNED NOT NULL,
  name VARCHAR(24) NOT NULL,
  case_id BINARY(16) NOT NULL,
  level VARCHAR(16) NOT NULL,
  day DATE NOT NULL,
  due DATE NOT NULL,
  state VARCHAR(16) NOT NULL,
  unit VARCHAR(64) NULL,
  post VARCHAR(128) NULL,
  text VARCHAR(4000) NOT NULL,
  PRIMARY KEY (position),
  UNIQUE KEY once (leg_id, place, name),
  KEY of_state (state, day, position)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
