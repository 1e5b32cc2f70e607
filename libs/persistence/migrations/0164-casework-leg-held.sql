-- What units hold open here is asked when a node starts: from a key, or a large register would be read for it.
-- done when: SELECT 1 FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'casework_leg' AND index_name = 'held'
ALTER TABLE casework_leg ADD KEY held (to_node, ended_on, to_unit);
