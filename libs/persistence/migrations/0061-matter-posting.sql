-- Which cases a token stands in; position is the case's, so the newest of a token are the end of its range.
CREATE TABLE IF NOT EXISTS matter_posting (
  token_id INT UNSIGNED NOT NULL,
  position BIGINT UNSIGNED NOT NULL,
  weight TINYINT UNSIGNED NOT NULL,
  PRIMARY KEY (token_id, position)
) ENGINE=InnoDB;
