-- The per-case key that seals bodies, itself wrapped under the node's at-rest key. Gone = the bodies are gone.
CREATE TABLE IF NOT EXISTS exchange_case_key (
  body_key VARCHAR(64) NOT NULL,
  wrapped VARBINARY(255) NOT NULL,
  PRIMARY KEY (body_key)
) ENGINE=InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;
