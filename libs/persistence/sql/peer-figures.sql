-- How the exchange with each peer stands; only open rows are read. Keys "unsettled", "open_by_peer" and "refused".
SELECT
  f.peer,
  CAST(SUM(f.unanswered) AS SIGNED) AS unanswered,
  CAST(MAX(f.oldest_ms) AS SIGNED) AS oldestMs,
  CAST(SUM(f.in_flight) AS SIGNED) AS inFlight,
  CAST(SUM(f.parked) AS SIGNED) AS parked,
  CAST(SUM(f.quarantined) AS SIGNED) AS quarantined
FROM (
  SELECT dest AS peer, COUNT(*) AS unanswered,
    TIMESTAMPDIFF(MICROSECOND, MIN(written_at), UTC_TIMESTAMP(3)) DIV 1000 AS oldest_ms,
    0 AS in_flight, 0 AS parked, 0 AS quarantined
  FROM exchange_outbox
  WHERE status < 3
  GROUP BY dest
  UNION ALL
  SELECT dest, 0, 0, COUNT(*), 0, 0
  FROM exchange_out_frame
  GROUP BY dest
  UNION ALL
  SELECT source, 0, 0, 0, SUM(status = 0), SUM(status IN (3, 4))
  FROM exchange_inbox
  WHERE status IN (0, 3, 4)
  GROUP BY source
) f
GROUP BY f.peer
ORDER BY f.peer
