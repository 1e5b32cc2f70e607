-- The lamp of a case is judged from its key: a list by nearest end passes what does not shine without reading the rows.
-- done when: SELECT 1 FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'worklist_case' AND index_name = 'due' AND column_name = 'yellow_on'
ALTER TABLE worklist_case
  DROP KEY due,
  ADD KEY due (ends_on, position, yellow_on, provisional, closed_late);
