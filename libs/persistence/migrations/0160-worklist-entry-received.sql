-- When the case of a row was received, and in which month the row ends (202609): what its keys go by.
-- done when: SELECT 1 FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'worklist_entry' AND column_name = 'ends_month'
ALTER TABLE worklist_entry
  ADD COLUMN received_on DATE NOT NULL DEFAULT '1000-01-01',
  ADD COLUMN ends_month MEDIUMINT UNSIGNED NOT NULL DEFAULT 0;
