import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { FRAME_PATTERN } from '#contract';
import type { FrameSource, FrameVerdict } from '../ports/transport.js';

/**
 * Nest's transport strategy of the exchange. Measured: Server.handleEvent() resolves when a handler throws or none
 * exists, so that this strategy subscribes itself, and takes a missing handler, an empty stream, an error or a value that
 * is no verdict as not delivered.
 */
export class FrameStrategy extends Server implements CustomTransportStrategy {
  constructor(private readonly source: FrameSource) {
    super();
  }

  override listen(callback: (error?: unknown) => void): void {
    this.source.start((bytes) => this.deliver(bytes)).then(() => callback(), callback);
  }

  override async close(): Promise<void> {
    await this.source.stop();
  }

  override on(): never {
    throw new Error('the frame strategy has no events');
  }

  override unwrap(): never {
    throw new Error('the frame strategy wraps nothing');
  }

  private async deliver(bytes: Uint8Array): Promise<FrameVerdict> {
    const handler: MessageHandler<Uint8Array, unknown, unknown> | null =
      this.getHandlerByPattern(FRAME_PATTERN);
    if (handler === null) return 'retry';
    try {
      const answer = await this.last(await handler(bytes));
      return answer === 'applied' || answer === 'poison' ? answer : 'retry';
    } catch {
      return 'retry';
    }
  }

  /** The last value of what a handler gives back; rejects for a stream that errors, undefined for an empty one. */
  private last(given: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      let seen: unknown;
      this.transformToObservable<unknown>(given).subscribe({
        next: (value) => {
          seen = value;
        },
        error: reject,
        complete: () => resolve(seen),
      });
    });
  }
}
