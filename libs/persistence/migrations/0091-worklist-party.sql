-- Units that a case was sent to or came from, and respondents as the letter names them; none of an accusation.
CREATE TABLE IF NOT EXISTS worklist_party (
  kind VARCHAR(12) NOT NULL,
  name VARCHAR(200) NOT NULL,
  position BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (kind, name, position),
  KEY of_case (position)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
