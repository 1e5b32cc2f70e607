-- Answers that were kept for repeated posts long enough are found by their age.
-- done when: SELECT 1 FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'casework_answer' AND index_name = 'age'
ALTER TABLE casework_answer ADD KEY age (at);
