-- Legs whose ladder is due, the oldest first, from a place on. Key "due".
-- The case is locked with its ladder: what an act or another worker holds is skipped.
SELECT l.leg_id, l.case_id, l.next_on AS day, l.leg_id AS place
FROM casework_ladder l STRAIGHT_JOIN casework_case k ON k.id = l.case_id
WHERE l.next_on <= ? AND l.next_on >= ? AND (l.next_on > ? OR l.leg_id > ?)
ORDER BY l.next_on, l.leg_id
LIMIT ?
FOR UPDATE SKIP LOCKED
