import type { z } from 'zod';

/** More would help nobody; a body of 512 KiB can hold a great many faults. */
const MOST = 50;

/** Every problem with its path, one line each: `body.actor.unit: is not a unit id such as township:yi`. */
export function listIssues(root: string, error: z.ZodError): string[] {
  const lines = error.issues.map(({ path, message }) => {
    const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
    return `${root}${steps}: ${message}`.slice(0, 300);
  });
  return lines.length <= MOST ? lines : [...lines.slice(0, MOST), `… ${lines.length - MOST} more`];
}
