-- 联名: up to two hundred petitioners of one matter need more than TEXT holds.
ALTER TABLE casework_petitioner MODIFY petitioner MEDIUMTEXT NOT NULL;
