-- How long the history was when a case or leg got a version: whoever acts on an older one is told what came since.
CREATE TABLE IF NOT EXISTS casework_change (
  subject_id BINARY(16) NOT NULL,
  version INT UNSIGNED NOT NULL,
  seq BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (subject_id, version)
) ENGINE=InnoDB;
