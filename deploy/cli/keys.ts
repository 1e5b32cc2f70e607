// npm run -s keys -- make|show|root|sign: keys and certificates of real nodes, and the signature of a real directory.
import { keys } from './keys-command.js';

const answered = await keys(process.argv.slice(2), new Date());
process.stdout.write(answered.out);
process.stderr.write(answered.err);
process.exitCode = answered.code;
