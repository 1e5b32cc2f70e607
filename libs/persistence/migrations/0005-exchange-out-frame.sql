-- Frames on their way; a row goes when nothing of its frame waits for an answer any more.
CREATE TABLE IF NOT EXISTS exchange_out_frame (
  frame_id BINARY(16) NOT NULL,
  dest VARCHAR(64) NOT NULL,
  attempt INT UNSIGNED NOT NULL,
  bytes INT UNSIGNED NOT NULL,
  made_at DATETIME(3) NOT NULL,
  next_at DATETIME(3) NOT NULL,
  PRIMARY KEY (frame_id),
  KEY due (next_at, frame_id),
  KEY open_by_peer (dest, bytes, made_at)
) ENGINE=InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;
