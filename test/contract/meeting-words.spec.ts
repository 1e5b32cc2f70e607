import { expect, test } from '@jest/globals';
import { MEETING_ACTS, meetingDecision, meetingState, topicState } from '#contract';
import { type Decision, INSTRUMENTS, MEETING_KINDS, MEETING_STATES, TOPIC_STATES } from '#domain';
import type { z } from 'zod';

/* The words of meetings are written twice, in the pure domain and on the wire; here both are held together. */

test.each([
  ['kinds of meeting', MEETING_KINDS, MEETING_ACTS['plan-meeting'].body.shape.kind.options],
  ['states of a meeting', MEETING_STATES, meetingState.options],
  ['states of a topic', TOPIC_STATES, topicState.options],
] as const)('%s', (_name, domain, wire) => {
  expect([...wire].toSorted()).toEqual([...domain].toSorted());
});

test('instruments of the Standing Committee', () => {
  for (const instrument of INSTRUMENTS)
    expect(meetingDecision.safeParse({ kind: 'instrument', instrument, text: '提请' }).success).toBe(true);
});

test('every decision of the domain is one of the wire (checked by the compiler)', () => {
  const kinds: Record<Decision['kind'], true> = {
    assign: true,
    handover: true,
    adjourn: true,
    'hand-on': true,
    heard: true,
    instrument: true,
  } satisfies Record<z.infer<typeof meetingDecision>['kind'], true>;
  expect(Object.keys(kinds)).toHaveLength(6);
});
