-- '' for open clocks that were written before: the next sweeps look at each once. A clock that was met stays as it is.
-- done when: SELECT 1 FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM casework_clock WHERE judged_with IS NULL AND due IS NOT NULL AND overdue_on IS NULL)
UPDATE casework_clock SET judged_with = '' WHERE judged_with IS NULL AND due IS NOT NULL AND overdue_on IS NULL;
