-- 归档: what the dossier held when it was sealed, as digests. A reopened case is sealed again by a further row.
CREATE TABLE IF NOT EXISTS casework_manifest (
  position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  case_id BINARY(16) NOT NULL,
  sealed_on DATE NOT NULL,
  digest CHAR(64) NOT NULL,
  entries MEDIUMTEXT NOT NULL,
  PRIMARY KEY (position),
  KEY of_case (case_id, position)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
