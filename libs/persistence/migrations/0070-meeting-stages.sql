-- A meeting goes through stages: at its convener the whole of it (staged), at a member what it was sent (invitation).
-- Rows from before are minutes that were entered in one go, or that came from another office.
-- done when: SELECT 1 FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'casework_meeting' AND column_name = 'staged'
ALTER TABLE casework_meeting
  ADD COLUMN state VARCHAR(16) NOT NULL DEFAULT 'CONCLUDED',
  ADD COLUMN version INT UNSIGNED NOT NULL DEFAULT 1,
  ADD COLUMN staged MEDIUMTEXT NULL,
  ADD COLUMN invitation MEDIUMTEXT NULL,
  MODIFY held_on DATE NULL,
  ADD KEY of_state (state, position);
