-- 上级督办件 of a superior without a node: registered from paper, answered in print. reply_by: still to be answered.
CREATE TABLE IF NOT EXISTS casework_superior_letter (
  position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  id BINARY(16) NOT NULL,
  case_id BINARY(16) NOT NULL,
  reply_by DATE NULL,
  letter MEDIUMTEXT NOT NULL,
  PRIMARY KEY (position),
  UNIQUE KEY id (id),
  KEY of_case (case_id, position),
  KEY waiting (reply_by)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
