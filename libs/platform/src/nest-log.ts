import type { LoggerService } from '@nestjs/common';
import { describeError, type Log } from './log.js';

/**
 * Nest's own lines in the node's log. Nest mixes texts from anywhere into its messages, so that only the context and,
 * for a short known text, the text itself is kept.
 */
export function nestLog(log: Log): LoggerService {
  const said = (
    message: unknown,
    rest: readonly unknown[],
  ): Record<string, string | number | boolean | undefined> => {
    const context = rest.at(-1);
    return {
      ...(typeof context === 'string' && context.length < 64 ? { context } : {}),
      ...(message instanceof Error ? describeError(message) : {}),
      ...(typeof message === 'string' ? { said: message.slice(0, 200) } : {}),
    };
  };
  return {
    log: (message: unknown, ...rest: unknown[]) => log.debug('nest.log', said(message, rest)),
    debug: (message: unknown, ...rest: unknown[]) => log.debug('nest.debug', said(message, rest)),
    verbose: (message: unknown, ...rest: unknown[]) => log.debug('nest.verbose', said(message, rest)),
    warn: (message: unknown, ...rest: unknown[]) => log.warn('nest.warn', said(message, rest)),
    // an error's text may quote a request
    error: (message: unknown, ...rest: unknown[]) =>
      log.error('nest.error', message instanceof Error ? said(message, rest) : said(undefined, rest)),
    fatal: (message: unknown, ...rest: unknown[]) =>
      log.error('nest.fatal', message instanceof Error ? said(message, rest) : said(undefined, rest)),
  };
}
