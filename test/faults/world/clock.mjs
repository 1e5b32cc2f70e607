// node --import ./test/faults/world/clock.mjs with CLOCK_FILE: the process reads the wrong time by as many milliseconds as
// the file says, from one moment to the next, as after a wrong NTP answer. Timers and performance.now() go on as they did:
// the kernel's monotonic clock does not jump either. Beside the file, CLOCK_FILE.felt says by how much the time was wrong
// that the process was last given, and how often it has asked since.
import { readFileSync, writeFileSync } from 'node:fs';

const READ_EVERY_MS = 100;
const file = process.env.CLOCK_FILE ?? '';
const TrueDate = Date;
let off = 0;
let asked = 0;

const wrongNow = () => {
  asked += 1;
  return TrueDate.now() + off;
};

const readOff = () => {
  try {
    return Number(readFileSync(file, 'utf8')) || 0;
  } catch {
    return 0;
  }
};
const read = () => {
  if (off !== 0 && asked > 0) writeFileSync(`${file}.felt`, `${off} ${asked}`);
  const now = readOff();
  if (now !== off) asked = 0;
  off = now;
};

class WrongDate extends TrueDate {
  constructor(...args) {
    if (args.length === 0) super(wrongNow());
    else super(...args);
  }
  static now() {
    return wrongNow();
  }
  /** A date that the engine made itself, as structuredClone does, is one too. */
  static [Symbol.hasInstance](value) {
    return value instanceof TrueDate;
  }
}
Object.defineProperty(WrongDate, 'name', { value: 'Date' });

read();
setInterval(read, READ_EVERY_MS).unref();
globalThis.Date = WrongDate;
