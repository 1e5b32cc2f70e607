import { describe, expect, test } from '@jest/globals';
import { isReplyLate } from '#domain';
import { RESULT, TwinMatter } from '../support/twin-matter.js';
import { HOLDER, accepted, actsAt, dueOf, firedAt, liveUntil, papersAt } from '../support/twin-late.js';

const paperOf = (matter: TwinMatter, node: string, at = -1) => papersAt(matter, node).at(at)?.supervision;
const held = (matter: TwinMatter) => structuredClone(matter.net.node('city').office.memory);

describe('reminders are numbered acts', () => {
  test('a call is kept with who was spoken to and what was promised, and the holder sees it', async () => {
    const matter = await accepted();
    await matter.onLeg('city', 'remind', { how: 'telephone', spokeWith: '科长', promised: '本周内办结' });
    expect(paperOf(matter, HOLDER)).toMatchObject({
      kind: 'telephone',
      call: { spokeWith: '科长', promised: '本周内办结' },
      by: { unit: 'city', user: '督办员', role: 'supervisor' },
    });
    expect(papersAt(matter, 'city')[0]?.deliveredAt).toBeDefined();
    expect(matter.net.quarantine).toEqual([]);
    expect(matter.net.differences()).toEqual([]);
  });

  test('slip 1, then slip 2 with a copy to the head, then no third: the next is a letter', async () => {
    const matter = await accepted();
    await matter.onLeg('city', 'remind', { how: 'slip', number: 1 });
    await matter.onLeg('city', 'remind', { how: 'slip' });
    const slips = papersAt(matter, HOLDER).map(({ supervision }) => supervision);
    expect(slips.map(({ ordinal, copyToHead }) => [ordinal, copyToHead])).toEqual([
      [1, false],
      [2, true],
    ]);
    const told = firedAt(matter, HOLDER).map(({ name, recipient }) => [name, recipient?.post]);
    expect(told).toEqual([
      ['slip-1-1', '承办人'],
      ['slip-1-2', '承办人'],
      ['copy-slip-1-2', '负责人'],
    ]);
    expect(slips.map(({ number }) => number)).toEqual(['市人信催〔2026〕1号', '市人信催〔2026〕2号']);
    const before = held(matter);
    expect(await matter.onLeg('city', 'remind', { how: 'slip' })).toMatchObject({ slug: 'slips-used-up' });
    expect(held(matter)).toEqual(before);
  });

  test('two supervisors who sign slip 1 at once: one wins, the other is told that it changed', async () => {
    const matter = await accepted();
    const { version } = matter.legAt('city', (row) => row.leg.kind === 'assign');
    await matter.onLeg('city', 'remind', { how: 'slip', number: 1 });
    expect(await matter.onLeg('city', 'remind', { how: 'slip', number: 1, version })).toMatchObject({
      slug: 'stale-version',
    });
    expect(await matter.onLeg('city', 'remind', { how: 'slip', number: 1 })).toMatchObject({
      slug: 'slip-out-of-turn',
    });
  });

  test('a dispatcher may telephone, but a slip is signed by the supervisor or the head', async () => {
    const matter = await accepted();
    const actor = { unit: 'city', user: '分办员' };
    expect(
      await matter.onLeg('city', 'remind', { actor, how: 'telephone', promised: '明日回复' }),
    ).toHaveProperty('legId');
    const before = held(matter);
    expect(await matter.onLeg('city', 'remind', { actor, how: 'slip' })).toMatchObject({
      slug: 'role-not-allowed',
    });
    expect(held(matter)).toEqual(before);
  });

  test('nobody is reminded of what lies with the sender itself, and a holder does not remind itself', async () => {
    const matter = await accepted();
    expect(await matter.onLeg(HOLDER, 'remind', { how: 'slip' })).toMatchObject({
      slug: 'not-the-deciding-end',
    });
    await matter.onLeg(HOLDER, 'report', RESULT);
    expect(
      await matter.onLeg('city', 'remind', { how: 'slip' }, (row) => row.leg.kind === 'assign'),
    ).toMatchObject({ slug: 'not-in-this-state', details: { state: 'L8' } });
  });

  test('the holder reads what came and the sender sees that it was read, by whom', async () => {
    const matter = await accepted();
    await matter.onLeg('city', 'remind', { how: 'slip' });
    expect(paperOf(matter, 'city')?.read).toBeUndefined();
    await matter.onLeg(HOLDER, 'read-supervision');
    expect(paperOf(matter, 'city')?.read).toMatchObject({ on: '2026-04-02', by: { unit: HOLDER } });
    expect(await matter.onLeg(HOLDER, 'read-supervision')).toMatchObject({ slug: 'nothing-to-read' });
  });

  test('an interim report satisfies the reminder but not the limit', async () => {
    const matter = await accepted();
    const due = dueOf(matter);
    await matter.onLeg('city', 'remind', { how: 'slip' });
    await matter.onLeg(HOLDER, 'interim-report', { text: '已完成调查。' });
    for (const node of ['city', HOLDER])
      expect(paperOf(matter, node)?.settled).toEqual({ on: '2026-04-02', how: 'interim-report' });
    expect(dueOf(matter)).toBe(due);
    await liveUntil(matter, due, 1);
    expect(actsAt(matter, 'city')).toContain('overdue');
    expect(matter.net.differences()).toEqual([]);
  });
});

