-- A case that became a further item of another one here; items: one line `id number` each as they were before, so that
-- undoing is exact.
CREATE TABLE IF NOT EXISTS matter_link (
  case_id BINARY(16) NOT NULL,
  target_id BINARY(16) NOT NULL,
  linked_on DATE NOT NULL,
  items MEDIUMTEXT NOT NULL,
  PRIMARY KEY (case_id),
  KEY target (target_id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
