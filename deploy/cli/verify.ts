// npm run -s verify -- proof.json --keys public.json: whether a message and its receipt are what two offices signed.
import { readFileSync } from 'node:fs';
import { verify } from './verify-command.js';

const answered = verify(process.argv.slice(2), (file) => readFileSync(file, 'utf8'));
process.stdout.write(answered.out);
process.stderr.write(answered.err);
process.exitCode = answered.code;
