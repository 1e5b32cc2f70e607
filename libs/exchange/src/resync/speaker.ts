import { encodeEnvelope, type FrameRecord, type ResyncType } from '#contract';
import { type SystemClock, uuidV7 } from '#platform';
import type { FrameBuilder } from '../frames/build.js';
import type { FrameSender } from '../ports/transport.js';
import type { Standings } from './standings.js';

const HELLO = 'huiyin.exchange.hello.v1';
const ANSWERS: ReadonlySet<string> = new Set(['huiyin.exchange.heads.v1', 'huiyin.exchange.refill.v1']);
const isAnswer = (data: unknown): boolean => typeof data === 'object' && data !== null && 'answers' in data;

/** Sends what two nodes say to each other about their streams: past the outbox, made again when it is lost. */
export class Speaker {
  constructor(
    private readonly deps: {
      readonly node: string;
      readonly builder: FrameBuilder;
      readonly sender: FrameSender;
      readonly standings: Standings;
      readonly clock: SystemClock;
    },
  ) {}

  async say(
    dest: string,
    type: ResyncType,
    data: unknown,
    attached: readonly FrameRecord[] = [],
  ): Promise<void> {
    // a question comes after what was sent before it, so that its answer knows all of that; an answer may go first
    const first = ANSWERS.has(type) || (type === HELLO && isAnswer(data));
    await this.send(dest, [this.record(dest, type, data), ...attached], first);
  }

  /** An unsequenced message of this node. */
  record(dest: string, type: string, data: unknown): FrameRecord {
    const { node, standings, clock } = this.deps;
    const id = uuidV7();
    const bytes = encodeEnvelope({
      specversion: '1.0',
      id,
      source: node,
      dest,
      type,
      time: clock.now().toISOString(),
      epoch: standings.epoch,
      datacontenttype: 'application/json',
      data,
    });
    return { id, bytes };
  }

  /** One frame, signed and sealed anew. */
  async send(dest: string, records: readonly FrameRecord[], first = false): Promise<void> {
    const { builder, sender, standings } = this.deps;
    await standings.ready();
    await sender.send(dest, [builder.build({ frameId: uuidV7(), attempt: 1, dest, records })], first);
  }
}
