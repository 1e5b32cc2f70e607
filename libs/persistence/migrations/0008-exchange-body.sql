-- The exact signed bytes of a message, sealed under the case's key; MySQL's JSON would re-order them.
CREATE TABLE IF NOT EXISTS exchange_body (
  message_id BINARY(16) NOT NULL,
  body_key VARCHAR(64) NOT NULL,
  sealed MEDIUMBLOB NOT NULL,
  PRIMARY KEY (message_id),
  KEY body_key (body_key)
) ENGINE=InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;
