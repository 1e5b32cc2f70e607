-- The number that an item had in the register it was imported from.
-- done when: SELECT 1 FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'casework_item' AND column_name = 'old_number'
ALTER TABLE casework_item ADD COLUMN old_number VARCHAR(80) NULL;
