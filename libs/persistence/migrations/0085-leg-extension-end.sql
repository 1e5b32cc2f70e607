-- 期满未批: the end of the limit in question while a request for time lies undecided (for the sweep only).
-- done when: SELECT 1 FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'casework_leg' AND column_name = 'extension_end'
ALTER TABLE casework_leg ADD COLUMN extension_end DATE NULL;
