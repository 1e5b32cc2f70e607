-- 联名: up to two hundred petitioners of one matter need more than TEXT holds.
-- done when: SELECT 1 FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'casework_petitioner' AND column_name = 'petitioner' AND data_type = 'mediumtext'
ALTER TABLE casework_petitioner MODIFY petitioner MEDIUMTEXT NOT NULL;
