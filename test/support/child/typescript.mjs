// Lets a child process of a test run this repository's TypeScript: node --import ./test/support/child/typescript.mjs x.ts
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
