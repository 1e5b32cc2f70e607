import type { ActName } from '#contract';
import type { LegRow } from '#casework';
import { MATTER, letterOf } from './matters.js';
import type { ModelNet } from './model-net.js';
import { RESULT } from '../twin-matter.js';

/*
 * Where a sequence begins: a short story of lawful acts, everything handed over, so that the random part also starts
 * deep in the life of a case. Each must be done, or the model itself is wrong.
 */

export const OPENINGS = [
  'letter',
  'three-tiers',
  'four-tiers',
  'at-the-city',
  'on-its-way',
  'asking-for-time',
  'extended',
  'extended-city',
  'extended-own',
  'extended-township',
  'under-review',
  're-review',
  'hearing',
  'objected-below',
  'reported',
  'served',
  'objected',
  'secret',
  'accusation',
] as const;
export type Opening = (typeof OPENINGS)[number];

class Story {
  constructor(private readonly net: ModelNet) {}

  private async post(node: string, act: ActName, id: string, body: object): Promise<string> {
    const done = await this.net.perform({
      node,
      act,
      id,
      body: { actor: { unit: node }, ...body },
      fault: 'none',
    });
    if (done.kind !== 'done')
      throw new Error(`the opening's ${act} at ${node} ended as ${JSON.stringify(done)}`);
    this.net.steps.push(`${node} ${act} (opening)`);
    await this.net.drain();
    return done.answer.caseId;
  }

  register(node: string, kind: number): Promise<string> {
    return this.post(node, 'register', '', letterOf({ a: kind, b: 0 }, this.net.today, this.net.where));
  }

  onCase(node: string, act: ActName, body: object): Promise<string> {
    const row = this.net.held(node).cases.at(-1);
    return this.post(node, act, row?.matter.id ?? '', { version: row?.version, ...body });
  }

  onLeg(
    node: string,
    act: ActName,
    body: object = {},
    is: (row: LegRow) => boolean = () => true,
  ): Promise<string> {
    const row = this.net.held(node).legs.findLast(is);
    return this.post(node, act, row?.leg.id ?? '', { version: row?.version, ...body });
  }
}

const incoming = (node: string) => (row: LegRow) => row.leg.toNode === node && row.leg.fromNode !== node;

/** Plays an opening. */
export async function open(net: ModelNet, opening: Opening): Promise<void> {
  const story = new Story(net);
  switch (opening) {
    case 'letter':
      await story.register('city', MATTER.request);
      return;
    case 'three-tiers':
      return downTo(story, MATTER.request);
    case 'four-tiers':
      await downTo(story, MATTER.road);
      await story.onCase('city', 'assign', { to: 'township:yi', wants: 'result' });
      await story.onLeg('township:yi', 'pass-on', { to: 'unit:yi-government' }, incoming('township:yi'));
      return;
    case 'at-the-city':
      await story.register('city', MATTER.request);
      await story.onCase('city', 'assign', {
        to: 'agency:education',
        wants: 'result',
        days: 30,
      });
      return;
    case 'on-its-way':
      await story.register('prefecture', MATTER.road);
      await story.onCase('prefecture', 'assign', { to: 'city', wants: 'result', days: 60 });
      return;
    case 'asking-for-time':
      return askingForTime(story);
    case 'extended':
      await askingForTime(story);
      await story.onLeg('city', 'approve-extension', { told: '书面' });
      return;
    case 'extended-city':
      return extendedCity(story, MATTER.request);
    case 'extended-own':
      return extendedCity(story, MATTER.own);
    case 'extended-township':
      await story.register('city', MATTER.road);
      await story.onCase('city', 'assign', { to: 'township:yi', wants: 'result', days: 30 });
      await story.onLeg('township:yi', 'accept', {}, incoming('township:yi'));
      await story.onLeg(
        'township:yi',
        'request-extension',
        { days: 10, reason: '需要鉴定' },
        incoming('township:yi'),
      );
      await story.onLeg('city', 'approve-extension', { told: '书面' });
      return;
    case 'under-review':
      return underReview(story);
    case 're-review':
      return reReview(story);
    case 'hearing':
      return hearing(story);
    case 'objected-below':
      await chased(story);
      await story.onLeg('agency:education', 'object', { reason: '不属本局' });
      return;
    case 'reported':
      return reported(story);
    case 'served':
      return served(story);
    case 'objected':
      await story.register('prefecture', MATTER.road);
      await story.onCase('prefecture', 'assign', { to: 'city', wants: 'result', days: 60 });
      await story.onLeg('prefecture', 'supervise');
      await story.onLeg('city', 'object', { reason: '不属本地' }, incoming('city'));
      return;
    case 'secret':
      await story.register('prefecture', MATTER.secret);
      await story.onCase('prefecture', 'refer', { to: 'city' });
      await story.onLeg('prefecture', 'supervise');
      return;
    case 'accusation':
      await story.register('city', MATTER.accusation);
      return;
  }
}

async function downTo(story: Story, kind: number): Promise<void> {
  await story.register('province', kind);
  await story.onCase('province', 'assign', { to: 'prefecture', wants: 'result', days: 120 });
  await story.onLeg('prefecture', 'sign', {}, incoming('prefecture'));
  await story.onCase('prefecture', 'assign', { to: 'city', wants: 'result' });
  await story.onLeg('city', 'accept', {}, incoming('city'));
}

/** A bureau has it, with a supervision letter that nobody has read. */
async function chased(story: Story): Promise<void> {
  await story.register('city', MATTER.request);
  await story.onCase('city', 'assign', { to: 'agency:education', wants: 'result', days: 30 });
  await story.onLeg('city', 'supervise');
}

async function askingForTime(story: Story): Promise<void> {
  await chased(story);
  await story.onLeg('agency:education', 'request-extension', { days: 10, reason: '需要鉴定' });
}

/** The prefecture gave the city more time. */
async function extendedCity(story: Story, kind: number): Promise<void> {
  await story.register('prefecture', kind);
  await story.onCase('prefecture', 'assign', { to: 'city', wants: 'result', days: 60 });
  await story.onLeg('city', 'accept', {}, incoming('city'));
  await story.onLeg('city', 'request-extension', { days: 10, reason: '需要鉴定' }, incoming('city'));
  await story.onLeg('prefecture', 'approve-extension', { told: '书面' });
}

const answered = ({ leg }: LegRow): boolean => leg.kind === 'assign';

async function underReview(story: Story): Promise<void> {
  await served(story);
  await story.onLeg('city', 'apply-for-review', { reason: '不服' }, answered);
}

async function reReview(story: Story): Promise<void> {
  await underReview(story);
  const upheld = { verdict: 'uphold', number: '市府复查〔2026〕1号', told: '直接送达' };
  await story.onLeg('city', 'decide-review', upheld, answered);
  await story.onLeg('city', 'apply-for-review', { reason: '不服' }, answered);
}

/** A re-review whose hearing has begun: only there the clock waits for it. */
async function hearing(story: Story): Promise<void> {
  await reReview(story);
  await story.onLeg('city', 'pause-for-hearing', { reason: '举行听证' }, answered);
}

async function reported(story: Story): Promise<void> {
  await chased(story);
  await story.onLeg('agency:education', 'report', RESULT);
}

async function served(story: Story): Promise<void> {
  await reported(story);
  await story.onLeg(
    'committee:education',
    'review-slip',
    { verdict: 'pass' },
    incoming('committee:education'),
  );
  await story.onLeg('agency:education', 'serve-answer', { how: '当面' });
}
