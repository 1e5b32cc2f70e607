-- What waits for each peer and what is on its way to it. Keys "claim" and "open_by_peer".
SELECT
  w.dest,
  CAST(SUM(w.waiting) AS SIGNED) AS waiting,
  CAST(SUM(w.open_frames) AS SIGNED) AS openFrames,
  CAST(SUM(w.open_bytes) AS SIGNED) AS openBytes,
  -- Silence counts from the later of the last answer and the oldest open frame: who was asked nothing is not silent.
  IF(
    MIN(w.made_at) IS NULL,
    0,
    TIMESTAMPDIFF(
      MICROSECOND, GREATEST(MIN(w.made_at), COALESCE(p.spoke_at, MIN(w.made_at))), UTC_TIMESTAMP(3)
    ) DIV 1000
  ) AS silentMs
FROM (
  SELECT dest, COUNT(*) AS waiting, 0 AS open_frames, 0 AS open_bytes, CAST(NULL AS DATETIME(3)) AS made_at
  FROM exchange_outbox
  WHERE frame_id IS NULL
  GROUP BY dest
  UNION ALL
  SELECT dest, 0, COUNT(*), SUM(bytes), MIN(made_at)
  FROM exchange_out_frame
  GROUP BY dest
) w
LEFT JOIN exchange_peer p ON p.node = w.dest
GROUP BY w.dest, p.spoke_at
ORDER BY w.dest
