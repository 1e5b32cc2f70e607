import { describe, expect, test } from '@jest/globals';
import { handlerOf, receiveLeg, receiveLegEvent, settled } from '#casework';
import { RESULT, TwinMatter } from '../support/twin-matter.js';

/* What a signed message may claim beyond its sender's right: it goes into quarantine and nothing is written. */

const EDU = 'agency:education';
const NOTHING = { opened: [], met: [], reopened: [] } as const;

/** A message as the exchange hands it over: its source is proven, its data is not parsed. */
const message = (over: object) => ({
  id: '01900000-0000-7000-8000-00000000ffff',
  source: EDU,
  dest: 'city',
  type: 'huiyin.leg.accept.v1',
  subject: 'CS-2026-1-00001',
  time: new Date('2026-04-02T01:00:00Z'),
  stream: { kind: 'leg', id: 'x' } as const,
  sequence: 1,
  bodyKey: 'CS-2026-1-00001',
  data: {},
  ...over,
});

async function taken(matter: TwinMatter, over: object, at = 'city', useCase = receiveLegEvent) {
  const { desk, office } = matter.net.node(at);
  const before = structuredClone(office.memory);
  const applied = await handlerOf(desk, useCase).handle(message({ dest: at, ...over }));
  expect(office.memory).toEqual(before);
  return applied.kind === 'applied' ? 'applied' : `${applied.kind} ${applied.reason}`;
}

const event = (type: string, data: object, by: object = { unit: EDU, user: '承办人', role: 'handler' }) => ({
  type,
  on: '2026-04-02',
  at: '2026-04-02T01:00:00.000Z',
  by,
  clocks: NOTHING,
  data,
});

const onStream = (matter: TwinMatter, body: object) => {
  const { id } = matter.legAt(EDU).leg;
  return { stream: { kind: 'leg', id }, data: { legId: id, event: body } };
};

describe('a message that claims more than its sender may', () => {
  test('an agency that sends a leg of its own: its role may not', async () => {
    const matter = await TwinMatter.assigned();
    const leg = { ...matter.legAt(EDU).leg, fromNode: EDU, toNode: 'city', from: EDU, to: 'city' };
    const { dossier } = matter.caseAt('city').matter;
    const sent = { type: 'huiyin.leg.sent.v1', stream: { kind: 'leg', id: leg.id }, data: { leg, dossier } };
    expect(await taken(matter, sent, 'city', receiveLeg)).toBe('quarantined sender-role');
  });

  test('a receiver that agrees to its own objection: the sender decides that', async () => {
    const matter = await TwinMatter.assigned();
    await matter.onLeg(EDU, 'object', { reason: '不属本局' });
    const claim = onStream(matter, event('agree-return', {}, { unit: EDU, user: '办公室', role: 'head' }));
    expect(await taken(matter, { type: 'huiyin.leg.agree-return.v1', ...claim })).toBe(
      'quarantined sender-role',
    );
  });

  test('an answer served before the result was passed: not in this state', async () => {
    const matter = await TwinMatter.assigned();
    await matter.onLeg(EDU, 'report', RESULT);
    const claim = onStream(matter, event('serve', { on: '2026-04-02', how: '当面', answered: true }));
    expect(await taken(matter, { type: 'huiyin.leg.serve.v1', ...claim })).toBe(
      'quarantined not-in-this-state-reported-serve',
    );
  });

  test('a leader who handles: the role is not among the actors of the row', async () => {
    const matter = await TwinMatter.assigned();
    await matter.onLeg(EDU, 'sign');
    const claim = onStream(
      matter,
      event('object', { reason: '不属本局' }, { unit: EDU, user: '某', role: 'supervisor' }),
    );
    expect(await taken(matter, { type: 'huiyin.leg.object.v1', ...claim })).toBe(
      'quarantined role-not-allowed-signed-object',
    );
  });

  test('another agency that speaks on the stream, or in the name, of this leg', async () => {
    const matter = await TwinMatter.assigned();
    const claim = {
      type: 'huiyin.leg.object.v1',
      ...onStream(matter, event('object', { reason: '不属本局' })),
    };
    expect(await taken(matter, { ...claim, source: 'agency:court' })).toBe(
      'quarantined leg-of-another-sender',
    );
    const name = onStream(
      matter,
      event('object', { reason: '不属本局' }, { unit: 'agency:court', user: '某', role: 'handler' }),
    );
    expect(await taken(matter, { type: 'huiyin.leg.object.v1', ...name })).toBe(
      'quarantined leg-of-another-sender',
    );
  });

  test('a message on one stream about the leg of another', async () => {
    const matter = await TwinMatter.assigned();
    const claim = onStream(matter, event('object', { reason: '不属本局' }));
    const stream = { kind: 'leg', id: '01900000-0000-7000-8000-00000000aaaa' } as const;
    expect(await taken(matter, { type: 'huiyin.leg.object.v1', ...claim, stream })).toBe(
      'quarantined leg-of-another-stream',
    );
  });
});

