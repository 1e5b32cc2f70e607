-- 包案领导: the post of the leader who answers for the matter, for lists.
-- done when: SELECT 1 FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'casework_case' AND column_name = 'responsible'
ALTER TABLE casework_case ADD COLUMN responsible VARCHAR(128) NULL, ADD KEY of_responsible (responsible, position);
