-- The proof of a frame that came in: manifest, signature and leaves verify for ever, also without the bodies.
CREATE TABLE IF NOT EXISTS exchange_in_frame (
  frame_id BINARY(16) NOT NULL,
  attempt INT UNSIGNED NOT NULL,
  source VARCHAR(64) NOT NULL,
  manifest VARBINARY(2048) NOT NULL,
  signature VARBINARY(256) NOT NULL,
  leaves VARBINARY(16000) NOT NULL,
  PRIMARY KEY (frame_id, attempt)
) ENGINE=InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;
