-- 协调会, 交办会 and others, with what their minutes decided.
CREATE TABLE IF NOT EXISTS casework_meeting (
  position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  id BINARY(16) NOT NULL,
  case_id BINARY(16) NULL,
  origin_number VARCHAR(64) NOT NULL,
  number VARCHAR(128) NOT NULL,
  kind VARCHAR(32) NOT NULL,
  convened_by VARCHAR(64) NOT NULL,
  held_on DATE NOT NULL,
  parties TEXT NOT NULL,
  lead_unit VARCHAR(64) NOT NULL,
  co TEXT NOT NULL,
  PRIMARY KEY (position),
  UNIQUE KEY id (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
