const began = Date.now();
const done: { readonly title: string; readonly ms: number }[] = [];

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** One line of progress, with the seconds since the network began to start. */
export const say = (line: string): void =>
  console.log(`[${seconds(Date.now() - began).padStart(8)}] ${line}`);

/** Announces `title`, runs `work`, remembers how long it took. */
export async function phase<T>(title: string, work: () => Promise<T>): Promise<T> {
  say(title);
  const from = Date.now();
  const result = await work();
  done.push({ title, ms: Date.now() - from });
  return result;
}

/** The phases with their times, one a line. */
export function phaseTable(): string {
  const width = Math.max(...done.map(({ title }) => title.length));
  return done.map(({ title, ms }) => `  ${title.padEnd(width)}  ${seconds(ms).padStart(8)}`).join('\n');
}
