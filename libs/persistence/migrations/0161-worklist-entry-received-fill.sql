-- Rows that were written before.
-- done when: SELECT 1 FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM worklist_entry e JOIN worklist_case c ON c.position = e.position WHERE e.ends_month = 0)
UPDATE worklist_entry e JOIN worklist_case c ON c.position = e.position
  SET e.received_on = c.received_on, e.ends_month = EXTRACT(YEAR_MONTH FROM e.ends_on) WHERE e.ends_month = 0;
