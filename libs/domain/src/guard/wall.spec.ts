import { describe, expect, test } from '@jest/globals';
import {
  NO_WALL,
  type Sending,
  type Wall,
  confirmAccused,
  isSettled,
  joinWalls,
  judgeSending,
  nameAccused,
} from './wall.js';

const CLERK = { unit: 'city', user: '登记员' };
const HEAD = { unit: 'city', user: '主任' };
const known = { name: '丙村村委会', party: 'body:bing-village' };
const stranger = { name: '王某某' };

const sending = (wall: Wall, over: Partial<Sending> = {}): Sending => ({
  wall,
  accusation: true,
  redacted: false,
  by: HEAD,
  isNearAccused: (party) => party === 'body:bing-village',
  ...over,
});

describe('the wall', () => {
  test('a matter that accuses nobody is free', () => {
    expect(judgeSending(sending(NO_WALL, { accusation: false }))).toMatchObject({ ok: true });
  });

  test('a name once given is never taken away by naming others, or by naming nobody', () => {
    const once = nameAccused(NO_WALL, [known], CLERK);
    for (const again of [[], [stranger], [{ name: known.name }]]) {
      expect(nameAccused(once, again, HEAD).accused[0]).toMatchObject(known);
      expect(nameAccused(once, again, HEAD).guarded).toBe(true);
    }
  });

  test('a confirmed list is open again when one more unknown name is added', () => {
    const confirmed = confirmAccused(nameAccused(NO_WALL, [stranger], CLERK), new Map(), HEAD);
    if (!confirmed.ok) throw new Error(confirmed.slug);
    expect(isSettled(confirmed.value)).toBe(true);
    expect(isSettled(nameAccused(confirmed.value, [{ name: '李某某' }], HEAD))).toBe(false);
  });

  test('of names given by two persons neither can confirm the other’s alone with his own', () => {
    const both = nameAccused(nameAccused(NO_WALL, [stranger], CLERK), [{ name: '李某某' }], HEAD);
    expect(confirmAccused(both, new Map(), CLERK)).toMatchObject({ slug: 'second-person-required' });
    expect(confirmAccused(both, new Map(), HEAD)).toMatchObject({ slug: 'second-person-required' });
    expect(confirmAccused(both, new Map(), { unit: 'city', user: '分办员' })).toMatchObject({ ok: true });
  });

  test('nothing that waits for nobody is confirmed, nor a name that was never given', () => {
    expect(confirmAccused(nameAccused(NO_WALL, [known], CLERK), new Map(), HEAD)).toMatchObject({
      slug: 'accused-not-waiting',
    });
    const waiting = nameAccused(NO_WALL, [stranger], CLERK);
    expect(confirmAccused(waiting, new Map([['赵某某', 'city']]), HEAD)).toMatchObject({
      slug: 'accused-not-waiting',
    });
  });

  test('"nobody is named" said by one falls when another names somebody', () => {
    const nobody = nameAccused(NO_WALL, [], CLERK);
    expect(nobody.nobodyNamed).toEqual({ saidBy: CLERK });
    expect(nameAccused(nobody, [known], HEAD).nobodyNamed).toBeUndefined();
  });

  test('two walls joined hold both names, and none of the two is confirmed by the other', () => {
    const one = nameAccused(NO_WALL, [known], CLERK);
    const joined = joinWalls(NO_WALL, joinWalls(one, nameAccused(NO_WALL, [stranger], CLERK)));
    expect(joined).toMatchObject({ guarded: true, accused: [known, stranger] });
    expect(isSettled(joined)).toBe(false);
  });

  test('a redacted copy opens the way only for another person and never for an accusation as a whole', () => {
    const redacted = { summary: '工资', request: '补发', draftedBy: CLERK };
    const wall = { ...nameAccused(NO_WALL, [known], CLERK), redacted };
    const other = { accusation: false, redacted: true };
    expect(judgeSending(sending(wall, other))).toMatchObject({ ok: true });
    expect(judgeSending(sending(wall, { ...other, by: CLERK }))).toMatchObject({
      slug: 'second-person-required',
    });
    expect(judgeSending(sending(wall, { ...other, redacted: false }))).toMatchObject({
      slug: 'accused-party',
    });
    expect(judgeSending(sending(wall, { redacted: true }))).toMatchObject({ slug: 'accused-party' });
  });

  test('what is on trial is sent nowhere, whoever is accused', () => {
    expect(judgeSending(sending({ ...NO_WALL, onTrial: true }, { accusation: false }))).toMatchObject({
      slug: 'case-on-trial',
      article: '北京市信访条例32(1)',
    });
  });
});
