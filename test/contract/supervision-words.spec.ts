import { expect, test } from '@jest/globals';
import { LADDER_LEVELS, SUPERVISION_KINDS, type Supervision, URGENCIES } from '#domain';
import { supervisionDraft, type legSupervised } from '#contract';
import { supervisionKind, urgency } from '../../libs/contract/src/messages/supervision.js';
import type { z } from 'zod';

test('the words of supervision are the same in the domain and on the wire', () => {
  expect([...supervisionKind.options]).toEqual([...SUPERVISION_KINDS]);
  expect([...urgency.options]).toEqual([...URGENCIES]);
  // A notice is given, never drafted.
  expect(['notice', ...supervisionDraft.shape.draft.options]).toEqual([...LADDER_LEVELS]);
});

type Paper = z.infer<typeof legSupervised>['supervision'];
/** Every key of a paper on the wire is one of the domain's; what happens to it later never travels with it. */
type OnTheWire = Exclude<keyof Supervision, 'read' | 'reply' | 'settled'>;
const keys: Readonly<Record<keyof Paper, true>> & Readonly<Record<OnTheWire, true>> = {
  id: true,
  legId: true,
  originNumber: true,
  kind: true,
  ordinal: true,
  round: true,
  number: true,
  from: true,
  to: true,
  issuedOn: true,
  by: true,
  text: true,
  call: true,
  copyToHead: true,
  replyDue: true,
  under: true,
};

test('a paper carries all that its sender made and nothing of what the holder did', () => {
  expect(Object.keys(keys)).not.toContain('reply');
});
