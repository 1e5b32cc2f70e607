-- 承继移交: handovers of a leg to the successor of a body, until both have signed and the leg has gone over.
CREATE TABLE IF NOT EXISTS casework_succession (
  position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  leg_id BINARY(16) NOT NULL,
  from_unit VARCHAR(64) NOT NULL,
  to_unit VARCHAR(64) NOT NULL,
  succession MEDIUMTEXT NOT NULL,
  PRIMARY KEY (position),
  UNIQUE KEY leg (leg_id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
