-- The legal instant of a simulated network; one row, it only moves forward. Empty in a real network.
CREATE TABLE IF NOT EXISTS simulated_clock (
  id TINYINT UNSIGNED NOT NULL,
  instant DATETIME(3) NOT NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
