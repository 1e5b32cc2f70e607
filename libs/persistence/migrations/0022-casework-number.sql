-- Number registers, a row per register and year: locked by next() until the commit, so that no number is missing.
CREATE TABLE IF NOT EXISTS casework_number (
  register VARCHAR(128) NOT NULL,
  year SMALLINT UNSIGNED NOT NULL,
  last_number INT UNSIGNED NOT NULL,
  PRIMARY KEY (register, year)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
