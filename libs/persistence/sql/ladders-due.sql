-- Legs whose ladder is due, the oldest first. Key "due". Without a lock: each is looked at again under its case's.
SELECT l.leg_id, l.case_id
FROM casework_ladder l
WHERE l.next_on <= ?
ORDER BY l.next_on, l.leg_id
LIMIT ?
