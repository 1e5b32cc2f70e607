-- Streams are compared with a peer in 256 buckets, by the lowest byte of CRC-32 of kind/id.
-- done when: SELECT 1 FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'exchange_out_stream' AND column_name = 'bucket'
ALTER TABLE exchange_out_stream
  ADD COLUMN bucket TINYINT UNSIGNED AS (CRC32(CONCAT(kind, '/', stream_id)) & 255) VIRTUAL,
  ADD KEY compare_with (dest, bucket, kind, stream_id);
