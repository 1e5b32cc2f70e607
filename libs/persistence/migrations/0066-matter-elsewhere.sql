-- What other offices answered about the matter of a case: number, office, state, legal consequence, nothing else.
CREATE TABLE IF NOT EXISTS matter_elsewhere (
  case_id BINARY(16) NOT NULL,
  office VARCHAR(64) NOT NULL,
  origin_number VARCHAR(64) NOT NULL,
  state VARCHAR(16) NOT NULL,
  consequence VARCHAR(16) NOT NULL,
  answered_on DATE NOT NULL,
  another TINYINT UNSIGNED NOT NULL,
  PRIMARY KEY (case_id, office, origin_number)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
