-- When a peer last answered, in database time: a silent peer gets probes only.
CREATE TABLE IF NOT EXISTS exchange_peer (
  node VARCHAR(64) NOT NULL,
  spoke_at DATETIME(3) NOT NULL,
  PRIMARY KEY (node)
) ENGINE=InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;
