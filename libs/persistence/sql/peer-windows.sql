-- Who something waits for, the first and the last peer only (peer-waiting asks for those between), and what is on its
-- way to each. A backlog is not counted: it was read whole at each turn of the relay. Keys "claim" and "open_by_peer".
SELECT
  w.dest,
  CAST(SUM(w.waiting) > 0 AS SIGNED) AS waiting,
  CAST(SUM(w.open_frames) AS SIGNED) AS openFrames,
  CAST(SUM(w.open_bytes) AS SIGNED) AS openBytes,
  CAST(SUM(w.due_frames) AS SIGNED) AS dueFrames,
  -- Silence counts from the later of the last answer and the oldest open frame: who was asked nothing is not silent.
  IF(
    MIN(w.made_at) IS NULL,
    0,
    TIMESTAMPDIFF(
      MICROSECOND, GREATEST(MIN(w.made_at), COALESCE(p.spoke_at, MIN(w.made_at))), UTC_TIMESTAMP(3)
    ) DIV 1000
  ) AS silentMs
FROM (
  SELECT MIN(dest) AS dest, 1 AS waiting, 0 AS open_frames, 0 AS open_bytes, 0 AS due_frames,
    CAST(NULL AS DATETIME(3)) AS made_at
  FROM exchange_outbox
  WHERE frame_id IS NULL
  UNION ALL
  SELECT MAX(dest), 1, 0, 0, 0, NULL
  FROM exchange_outbox
  WHERE frame_id IS NULL
  UNION ALL
  SELECT dest, 0, COUNT(*), SUM(bytes), SUM(next_at <= UTC_TIMESTAMP(3)), MIN(made_at)
  FROM exchange_out_frame
  GROUP BY dest
) w
LEFT JOIN exchange_peer p ON p.node = w.dest
WHERE w.dest IS NOT NULL
GROUP BY w.dest, p.spoke_at
ORDER BY w.dest
