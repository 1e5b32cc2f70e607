-- What an operator did to the exchange: who, when, on what, why, and what came of it. Rows are only added.
CREATE TABLE IF NOT EXISTS exchange_operation (
  id BINARY(16) NOT NULL,
  at DATETIME(3) NOT NULL,
  act VARCHAR(32) NOT NULL,
  target VARCHAR(64) NOT NULL,
  unit VARCHAR(64) NOT NULL,
  user VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  reason VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  outcome VARCHAR(255) NOT NULL,
  PRIMARY KEY (id),
  KEY exchange_operation_target (target, act)
) ENGINE=InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;
