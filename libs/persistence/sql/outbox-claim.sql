-- Rows of one addressee that no frame has, in their order. Key "claim".
SELECT o.id, o.size, o.sequence
FROM exchange_outbox o FORCE INDEX (claim)
WHERE o.frame_id IS NULL AND o.dest = ? AND o.status = 0
ORDER BY o.position
LIMIT ?
FOR UPDATE SKIP LOCKED
