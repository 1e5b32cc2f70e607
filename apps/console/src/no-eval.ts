import { config } from 'zod';

// The node's content security policy forbids eval. zod compiles its schemas with it where it can, and its probe alone
// is reported as a violation; this module is imported before any schema is made.
config({ jitless: true });
