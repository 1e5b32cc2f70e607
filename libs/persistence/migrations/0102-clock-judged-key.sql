-- A recount reads only what was judged by other versions.
-- done when: SELECT 1 FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'casework_clock' AND index_name = 'judged'
ALTER TABLE casework_clock ADD KEY judged (judged_with);