describe('a supervision letter must be answered', () => {
  test('its reply date is counted by the calendar and it is late when the date has passed', async () => {
    const matter = await accepted();
    await matter.onLeg('city', 'supervise', { replyWithin: '5工作日' });
    const letter = paperOf(matter, HOLDER);
    // Tomb-sweeping days 04-04..06 are off.
    expect(letter?.replyDue).toMatchObject({ start: '2026-04-02', effective: '2026-04-10' });
    await matter.net.day('2026-04-10');
    expect(letter !== undefined && isReplyLate(letter, matter.net.today)).toBe(false);
    await matter.net.day('2026-04-13');
    expect(letter !== undefined && isReplyLate(letter, matter.net.today)).toBe(true);
    await matter.onLeg(HOLDER, 'reply-to-supervision', { adopted: true, text: '已加派人手。' });
    const replied = paperOf(matter, 'city');
    expect(replied?.reply).toMatchObject({ adopted: true, on: '2026-04-13', text: '已加派人手。' });
    // Answered late stays late.
    expect(replied !== undefined && isReplyLate(replied, matter.net.today)).toBe(true);
  });

  test('an interim report does not answer it; the result does', async () => {
    const matter = await accepted();
    await matter.onLeg('city', 'supervise');
    await matter.onLeg(HOLDER, 'interim-report', { text: '正在办理。' });
    expect(paperOf(matter, 'city')?.settled).toBeUndefined();
    await matter.onLeg(HOLDER, 'report', RESULT);
    for (const node of ['city', HOLDER]) expect(paperOf(matter, node)?.settled?.how).toBe('report');
  });

  test('what is not taken up, with reasons, puts a hearing before the supervisor at once', async () => {
    const matter = await accepted();
    await matter.onLeg('city', 'supervise');
    await matter.onLeg(HOLDER, 'reply-to-supervision', { adopted: false, text: '已按政策办理完毕。' });
    expect(firedAt(matter, 'city')).toMatchObject([{ name: 'hearing', state: 'draft' }]);
    expect(await matter.onLeg(HOLDER, 'reply-to-supervision', { adopted: true, text: '改' })).toMatchObject({
      slug: 'no-reply-owed',
    });
  });

  test('a matter is selected once a month, and what nobody holds cannot be supervised', async () => {
    const matter = await TwinMatter.registered();
    const before = held(matter);
    expect(
      await matter.onCase('city', 'select-for-supervision', { why: 'monthly', letter: true }),
    ).toMatchObject({ slug: 'nothing-to-supervise' });
    expect(held(matter)).toEqual(before);
    await matter.onCase('city', 'assign', { to: HOLDER, wants: 'result', days: 30 });
    await matter.onCase('city', 'select-for-supervision', { why: 'monthly', letter: true });
    expect(paperOf(matter, HOLDER)).toMatchObject({ kind: 'letter', copyToHead: true });
    expect(await matter.onCase('city', 'select-for-supervision', { why: 'late' })).toMatchObject({
      slug: 'selected-already',
    });
  });

  test('a returned copy keeps numbers and dates of what chased it, never the texts', async () => {
    const matter = await TwinMatter.assigned();
    await matter.onLeg('city', 'remind', { how: 'telephone', promised: '明日签收' });
    await matter.onLeg(HOLDER, 'object', { reason: '不属本局' });
    await matter.onLeg('city', 'agree-return', {});
    expect(paperOf(matter, HOLDER)).toMatchObject({ text: '', call: { promised: '' } });
    expect(paperOf(matter, 'city')?.call?.promised).toBe('明日签收');
  });
});

describe('a superior supervises', () => {
  test('the middle tier passes the letter on, and its own date never outlives the one from above', async () => {
    const matter = await TwinMatter.registered('2026-04-02', { actor: { unit: 'city' } });
    const net = matter.net;
    const origin = await net.act('prefecture', 'register', '', {
      actor: { unit: 'prefecture' },
      form: 'letter',
      source: 'own',
      receivedOn: '2026-04-02',
      people: 1,
      petitioner: { name: '陈某' },
      category: 'request',
      route: '31(6)',
      topic: '教育文体/教师待遇',
      place: '甲镇',
      summary: '反映待遇问题。',
      request: '补发。',
      respondents: [],
    });
    if (!('caseId' in origin)) throw new Error(JSON.stringify(origin));
    const above = (row: { leg: { from: string } }) => row.leg.from === 'prefecture';
    await matter.post('prefecture', 'assign', origin.caseId, {
      actor: { unit: 'prefecture' },
      version: origin.caseVersion,
      to: 'city',
      wants: 'result',
      days: 60,
    });
    const incoming = matter.legAt('city', above);
    await matter.post('city', 'assign', incoming.caseId, {
      actor: { unit: 'city' },
      version: net.node('city').office.memory.cases.get(incoming.caseId)?.version ?? 0,
      to: HOLDER,
      wants: 'result',
    });
    await matter.onLeg('prefecture', 'supervise', { replyWithin: '3工作日' }, above);
    const letter = paperOf(matter, 'city');
    expect(letter).toMatchObject({ from: 'prefecture', to: 'city', kind: 'letter' });
    await matter.onLeg(
      'city',
      'supervise',
      { replyWithin: '20工作日', under: letter?.id },
      (row) => row.leg.to === HOLDER,
    );
    expect(paperOf(matter, HOLDER)).toMatchObject({
      under: letter?.number,
      replyDue: { effective: letter?.replyDue?.effective },
    });
    await matter.onLeg('city', 'reply-to-supervision', { adopted: true, text: '已督促教育局。' }, above);
    expect(paperOf(matter, 'prefecture')?.reply?.text).toBe('已督促教育局。');
    expect(net.quarantine).toEqual([]);
  });
});
