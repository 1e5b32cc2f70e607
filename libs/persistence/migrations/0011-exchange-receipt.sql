-- Receipts as they came in: proof for the sender; no personal data in them.
CREATE TABLE IF NOT EXISTS exchange_receipt (
  id BINARY(16) NOT NULL,
  source VARCHAR(64) NOT NULL,
  frame_id BINARY(16) NOT NULL,
  attempt INT UNSIGNED NOT NULL,
  place INT UNSIGNED NOT NULL,
  bytes MEDIUMBLOB NOT NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;
