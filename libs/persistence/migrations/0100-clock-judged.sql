-- What an open clock was last judged by, 'NAT 1/2026.1' (pack and version/calendar version); NULL where nothing is owed.
-- done when: SELECT 1 FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'casework_clock' AND column_name = 'judged_with'
ALTER TABLE casework_clock ADD COLUMN judged_with VARCHAR(100) NULL;
