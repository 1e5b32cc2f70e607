-- 信访事项: one matter at this node. What is searched is a column, the whole case is JSON in `matter`
-- (MEDIUMTEXT, because MariaDB's and MySQL's JSON differ). Position: newest first, page by page.
CREATE TABLE IF NOT EXISTS casework_case (
  position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  id BINARY(16) NOT NULL,
  version INT UNSIGNED NOT NULL,
  origin_number VARCHAR(64) NOT NULL,
  local_number VARCHAR(64) NULL,
  state VARCHAR(16) NOT NULL,
  received_on DATE NOT NULL,
  closed_on DATE NULL,
  incoming_leg BINARY(16) NULL,
  matter MEDIUMTEXT NOT NULL,
  PRIMARY KEY (position),
  UNIQUE KEY id (id),
  UNIQUE KEY origin_number (origin_number),
  KEY local_number (local_number)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
