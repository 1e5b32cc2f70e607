-- What minutes decided "for this kind of matter" (guard 13), with the minutes as its source.
CREATE TABLE IF NOT EXISTS casework_competence (
  position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  topic VARCHAR(255) NOT NULL,
  to_unit VARCHAR(64) NOT NULL,
  minutes VARCHAR(128) NOT NULL,
  PRIMARY KEY (position),
  UNIQUE KEY entry (topic, to_unit, minutes)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
