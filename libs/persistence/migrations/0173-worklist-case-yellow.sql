-- Where few cases shine red or yellow, they lead to the page; else it would be looked for among all that run.
-- done when: SELECT 1 FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'worklist_case' AND index_name = 'of_yellow'
ALTER TABLE worklist_case ADD KEY of_yellow (yellow_on);
