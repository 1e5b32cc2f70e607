-- Clocks past their end whose overdue event was not written yet. Key "lapsing". What another worker holds is skipped.
SELECT c.subject_id, c.place, c.subject, c.case_id, c.clock
FROM casework_clock c
WHERE c.overdue_on IS NULL AND c.due < ?
ORDER BY c.due, c.subject_id, c.place
LIMIT ?
FOR UPDATE SKIP LOCKED
