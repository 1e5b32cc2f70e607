-- When the ladder of a leg is looked at next; the sweep reads only what is due.
CREATE TABLE IF NOT EXISTS casework_ladder (
  leg_id BINARY(16) NOT NULL,
  case_id BINARY(16) NOT NULL,
  next_on DATE NOT NULL,
  PRIMARY KEY (leg_id),
  KEY due (next_on, leg_id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
