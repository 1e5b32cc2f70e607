import { expect } from '@jest/globals';
import type { ActAnswer, ActName } from '#contract';
import type { Refusal } from '#domain';
import { TwinMatter } from './twin-matter.js';
import type { TwinNetwork } from './twin-network.js';

/* For tests of what must be refused: the act, its slug and article, and that nothing at all has changed. */

export const EDU = 'agency:education';
export const DISCIPLINE = 'agency:discipline';
export const DISPATCHER = { actor: { unit: 'city', user: '分办员' } };
export const DIRECTOR = { actor: { unit: 'city', user: '主任' } };

/** A letter that accuses somebody of the village. */
export const ACCUSATION = {
  category: 'accusation',
  route: '30',
  topic: '纪检监察/村干部',
  place: '乙乡丙村',
  summary: '村干部违法拍卖集体土地。',
  request: '依法查处。',
  respondents: [],
} as const;

/** An accusation registered at the city; `accused` as the letter names them. */
export const accusing = (accused: readonly string[], over: object = {}): Promise<TwinMatter> =>
  TwinMatter.registered('2026-06-08', { ...ACCUSATION, accused, ...over });

/** Everything in every node of the network. */
const everything = (net: TwinNetwork) =>
  structuredClone([...net.nodes].map(([id, node]) => [id, node.office.memory] as const));

/** The act is refused with slug and article, and no memory of the network has changed. */
export async function refused(
  matter: TwinMatter,
  act: () => Promise<ActAnswer | Refusal>,
  slug: string,
  article?: string,
): Promise<void> {
  const before = everything(matter.net);
  const answer = await act();
  expect(answer).toMatchObject({ ok: false, slug, ...(article === undefined ? {} : { article }) });
  expect(everything(matter.net)).toEqual(before);
}

export const onCity = (matter: TwinMatter, act: ActName, more: object) => () =>
  matter.onCase('city', act, more);
