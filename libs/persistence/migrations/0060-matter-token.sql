-- Words and codes by which matters are found (never a petitioner). MariaDB has no parser for Chinese and drops words of
-- two characters, so the words are our own.
CREATE TABLE IF NOT EXISTS matter_token (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT,
  token VARCHAR(400) NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY token (token)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
