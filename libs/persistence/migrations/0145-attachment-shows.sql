-- 附件显示什么: who the petitioner is, the matter without it, or a redacted matter; it decides to whom a file may go along.
-- done when: SELECT 1 FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'casework_attachment' AND column_name = 'shows'
ALTER TABLE casework_attachment ADD COLUMN shows VARCHAR(12) NOT NULL DEFAULT 'petitioner';
