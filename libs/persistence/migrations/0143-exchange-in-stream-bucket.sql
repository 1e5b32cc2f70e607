-- The same for incoming streams.
-- done when: SELECT 1 FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'exchange_in_stream' AND column_name = 'bucket'
ALTER TABLE exchange_in_stream
  ADD COLUMN bucket TINYINT UNSIGNED AS (CRC32(CONCAT(kind, '/', stream_id)) & 255) VIRTUAL,
  ADD KEY compare_with (source, bucket, kind, stream_id);
