-- A registration that is not finished; it belongs to one post and goes when the item is registered.
CREATE TABLE IF NOT EXISTS casework_draft (
  position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  id BINARY(16) NOT NULL,
  unit VARCHAR(64) NOT NULL,
  user VARCHAR(128) NOT NULL,
  body MEDIUMTEXT NOT NULL,
  saved_at DATETIME(3) NOT NULL,
  PRIMARY KEY (position),
  UNIQUE KEY id (id),
  KEY of_post (unit, user, position)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
