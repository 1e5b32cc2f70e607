-- The append-only history: who did what, when, on which legal basis. Never a petitioner's name.
CREATE TABLE IF NOT EXISTS casework_action (
  seq BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  case_id BINARY(16) NOT NULL,
  leg_id BINARY(16) NULL,
  day DATE NOT NULL,
  at DATETIME(3) NOT NULL,
  unit VARCHAR(64) NOT NULL,
  user VARCHAR(128) NOT NULL,
  role VARCHAR(16) NOT NULL,
  on_paper VARCHAR(500) NULL,
  act VARCHAR(64) NOT NULL,
  basis VARCHAR(255) NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (seq),
  KEY of_case (case_id, seq),
  KEY of_leg (leg_id, seq)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
