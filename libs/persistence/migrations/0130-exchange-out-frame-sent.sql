-- Whether the queue has the frame: one row instead of each of its messages; "sent" is read from here (reading.ts).
-- done when: SELECT 1 FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'exchange_out_frame' AND column_name = 'sent'
ALTER TABLE exchange_out_frame ADD COLUMN sent TINYINT UNSIGNED NOT NULL DEFAULT 0;
