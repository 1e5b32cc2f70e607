-- A page that is filtered by the state of the leg or by the day of receipt, or that shows what is overdue newest first,
-- reads rows of the page and no others.
-- done when: SELECT 1 FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'worklist_entry' AND index_name = 'of_month'
ALTER TABLE worklist_entry
  ADD KEY of_state (list, leg_state, sort_key),
  ADD KEY of_receipt (list, received_on, sort_key),
  ADD KEY of_month (list, ends_month, position);
