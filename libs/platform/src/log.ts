import { pino } from 'pino';

/** What a line may carry beside its event: ids, counts and slugs. Never a name, an address or petition text. */
export type LogIds = Readonly<Record<string, string | number | boolean | undefined>>;

/** One per node. An event is a dotted name, for example `exchange.frame.sent`. */
export interface Log {
  debug(event: string, ids?: LogIds): void;
  info(event: string, ids?: LogIds): void;
  warn(event: string, ids?: LogIds, error?: unknown): void;
  error(event: string, ids?: LogIds, error?: unknown): void;
  /** The same log with these ids on every line. */
  with(ids: LogIds): Log;
}

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * What may be told about an error: class, codes and where. Its message may quote a row (`Duplicate entry '王…'`), so
 * it never goes into a log.
 */
export function describeError(error: unknown): LogIds {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const errno = 'errno' in error && typeof error.errno === 'number' ? error.errno : undefined;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line));
  return {
    error: error.name,
    ...(code === undefined ? {} : { code }),
    ...(errno === undefined ? {} : { errno }),
    ...(frames.length === 0
      ? {}
      : {
          at: frames
            .slice(0, 4)
            .map((line) => line.trim())
            .join(' | '),
        }),
  };
}

/** Keys that never carry an id; a line that has one by mistake shows `[redacted]`. */
const REDACTED = [
  'name',
  'text',
  'content',
  'body',
  'data',
  'address',
  'phone',
  'idCard',
  'password',
  'token',
  'secret',
];

/** A node's own log: one JSON line per event on stdout, or wherever `write` puts it. */
export function createLog(options: {
  readonly node: string;
  /** Default `info`. */
  readonly level?: LogLevel;
  readonly write?: (line: string) => void;
}): Log {
  const settings = {
    level: options.level ?? 'info',
    base: { node: options.node },
    messageKey: 'event',
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: REDACTED, censor: '[redacted]' },
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const write = options.write;
  return wrap(write === undefined ? pino(settings) : pino(settings, { write }));
}

type Line = (ids: LogIds, event: string) => void;
interface Lines {
  readonly debug: Line;
  readonly info: Line;
  readonly warn: Line;
  readonly error: Line;
  child(ids: LogIds): Lines;
}
function wrap(lines: Lines): Log {
  return {
    debug: (event, ids = {}) => lines.debug(ids, event),
    info: (event, ids = {}) => lines.info(ids, event),
    warn: (event, ids = {}, error) =>
      lines.warn(error === undefined ? ids : { ...ids, ...describeError(error) }, event),
    error: (event, ids = {}, error) =>
      lines.error(error === undefined ? ids : { ...ids, ...describeError(error) }, event),
    with: (ids) => wrap(lines.child(ids)),
  };
}

/** Says nothing. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  with: () => silentLog,
};
