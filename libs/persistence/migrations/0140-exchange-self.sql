-- This node's epoch: 1 at first, raised when a peer proves that the node was set back to an older state.
CREATE TABLE IF NOT EXISTS exchange_self (
  name VARCHAR(16) NOT NULL,
  epoch BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (name)
) ENGINE=InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;
