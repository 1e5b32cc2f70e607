-- Requests that lie undecided already: the day of sending is before any end, so that the next sweep looks at each once.
-- done when: SELECT 1 FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM casework_leg WHERE state = 'EXTENSION_PENDING' AND extension_end IS NULL)
UPDATE casework_leg SET extension_end = sent_on WHERE state = 'EXTENSION_PENDING' AND extension_end IS NULL;
