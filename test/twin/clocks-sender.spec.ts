import { describe, expect, test } from '@jest/globals';
import { of } from '../support/calendars.js';
import { RESULT, TwinMatter } from '../support/twin-matter.js';

const EDU = 'agency:education';
const COMMITTEE = 'committee:education';
const own = (matter: TwinMatter, id: string) =>
  matter.caseAt('city').matter.clocks.filter((clock) => clock.id === id && clock.about !== undefined);
const overdue = (matter: TwinMatter, rule: string) =>
  matter.net
    .node('city')
    .office.memory.history.filter(
      ({ act, legId, text }) => act === 'overdue' && legId === undefined && text.startsWith(rule),
    );

/** The network that gives its assigners so many days to review a report. */
function withReview(matter: TwinMatter, period: string): TwinMatter {
  for (const { desk } of matter.net.nodes.values()) {
    const { rulebook } = desk;
    Object.assign(desk, {
      rulebook: { ...rulebook, settings: { ...rulebook.settings, review: of(period) } },
    });
  }
  return matter;
}

describe('the sender’s own lateness is recorded (L1 43, 44)', () => {
  test('an item that lies undispatched for 15 days is overdue at the office (C1), once', async () => {
    const matter = await TwinMatter.registered('2026-04-02');
    await matter.net.day('2026-04-20');
    await matter.net.day('2026-04-21');
    expect(overdue(matter, 'C1')).toHaveLength(1);
    await matter.onCase('city', 'refer', { to: EDU });
    const c1 = matter.caseAt('city').matter.clocks.find(({ id }) => id === 'C1');
    expect(c1).toMatchObject({ effective: '2026-04-17', metOn: '2026-04-21' });
  });

  test('the notice to the petitioner is owed by the office and again by each receiver (C2)', async () => {
    const matter = await TwinMatter.assigned();
    expect(matter.caseAt('city').matter.clocks.map(({ id }) => id)).toContain('C2');
    expect(matter.legAt(EDU).leg.clocks.map(({ id }) => id)).toContain('C2');
  });

  test('an objection is ruled on within 3 working days of its arrival (C3.ruling)', async () => {
    const matter = await TwinMatter.assigned();
    await matter.onLeg(EDU, 'object', { reason: '不属本机关职责' });
    expect(own(matter, 'C3')).toMatchObject([
      { rule: 'NAT.C3.ruling', start: '2026-04-02', effective: '2026-04-08', note: '[I]' },
    ]);
    await matter.net.day('2026-04-08');
    await matter.onLeg('city', 'confirm-assignment', { reason: '属其法定职责' });
    expect(own(matter, 'C3')).toMatchObject([{ metOn: '2026-04-08' }]);
    expect(overdue(matter, 'C3')).toEqual([]);
    expect(matter.net.differences()).toEqual([]);
  });

  test('a sender that lets an objection lie is late itself; the receiver is not', async () => {
    const matter = await TwinMatter.assigned();
    await matter.onLeg(EDU, 'object', { reason: '不属本机关职责' });
    await matter.net.day('2026-04-09');
    expect(overdue(matter, 'C3')).toHaveLength(1);
    await matter.onLeg('city', 'agree-return');
    expect(own(matter, 'C3')).toMatchObject([{ metOn: '2026-04-09' }]);
    const there = matter.net.node(EDU).office.memory.history.filter(({ text }) => text.startsWith('C3'));
    expect(there.filter(({ act }) => act === 'overdue')).toEqual([]);
  });

  test('without a setting of the network no date is given for the review of a report (C6)', async () => {
    const matter = await TwinMatter.assigned();
    await matter.onLeg(EDU, 'report', RESULT);
    expect(own(matter, 'C6')).toEqual([]);
  });

  test('where the network sets one, the review of each report has its own (C6)', async () => {
    const matter = withReview(await TwinMatter.assigned(), '5工作日');
    await matter.onLeg(EDU, 'report', RESULT);
    expect(own(matter, 'C6')).toMatchObject([{ start: '2026-04-02', effective: '2026-04-10' }]);
    await matter.onLeg(COMMITTEE, 'review-slip', { verdict: 'supplement', remarks: ['缺凭据'] });
    expect(own(matter, 'C6')).toMatchObject([{ metOn: '2026-04-02' }]);
    await matter.net.day('2026-04-13');
    await matter.onLeg(EDU, 'report', RESULT);
    expect(own(matter, 'C6')).toHaveLength(2);
    await matter.net.day('2026-04-21');
    expect(overdue(matter, 'C6')).toHaveLength(1);
  });

  test('signing for a leg is owed within 2 working days; the late reminder names the unit, not a person (C11)', async () => {
    const matter = await TwinMatter.assigned();
    await matter.net.day('2026-04-08');
    const lines = matter.net
      .node('city')
      .office.memory.history.filter(({ act, text }) => act === 'overdue' && text.startsWith('C11'));
    expect(lines).toHaveLength(1);
  });

  test('no notice is owed where name or address is unclear (L1 23(2))', async () => {
    const matter = await TwinMatter.registered('2026-04-02', { petitioner: { note: '匿名' } });
    expect(matter.caseAt('city').matter.clocks.map(({ id }) => id)).toEqual(['C1']);
    await matter.onCase('city', 'refer', { to: EDU });
    expect(matter.legAt(EDU).leg.clocks.map(({ id }) => id)).not.toContain('C2');
  });
});
