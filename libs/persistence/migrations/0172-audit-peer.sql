-- What was said about heads between this node and a peer, with the signed manifest that says it.
-- side 0: the peer's own head, the last it told; side 1: this node's head, the last that the peer countersigned.
CREATE TABLE IF NOT EXISTS audit_peer (
  peer VARCHAR(64) NOT NULL,
  side TINYINT UNSIGNED NOT NULL,
  epoch BIGINT UNSIGNED NOT NULL,
  seq BIGINT UNSIGNED NOT NULL,
  hash BINARY(32) NOT NULL,
  made DATETIME(3) NOT NULL,
  manifest VARBINARY(2048) NOT NULL,
  signature VARBINARY(256) NOT NULL,
  PRIMARY KEY (peer, side)
) ENGINE=InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;
