-- The clocks of cases and legs once more, for the sweep: due is the effective end while lateness is possible,
-- NULL when the duty was done in time or nothing is owed any more. overdue_on: the event was written, once for ever.
CREATE TABLE IF NOT EXISTS casework_clock (
  subject_id BINARY(16) NOT NULL,
  place SMALLINT UNSIGNED NOT NULL,
  subject VARCHAR(4) NOT NULL,
  case_id BINARY(16) NOT NULL,
  due DATE NULL,
  overdue_on DATE NULL,
  clock TEXT NOT NULL,
  PRIMARY KEY (subject_id, place),
  KEY lapsing (overdue_on, due)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
