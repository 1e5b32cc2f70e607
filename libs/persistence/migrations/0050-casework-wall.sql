-- Whom an accusation must not reach, apart from the dossier (L1 30(3)): nothing else may be joined to it by accident.
CREATE TABLE IF NOT EXISTS casework_wall (
  case_id BINARY(16) NOT NULL,
  wall MEDIUMTEXT NOT NULL,
  PRIMARY KEY (case_id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
