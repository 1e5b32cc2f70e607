-- How this node stands with a peer: the highest epoch seen of it, with the manifest that it signed then, and whether this
-- node is being refilled from it (recovering 1): until that is done the peer is sent nothing.
CREATE TABLE IF NOT EXISTS exchange_standing (
  node VARCHAR(64) NOT NULL,
  epoch BIGINT UNSIGNED NOT NULL,
  manifest VARBINARY(2048) NULL,
  signature VARBINARY(256) NULL,
  recovering TINYINT UNSIGNED NOT NULL,
  PRIMARY KEY (node)
) ENGINE=InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;
