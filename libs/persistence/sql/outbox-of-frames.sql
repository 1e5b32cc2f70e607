-- What is still unsettled of some frames. Key "claim".
SELECT o.id, o.size, o.sequence, o.frame_id
FROM exchange_outbox o FORCE INDEX (claim)
WHERE o.frame_id IN (?) AND o.status < 3
ORDER BY o.position
