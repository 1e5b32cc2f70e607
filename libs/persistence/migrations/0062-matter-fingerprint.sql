-- Keyed fingerprints of place, body and topic: what another office may ask for. None for accusations.
CREATE TABLE IF NOT EXISTS matter_fingerprint (
  fingerprint BINARY(32) NOT NULL,
  position BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (fingerprint, position)
) ENGINE=InnoDB;
