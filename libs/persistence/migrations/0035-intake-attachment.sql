-- 附件: what is known of a file; its bytes lie in the node's own folder, under the id, readable by the node's user only.
CREATE TABLE IF NOT EXISTS casework_attachment (
  position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  id BINARY(16) NOT NULL,
  case_id BINARY(16) NOT NULL,
  name VARCHAR(200) NOT NULL,
  type VARCHAR(120) NOT NULL,
  size INT UNSIGNED NOT NULL,
  sha256 CHAR(64) NOT NULL,
  day DATE NOT NULL,
  at DATETIME(3) NOT NULL,
  unit VARCHAR(64) NOT NULL,
  user VARCHAR(128) NOT NULL,
  PRIMARY KEY (position),
  UNIQUE KEY id (id),
  KEY of_case (case_id, position)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
