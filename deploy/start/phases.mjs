// What a start or a test run says while it works: one line as a phase begins, with the seconds since the start.
const began = Date.now();
const done = [];

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
const stamp = () => `[${seconds(Date.now() - began).padStart(8)}]`;

/** One line of progress. */
export const say = (line) => console.log(`${stamp()} ${line}`);

/** Announces `title`, runs `work`, remembers how long it took. */
export async function phase(title, work) {
  say(title);
  const from = Date.now();
  const result = await work();
  done.push({ title, ms: Date.now() - from });
  return result;
}

/** The table of phases with their times. */
export function phaseTable() {
  const width = Math.max(...done.map(({ title }) => title.length));
  return done.map(({ title, ms }) => `  ${title.padEnd(width)}  ${seconds(ms).padStart(8)}`).join('\n');
}