describe('a message that is not what the contract says', () => {
  const shapes: readonly [string, unknown, string][] = [
    ['nothing', undefined, 'malformed-data'],
    ['a list', [], 'malformed-data'],
    ['no event', { legId: '01900000-0000-7000-8000-000000000005' }, 'malformed-event'],
    ['a reason of a million letters', undefined, 'malformed-event-data-reason'],
    ['a date that does not exist', undefined, 'malformed-event-on'],
    ['an event of another type', undefined, 'malformed-event-type'],
    ['a clock that nobody knows', undefined, 'malformed-event-clocks-met-0'],
    ['a field too many in the event', undefined, 'malformed-event'],
  ];
  const bodies: Readonly<Record<string, object>> = {
    'a reason of a million letters': event('object', { reason: '长'.repeat(1_000_000) }),
    'a date that does not exist': { ...event('object', { reason: '不' }), on: '2026-02-30' },
    'an event of another type': event('accept', {}),
    'a clock that nobody knows': {
      ...event('object', { reason: '不' }),
      clocks: { ...NOTHING, met: ['C99'] },
    },
    'a field too many in the event': { ...event('object', { reason: '不' }), __proto__x: 1 },
  };

  test.each(shapes)('%s', async (name, data, reason) => {
    const matter = await TwinMatter.assigned();
    const body = bodies[name];
    const over = body === undefined ? { data } : onStream(matter, body);
    expect(await taken(matter, { type: 'huiyin.leg.object.v1', ...over })).toBe(`quarantined ${reason}`);
  });
});

describe('a leg that is not for this office', () => {
  const sent = async (change: (leg: object) => object) => {
    const matter = await TwinMatter.assigned();
    const { leg } = matter.legAt(EDU);
    const fresh = { ...leg, id: '01900000-0000-7000-8000-00000000bbbb', state: 'SENT', clocks: [] };
    const { arrivedOn: _arrived, ...unarrived } = fresh;
    const changed = change(unarrived);
    const data = { leg: changed, dossier: matter.caseAt('city').matter.dossier };
    const over = { source: 'city', type: 'huiyin.leg.sent.v1', stream: { kind: 'leg', id: fresh.id }, data };
    return taken(matter, over, EDU, receiveLeg);
  };

  test('is refused with a receipt, so that the sender’s dispatcher sees it again', async () => {
    expect(await sent((leg) => ({ ...leg, to: 'agency:nowhere' }))).toBe('rejected addressee-unknown');
    expect(await sent((leg) => ({ ...leg, to: 'agency:court', toNode: 'agency:court' }))).toBe(
      'rejected addressee-elsewhere',
    );
  });

  test('or is put away when its sender is not who the signature says, or its state is not new', async () => {
    expect(await sent((leg) => ({ ...leg, from: 'province', fromNode: 'province' }))).toBe(
      'quarantined leg-of-another-sender',
    );
    expect(await sent((leg) => ({ ...leg, state: 'DONE' }))).toBe('quarantined leg-not-new');
  });
});

test('an addressee’s refusal ends the leg and shows the reason to the dispatcher', async () => {
  const matter = await TwinMatter.registered();
  await matter.onCase('city', 'refer', { to: EDU });
  const { leg } = matter.legAt('city');
  await settled(matter.net.node('city').desk, {
    messageId: '01900000-0000-7000-8000-00000000cccc',
    dest: EDU,
    type: 'huiyin.leg.sent.v1',
    subject: leg.originNumber,
    stream: { kind: 'leg', id: leg.id },
    outcome: 'rejected',
    reason: 'accused-party',
    article: '信访工作条例30(3)',
    at: new Date('2026-04-02T01:00:00Z'),
  });
  expect(matter.legAt('city')).toMatchObject({ leg: { state: 'RETURNED' }, refusal: 'accused-party' });
  expect(matter.caseAt('city').matter.state).toBe('OUT');
});
