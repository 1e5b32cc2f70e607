import { z } from 'zod';
import { parseFailpoints } from '../failpoint.js';

/* The shapes of settings that several of them share; each says what is wrong in a few words. */

const NODE_ID = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*(?::[a-z0-9]+(?:-[a-z0-9]+)*)?$/;
const PORT_OF = /^([^=]+)=(\d{1,5})$/;

const list = (value: string): string[] =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
const twice = (values: readonly string[]): string[] => [
  ...new Set(values.filter((value, at) => values.indexOf(value) !== at)),
];

export const port = z.coerce
  .number({ error: 'it is not a number' })
  .int({ error: 'it is not a whole number' });
export const validPort = port
  .min(1024, { error: 'it is below 1024' })
  .max(65_535, { error: 'it is above 65535' });

export const url = (...protocols: readonly string[]): z.ZodString =>
  z.string({ error: 'is not set' }).superRefine((value, context) => {
    const parsed = URL.canParse(value) ? new URL(value) : undefined;
    const reason =
      parsed === undefined
        ? 'it is not a URL'
        : !protocols.includes(parsed.protocol)
          ? `its protocol is ${parsed.protocol.replace(':', '')}`
          : parsed.hostname === ''
            ? 'it names no host'
            : undefined;
    if (reason !== undefined) context.addIssue({ code: 'custom', message: reason });
  });

export const nodes = z.string().transform((value, context) => {
  const ids = list(value);
  const wrong = ids.filter((id) => !NODE_ID.test(id) || id.length > 64);
  if (ids.length === 0) context.addIssue({ code: 'custom', message: 'it names no node' });
  if (wrong.length > 0)
    context.addIssue({ code: 'custom', message: `it contains what is no node id: ${wrong.join(', ')}` });
  if (twice(ids).length > 0)
    context.addIssue({ code: 'custom', message: `it names a node twice: ${twice(ids).join(', ')}` });
  return ids;
});

export const ports = z.string().transform((value, context) => {
  const entries = list(value).map((entry) => ({ entry, match: PORT_OF.exec(entry) }));
  const result = new Map<string, number>();
  for (const { entry, match } of entries) {
    const [, node, number] = match ?? [];
    const read = validPort.safeParse(number);
    if (node === undefined || !read.success) {
      context.addIssue({
        code: 'custom',
        message: `"${entry}" is not node=port with a port from 1024 to 65535`,
      });
    } else if (result.has(node)) {
      context.addIssue({ code: 'custom', message: `it gives ${node} two ports` });
    } else if ([...result.values()].includes(read.data)) {
      context.addIssue({ code: 'custom', message: `it gives port ${read.data} to two nodes` });
    } else result.set(node, read.data);
  }
  return result;
});

const ORIGIN_OF = /^([^=]+)=(http:\/\/[^/?#@\s]+:\d{2,5})\/?$/;

/** Node → origin over plain HTTP, for what is signed and sealed by itself. */
export const origins = z.string().transform((value, context) => {
  const result = new Map<string, URL>();
  for (const entry of list(value)) {
    const [, node, origin] = ORIGIN_OF.exec(entry) ?? [];
    const url = origin !== undefined && URL.canParse(origin) ? new URL(origin) : undefined;
    if (node === undefined || !NODE_ID.test(node) || url === undefined || url.port === '') {
      context.addIssue({ code: 'custom', message: `"${entry}" is not node=http://host:port` });
    } else if (result.has(node)) {
      context.addIssue({ code: 'custom', message: `it gives ${node} two addresses` });
    } else if ([...result.values()].some(({ host }) => host === url.host)) {
      context.addIssue({ code: 'custom', message: `it gives ${url.host} to two nodes` });
    } else result.set(node, url);
  }
  return result;
});

export const failpoints = z.string().transform((value, context) => {
  try {
    return parseFailpoints(value);
  } catch {
    context.addIssue({ code: 'custom', message: 'it contains what is no failpoint' });
    return z.NEVER;
  }
});

/** A folder: any path without a NUL; whether it is there is told by who reads it. */
export const folder = z.string().max(1024, { error: 'it is longer than 1024 characters' });
