import { expect } from '@jest/globals';
import { uuidV7 } from '#platform';
import type { Enclosure, EnclosureReads, EnclosureStore } from '#casework';
import { MOST_SPOILT } from '#contract';

/* What the store of enclosures promises, on the twin and on the database. */

/** One office's store: every write in a unit of its own. */
export interface EnclosureAdapter {
  write<T>(work: (store: EnclosureStore) => Promise<T>): Promise<T>;
  readonly reads: EnclosureReads;
}

const SHA = 'a'.repeat(64);

export function anEnclosure(over: Partial<Enclosure> = {}): Enclosure {
  return {
    ...{ id: uuidV7(), caseId: uuidV7(), legId: uuidV7(), way: 'in', peer: 'city', ref: uuidV7() },
    ...{ name: '来信.pdf', type: 'application/pdf', size: 30, sha256: SHA, shows: 'matter' },
    ...over,
  };
}

type Situation = (made: EnclosureAdapter) => Promise<void>;

const stateOf = async ({ reads }: EnclosureAdapter, { caseId }: Enclosure) =>
  (await reads.ofCase(caseId)).map(({ state }) => state);

export const ENCLOSURE_SITUATIONS: Readonly<Record<string, Situation>> = {
  'a file that came in is wanted and due at once, one that goes out is offered to its peer alone': async (
    made,
  ) => {
    const wanted = anEnclosure();
    const out = anEnclosure({ way: 'out', peer: 'township:yi' });
    await made.write((store) => store.add([wanted, out]));
    const due = await made.reads.due(10, []);
    expect(due.map(({ id }) => id)).toContain(wanted.id);
    expect(due.map(({ id }) => id)).not.toContain(out.id);
    expect((await made.reads.due(10, ['city'])).map(({ id }) => id)).not.toContain(wanted.id);
    expect(await made.reads.offered('township:yi', out.ref)).toMatchObject({ ...out, state: 'offered' });
    expect(await made.reads.offered('township:jia', out.ref)).toBeUndefined();
    expect(await made.reads.offered('city', wanted.ref)).toBeUndefined();
    expect(await made.reads.offered('township:yi', '../../etc/passwd')).toBeUndefined();
  },
  'what came from a peer and was taken may go back to that peer alone, until then and afterwards not': async (
    made,
  ) => {
    const one = anEnclosure();
    const out = anEnclosure({ way: 'out' });
    await made.write((store) => store.add([one, out]));
    expect(await made.reads.taken('city', one.ref)).toBeUndefined();
    await made.write((store) => store.settle(one, 'there'));
    await made.write((store) => store.settle(out, 'there'));
    expect(await made.reads.taken('city', one.ref)).toMatchObject(one);
    expect(await made.reads.taken('township:yi', one.ref)).toBeUndefined();
    expect(await made.reads.taken('city', one.id)).toBeUndefined();
    expect(await made.reads.taken('city', out.ref)).toBeUndefined();
    expect(await made.reads.taken('city', "' OR 1=1")).toBeUndefined();
    expect(await made.reads.offered('city', one.ref)).toBeUndefined();
  },
  'the same file named again stays as it is': async (made) => {
    const one = anEnclosure();
    await made.write((store) => store.add([one]));
    await made.write((store) => store.settle(one, 'there'));
    await made.write((store) => store.add([{ ...one, id: uuidV7(), sha256: 'b'.repeat(64) }]));
    expect(await made.reads.ofCase(one.caseId)).toMatchObject([{ ...one, state: 'there' }]);
  },
  'one that could not be had is due again later, with what stood in the way': async (made) => {
    const one = anEnclosure();
    await made.write((store) => store.add([one]));
    await made.write((store) => store.postpone(one.id, 'unreachable', 60_000));
    expect((await made.reads.due(100, [])).map(({ id }) => id)).not.toContain(one.id);
    const [row] = await made.reads.ofCase(one.caseId);
    expect(row).toMatchObject({ state: 'wanted', problem: 'unreachable', tries: 1, spoilt: 0 });
    const wait = Date.parse(row?.nextTryAt ?? '') - Date.parse(row?.since ?? '');
    expect(wait).toBeGreaterThanOrEqual(60_000);
    expect(wait).toBeLessThan(90_000);
    expect(await made.reads.wantedIds()).toContain(one.id);
  },
  'somebody is called for a problem that no waiting heals, and for a wrong digest after some tries': async (
    made,
  ) => {
    const before = await made.reads.figures();
    const [spoilt, away, refused] = [anEnclosure(), anEnclosure(), anEnclosure()];
    await made.write((store) => store.add([spoilt, away, refused]));
    await made.write((store) => store.postpone(away.id, 'unreachable', 0));
    await made.write((store) => store.postpone(refused.id, 'not-offered', 0));
    for (let tried = 1; tried < MOST_SPOILT; tried += 1)
      await made.write((store) => store.postpone(spoilt.id, 'digest', 0));
    const { wanted, failing, oldestMs } = await made.reads.figures();
    expect([wanted, failing]).toEqual([before.wanted + 3, before.failing + 1]);
    expect(oldestMs).toBeGreaterThanOrEqual(0);
    await made.write((store) => store.postpone(spoilt.id, 'digest', 0));
    expect(await made.reads.figures()).toMatchObject({ failing: before.failing + 2 });
  },
  'what is settled is wanted no more, and postponing it changes nothing': async (made) => {
    const one = anEnclosure();
    await made.write((store) => store.add([one]));
    expect(await made.write((store) => store.wanted(one.id))).toMatchObject(one);
    await made.write((store) => store.settle(one, 'refused', 'type'));
    await made.write((store) => store.postpone(one.id, 'unreachable', 0));
    expect(await made.write((store) => store.wanted(one.id))).toBeUndefined();
    expect(await made.reads.ofCase(one.caseId)).toMatchObject([
      { state: 'refused', problem: 'type', tries: 0 },
    ]);
    expect(await made.reads.wantedIds()).not.toContain(one.id);
  },
  'a leg that went back takes what is pending on it, and nothing else': async (made) => {
    const wanted = anEnclosure();
    const { caseId, legId } = wanted;
    const offered = anEnclosure({ way: 'out', caseId, legId });
    const there = anEnclosure({ caseId, legId });
    const had = anEnclosure({ way: 'out', caseId, legId });
    const other = anEnclosure({ caseId });
    await made.write((store) => store.add([wanted, offered, there, had, other]));
    await made.write((store) => store.settle(there, 'there'));
    await made.write((store) => store.settle(had, 'there'));
    expect(await made.reads.offered(had.peer, had.ref)).toBeDefined();
    await made.write((store) => store.withdraw(legId));
    expect(await stateOf(made, wanted)).toEqual([
      ...['withdrawn', 'withdrawn', 'there', 'withdrawn', 'wanted'],
    ]);
    expect(await made.reads.offered(had.peer, had.ref)).toBeUndefined();
    expect(await made.reads.offered(offered.peer, offered.ref)).toBeUndefined();
  },
  'a sealed copy keeps digests and loses names': async (made) => {
    const wanted = anEnclosure();
    const there = anEnclosure({ caseId: wanted.caseId });
    await made.write((store) => store.add([wanted, there]));
    await made.write((store) => store.settle(there, 'there'));
    await made.write((store) => store.seal(wanted.caseId));
    expect(await stateOf(made, wanted)).toEqual(['withdrawn', 'there']);
    const rows = await made.reads.ofCase(wanted.caseId);
    expect(JSON.stringify(rows)).not.toContain('来信');
    expect(rows.map(({ sha256 }) => sha256)).toEqual([SHA, SHA]);
    expect(await made.write((store) => store.ofLeg(there.legId))).toHaveLength(1);
  },
};
