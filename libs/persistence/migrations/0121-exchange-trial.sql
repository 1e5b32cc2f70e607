-- Messages at work while the exchange runs in solo mode after a crash: a row that is left when the process starts again
-- belongs to a message that may have killed it. tries: in company or alone; alone: alone. Empty in a life without crashes.
CREATE TABLE IF NOT EXISTS exchange_trial (
  message_id BINARY(16) NOT NULL,
  tries SMALLINT UNSIGNED NOT NULL,
  alone SMALLINT UNSIGNED NOT NULL,
  PRIMARY KEY (message_id)
) ENGINE=InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;
