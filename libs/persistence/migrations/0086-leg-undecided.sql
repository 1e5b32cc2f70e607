-- The sweep reads only the requests whose limit has ended.
-- done when: SELECT 1 FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'casework_leg' AND index_name = 'undecided'
ALTER TABLE casework_leg ADD KEY undecided (extension_end);
