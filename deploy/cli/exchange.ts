// npm run -s exchange -- status --node city: how the exchange of a running node stands, and what can be done about it.
import { readFileSync } from 'node:fs';
import { runExchange } from './exchange-command.js';

const answered = await runExchange(process.argv.slice(2), {
  environment: process.env,
  read: (file) => {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return undefined;
    }
  },
  fetch,
  say: (line) => console.error(line),
});
process.stdout.write(answered.out);
process.stderr.write(answered.err);
process.exitCode = answered.code;
