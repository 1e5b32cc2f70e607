-- What this office asked others about a case of its own.
CREATE TABLE IF NOT EXISTS matter_question (
  id BINARY(16) NOT NULL,
  case_id BINARY(16) NOT NULL,
  asked_on DATE NOT NULL,
  offices TEXT NOT NULL,
  PRIMARY KEY (id),
  KEY of_case (case_id, id),
  KEY of_day (asked_on)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
