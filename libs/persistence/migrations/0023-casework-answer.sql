-- Answers of acts by Idempotency-Key, written with the act. A row without an answer is a claim of a running act.
CREATE TABLE IF NOT EXISTS casework_answer (
  answer_key VARBINARY(255) NOT NULL,
  fingerprint VARCHAR(128) NOT NULL,
  answer MEDIUMTEXT NULL,
  at DATETIME(3) NULL,
  PRIMARY KEY (answer_key)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
