-- Who keeps away from one case (L1 28(3)); a declaration is never taken back.
CREATE TABLE IF NOT EXISTS casework_conflict (
  case_id BINARY(16) NOT NULL,
  unit VARCHAR(64) NOT NULL,
  user VARCHAR(128) NOT NULL,
  day DATE NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (case_id, unit, user),
  KEY of_person (unit, user)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
