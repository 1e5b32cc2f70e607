-- 急件、特急: how closely a case is followed; a case without a row is 普通.
CREATE TABLE IF NOT EXISTS casework_urgency (
  case_id BINARY(16) NOT NULL,
  urgency VARCHAR(16) NOT NULL,
  PRIMARY KEY (case_id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
