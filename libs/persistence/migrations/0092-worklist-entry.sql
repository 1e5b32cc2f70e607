-- 工作清单: one row for each list on which a duty stands. The primary key is the order of the list, so that a first page
-- is one short read however long the list. Nothing here says "overdue": that is sort_key before today.
CREATE TABLE IF NOT EXISTS worklist_entry (
  list VARCHAR(10) NOT NULL,
  sort_key VARCHAR(40) NOT NULL,
  position BIGINT UNSIGNED NOT NULL,
  unit VARCHAR(64) NOT NULL,
  user VARCHAR(128) NOT NULL,
  why VARCHAR(20) NOT NULL,
  leg_id BINARY(16) NULL,
  leg_state VARCHAR(20) NULL,
  kind VARCHAR(16) NULL,
  from_unit VARCHAR(64) NULL,
  to_unit VARCHAR(64) NULL,
  since DATE NOT NULL,
  ends_on DATE NOT NULL,
  yellow_on DATE NOT NULL,
  provisional TINYINT UNSIGNED NOT NULL,
  closed_late TINYINT UNSIGNED NOT NULL,
  PRIMARY KEY (list, sort_key),
  KEY of_case (position),
  KEY by_case (list, position),
  KEY of_unit (list, unit, sort_key),
  KEY of_user (unit, user, list, sort_key),
  KEY of_sender (list, from_unit, position),
  KEY of_addressee (list, to_unit, position)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
