-- Since when this node has been refilled from that peer, by the database's clock; null while it is not.
-- done when: SELECT 1 FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'exchange_standing' AND column_name = 'recovering_since'
ALTER TABLE exchange_standing ADD COLUMN recovering_since DATETIME(3) NULL;
