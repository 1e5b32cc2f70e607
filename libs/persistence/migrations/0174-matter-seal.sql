-- Blocks of positions that lie behind the newest: of each, which tokens stand where is packed (matter_block). A row is
-- there before the first token of its block is packed, so that whoever writes a posting into it late takes care.
-- next_token: packed up to the token before; NULL: all of it.
CREATE TABLE IF NOT EXISTS matter_seal (
  last_position BIGINT UNSIGNED NOT NULL,
  first_position BIGINT UNSIGNED NOT NULL,
  next_token INT UNSIGNED NULL,
  PRIMARY KEY (last_position),
  UNIQUE KEY begins (first_position)
) ENGINE=InnoDB;
