-- Every position of a sealed block at which a token stands, packed; it may hold more, never less. A token without a row
-- stands at few of them, or is not packed yet: then matter_posting says where.
CREATE TABLE IF NOT EXISTS matter_block (
  token_id INT UNSIGNED NOT NULL,
  last_position BIGINT UNSIGNED NOT NULL,
  members BLOB NOT NULL,
  PRIMARY KEY (token_id, last_position)
) ENGINE=InnoDB;
