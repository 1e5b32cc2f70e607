-- Who brought the matter. A table of its own: nothing else may be joined to it by accident (guard 2).
CREATE TABLE IF NOT EXISTS casework_petitioner (
  case_id BINARY(16) NOT NULL,
  petitioner TEXT NOT NULL,
  secrecy TINYINT UNSIGNED NOT NULL,
  PRIMARY KEY (case_id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
