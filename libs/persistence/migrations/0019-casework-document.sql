-- The papers of a case. After a return or a recall the texts go, numbers and dates stay.
CREATE TABLE IF NOT EXISTS casework_document (
  position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  id BINARY(16) NOT NULL,
  case_id BINARY(16) NOT NULL,
  leg_id BINARY(16) NULL,
  kind VARCHAR(16) NOT NULL,
  number VARCHAR(128) NOT NULL,
  day DATE NOT NULL,
  unit VARCHAR(64) NOT NULL,
  signer VARCHAR(128) NOT NULL,
  text MEDIUMTEXT NOT NULL,
  paper MEDIUMTEXT NULL,
  PRIMARY KEY (position),
  UNIQUE KEY id (id),
  KEY of_case (case_id, position),
  KEY of_leg (leg_id, position)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
