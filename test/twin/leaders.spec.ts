import { describe, expect, test } from '@jest/globals';
import { ACTS } from '#contract';
import type { CaseRow } from '#casework';
import { LeaderViews } from '../../libs/casework/src/views/leader-views.js';
import { leaderReads } from '../../libs/casework/src/testing/leaders-memory.js';
import { Views } from '../../libs/casework/src/views/views.js';
import { RESULT, TwinMatter } from '../support/twin-matter.js';

const EDU = 'agency:education';
const GOV = 'unit:yi-government';
const DEPUTY = { unit: 'city', user: '副主任' };
const HEAD = { unit: 'city', user: '主任' };

const leaders = (matter: TwinMatter, node = 'city') => matter.net.node(node).office.memory.leaders;
const held = (matter: TwinMatter, node = 'city') => structuredClone(matter.net.node(node).office.memory);
const lines = (matter: TwinMatter, node = 'city') =>
  matter.net.node(node).office.memory.history.map((line) => line.text);

function viewsOf(matter: TwinMatter, node = 'city'): LeaderViews {
  const { desk, office } = matter.net.node(node);
  const caseViewer = Object.create(Views.prototype, {
    desk: { value: { office: desk.office, calendar: desk.rulebook.calendar, today: () => matter.net.today } },
  }) as Views;
  return new LeaderViews(
    { reads: { leaders: leaderReads(office.memory) }, office: desk.office, today: () => matter.net.today },
    async (rows: readonly CaseRow[]) => rows.map((row) => caseViewer.caseView(row)),
  );
}

const valueOf = <T>(outcome: { ok: true; value: T } | { ok: false; slug: string }): T => {
  if (!outcome.ok) throw new Error(outcome.slug);
  return outcome.value;
};

describe('呈批: cases before a leader', () => {
  test('a case submitted to a leader is on the list of that day, with its proposal and its nearest clock', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'propose', { text: '拟交教育局办理' });
    await matter.onCase('city', 'submit', { leader: '副主任', note: '涉及面广' });
    expect(matter.caseAt('city').matter.state).toBe('SUBMITTED');
    const list = valueOf(await viewsOf(matter).readingList('副主任', '2026-04-02'));
    expect(list).toMatchObject({
      waiting: 1,
      isNew: 1,
      items: [
        {
          proposal: '拟交教育局办理',
          note: '涉及面广',
          submittedBy: '分办员',
          case: { nearest: { effective: '2026-04-17' } },
        },
      ],
    });
    expect(valueOf(await viewsOf(matter).readingList('主任', '2026-04-02')).items).toEqual([]);
    const later = valueOf(await viewsOf(matter).readingList('副主任', '2026-04-07'));
    expect(later).toMatchObject({ isNew: 0, items: [{ waitingDays: 5 }] });
  });

  test('twice before the same leader is refused and leaves nothing; before a second one is lawful', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'submit', { leader: '副主任' });
    const before = held(matter);
    expect(await matter.onCase('city', 'submit', { leader: 'cs-deputy' })).toMatchObject({
      slug: 'submitted-already',
    });
    expect(held(matter)).toEqual(before);
    expect(await matter.onCase('city', 'submit', { leader: '主任' })).toHaveProperty('caseId');
  });

  test('nobody is a leader by name: a registrar is no leader, a stranger is nobody', async () => {
    const matter = await TwinMatter.registered();
    expect(await matter.onCase('city', 'submit', { leader: '登记员' })).toMatchObject({ ok: false });
    expect(await matter.onCase('city', 'submit', { leader: '国家主席' })).toMatchObject({ ok: false });
  });

  test('a leader who keeps away from a case is not shown it', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'declare-conflict', { actor: DEPUTY, reason: '近亲属' });
    expect(await matter.onCase('city', 'submit', { leader: '副主任' })).toMatchObject({
      slug: 'conflict-of-interest',
      article: '信访工作条例28(3)',
    });
  });

  test('a case that ended before anybody read it is on no list any more', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'submit', { leader: '副主任' });
    await matter.onCase('city', 'instruct', { actor: HEAD, text: '请存查' });
    await matter.onCase('city', 'withdraw', { reason: '已解决' });
    expect(leaders(matter).readings).toMatchObject([{ state: 'taken-back' }]);
    expect(valueOf(await viewsOf(matter).readingList('副主任', '2026-04-02')).waiting).toBe(0);
  });
});

describe('an urgent report (L1 25)', () => {
  test('is on the list of the leader it was made to, before everything else, and moves nothing', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'submit', { leader: '分管领导' });
    const second = await matter.register('2026-04-02', { summary: '堤坝渗水，可能危及村庄' });
    if (!('caseId' in second)) throw new Error(second.slug);
    await matter.post('city', 'urgent-report', second.caseId, {
      actor: { unit: 'city', user: '登记员' },
      version: second.caseVersion,
      text: '堤坝渗水',
      reportedTo: '分管领导',
    });
    const list = valueOf(await viewsOf(matter).readingList('分管领导', '2026-04-02'));
    expect(list.items.map(({ caseId }) => caseId)).toEqual([second.caseId, matter.caseAt('city').matter.id]);
    expect(list.items[0]).toMatchObject({ note: '堤坝渗水', case: { state: 'REGISTERED' } });
  });

  test('made to another office it is on file, and on no list here', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'urgent-report', { text: '堤坝渗水', reportedTo: '市应急管理局' });
    expect(leaders(matter).readings).toEqual([]);
    expect(matter.caseAt('city').matter.urgentOn).toBe('2026-04-02');
  });
});

describe('批示: what leaders say becomes work', () => {
  test('圈阅 is no instruction: the ledger counts it as read only', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'submit', { leader: '副主任' });
    await matter.onCase('city', 'instruct', { actor: DEPUTY, marks: [{ mark: 'read' }] });
    const ledger = valueOf(await viewsOf(matter).ledger('副主任', '2026-04-01', '2026-04-30'));
    expect(ledger).toMatchObject({ submitted: 1, waiting: 0, readOnly: 1, instructed: 0 });
    expect(matter.caseAt('city').matter.state).toBe('REGISTERED');
  });

  test('a mark for an agency is a leg whose note is the mark, and whose limit is its date', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'instruct', {
      actor: DEPUTY,
      text: '此事反映强烈，纪委亦请关注。',
      marks: [{ mark: 'handle', unit: EDU, what: '请查明并依法处理', within: '20日' }],
    });
    const sent = matter.legAt('city').leg;
    expect(sent).toMatchObject({ kind: 'assign', to: EDU, limit: { notAfter: '2026-04-22' } });
    expect(matter.caseAt('city').matter.state).toBe('OUT');
    const there = matter.net.node(EDU).office.memory.documents.map(({ text }) => text);
    expect(there).toEqual(['请查明并依法处理']);
    expect(JSON.stringify(held(matter, EDU))).not.toContain('纪委亦请关注');
    await matter.onLeg(EDU, 'accept');
    expect(
      matter
        .legAt(EDU)
        .leg.clocks.filter(({ metOn }) => metOn === undefined)
        .map((one) => one.effective),
    ).not.toContain('2026-06-01');
    expect(leaders(matter).tasks).toMatchObject([{ unit: EDU, state: 'open', leg: sent.id }]);
  });

  test('the task ends with the leg that carries it; done late it stays late in the ledger', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'instruct', {
      actor: DEPUTY,
      marks: [{ mark: 'report', unit: EDU, what: '请报情况', by: '2026-04-10' }],
    });
    await matter.onLeg(EDU, 'accept');
    await matter.net.day('2026-04-14');
    await matter.onLeg(EDU, 'report', { result: '情况如下' });
    await matter.onLeg('city', 'review', { verdict: 'pass' });
    expect(leaders(matter).tasks).toMatchObject([{ state: 'done', ended: { on: '2026-04-14' } }]);
    const ledger = valueOf(await viewsOf(matter).ledger('副主任', '2026-04-01', '2026-04-30'));
    expect(ledger.tasks).toEqual({ open: 0, done: 1, withdrawn: 0, late: 1 });
  });

  test('a unit that objects and gets its way brings the task back to the leader', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'instruct', {
      actor: DEPUTY,
      marks: [{ mark: 'handle', unit: EDU, what: '请办理', within: '20日' }],
    });
    await matter.onLeg(EDU, 'object', { reason: '不属本局' });
    await matter.onLeg('city', 'agree-return', {}, (row) => row.leg.state === 'OBJECTED');
    expect(leaders(matter).tasks).toMatchObject([{ state: 'withdrawn' }]);
  });

  test('a unit that has the matter in hand gets a letter on its leg, not the matter a second time', async () => {
    const matter = await TwinMatter.assigned();
    await matter.onCase('city', 'instruct', {
      actor: DEPUTY,
      marks: [{ mark: 'handle', unit: EDU, what: '请抓紧', within: '10日' }],
    });
    const { memory } = matter.net.node('city').office;
    expect([...memory.legs.values()]).toHaveLength(1);
    const there = [...matter.net.node(EDU).office.memory.supervision.papers.values()];
    expect(there).toMatchObject([{ supervision: { kind: 'letter', text: '请抓紧' } }]);
  });

  test('the clerk who put it before the leader is told at once, without what the instruction says', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'submit', {
      actor: { unit: 'city', user: '登记员' },
      leader: '副主任',
    });
    await matter.onCase('city', 'instruct', { actor: DEPUTY, text: '请转教育局' });
    expect(await viewsOf(matter).notices('2026-04-02')).toMatchObject([
      { unit: 'city', recipient: '登记员', lines: [{ leader: '副主任', text: '副主任已批示，请办理' }] },
    ]);
    expect(lines(matter).some((line) => line.includes('请转教育局'))).toBe(false);
  });

  test('a task inside the node: its unit sees what it is asked and nothing else, and finishes it', async () => {
    const matter = await inTheTownship();
    const chair = { unit: 'township:yi', user: '主席' };
    await matter.onCase('township:yi', 'instruct', {
      actor: chair,
      text: '此件我另与书记商量。',
      marks: [{ mark: 'handle', unit: GOV, what: '请乡政府阅处', within: '5工作日' }, { mark: 'agree' }],
    });
    const views = viewsOf(matter, 'township:yi');
    const id = matter.caseAt('township:yi').matter.id;
    const seen = await views.instructions(id, { unit: GOV });
    expect(seen).toMatchObject([{ text: null, marks: [{ unit: GOV, what: '请乡政府阅处' }] }]);
    expect(await views.instructions(id, { unit: 'unit:jia-government' })).toEqual([]);
    const [task] = await views.tasks({ unit: GOV, state: 'open' }, { unit: GOV });
    expect(await views.tasks({ unit: GOV, state: 'open' }, { unit: 'unit:jia-government' })).toEqual([]);
    expect(await views.notices(matter.net.today, { unit: GOV })).toMatchObject([
      { unit: GOV, recipient: '承办人', lines: [{ text: expect.stringContaining('请乡政府阅处') }] },
    ]);
    const before = held(matter, 'township:yi');
    expect(
      await matter.onCase('township:yi', 'finish-task', {
        actor: { unit: 'township:yi' },
        task: task?.id,
        note: '代办',
      }),
    ).toMatchObject({ slug: 'not-your-unit' });
    expect(held(matter, 'township:yi')).toEqual(before);
    const done = { actor: { unit: GOV }, task: task?.id, note: '已与信访人见面' };
    expect(await matter.onCase('township:yi', 'finish-task', done)).toHaveProperty('caseId');
    expect(await matter.onCase('township:yi', 'finish-task', done)).toMatchObject({ slug: 'task-ended' });
  });

  test('a scan must be a file of this case', async () => {
    const matter = await TwinMatter.registered();
    const id = matter.caseAt('city').matter.id;
    const scan = '01900000-0000-7000-8000-00000000aaaa';
    expect(await matter.onCase('city', 'instruct', { actor: DEPUTY, scan })).toMatchObject({
      slug: 'unknown-attachment',
    });
    const file = { id: scan, caseId: id, name: '批示', size: 4, sha256: 'f'.repeat(64) };
    const kept = {
      ...file,
      on: matter.net.today,
      at: '2026-04-02T01:00:00.000Z',
      unit: 'city',
      user: '登记员',
      shows: 'petitioner',
    } as const;
    matter.net.node('city').office.memory.intake.attachments.push({ ...kept, type: 'text/plain' });
    expect(await matter.onCase('city', 'instruct', { actor: DEPUTY, scan })).toMatchObject({
      slug: 'not-a-scan',
    });
    matter.net.node('city').office.memory.intake.attachments[0] = { ...kept, type: 'image/jpeg' };
    await matter.onCase('city', 'instruct', { actor: DEPUTY, scan });
    expect(leaders(matter).instructions).toMatchObject([
      { scan: { attachment: scan, sha256: 'f'.repeat(64) } },
    ]);
  });

  test('an instruction says something, asks each unit once, and by one date', () => {
    const on = { actor: DEPUTY, version: 1 };
    const mark = { mark: 'handle', unit: EDU, what: '办' };
    const wrong = [
      {},
      { marks: [] },
      { marks: [mark] },
      { marks: [{ ...mark, within: '5日', by: '2026-05-01' }] },
      {
        marks: [
          { ...mark, within: '5日' },
          { ...mark, within: '6日' },
        ],
      },
      { marks: [{ mark: 'read', unit: EDU }] },
      { marks: [{ ...mark, within: '五日' }] },
      { marks: [{ ...mark, what: 'x'.repeat(2_001), within: '5日' }] },
      { text: '  ' },
      { text: '坏\u0000字' },
      { text: 'x'.repeat(4_001) },
      { scan: '../../etc/passwd' },
    ];
    for (const body of wrong) expect(ACTS.instruct.body.safeParse({ ...on, ...body }).success).toBe(false);
    expect(ACTS.instruct.body.safeParse({ ...on, marks: [{ mark: 'read' }] }).success).toBe(true);
  });

  test('a date that has passed, a unit that nobody knows: refused, and nothing is left behind', async () => {
    const matter = await TwinMatter.registered();
    const before = held(matter);
    const mark = { mark: 'handle', unit: EDU, what: '办' };
    for (const [marks, slug] of [
      [[{ ...mark, by: '2026-04-01' }], 'date-before-event'],
      [[{ ...mark, unit: 'agency:nobody', within: '5日' }], 'addressee-unknown'],
      [[{ mark: 'agree' }, { ...mark, unit: 'township:bing', within: '5日' }], 'addressee-unknown'],
    ] as const) {
      expect(await matter.onCase('city', 'instruct', { actor: DEPUTY, marks })).toMatchObject({ slug });
      expect(held(matter)).toEqual(before);
    }
  });
});

describe('the office above', () => {
  test('reads in the verification report who instructed and which unit got a task, never the words', async () => {
    const matter = await inTheTownship();
    await matter.onLeg('township:yi', 'pass-on', {
      actor: { unit: 'township:yi', user: '分办员' },
      to: GOV,
    });
    await matter.onCase('township:yi', 'instruct', {
      actor: { unit: 'township:yi', user: '主席' },
      text: '此件另与书记商量。',
      marks: [{ mark: 'study', unit: GOV, what: '请提出意见', within: '5工作日' }],
    });
    const below = ({ leg }: { leg: { to: string } }) => leg.to === GOV;
    await matter.onLeg('township:yi', 'report', { actor: { unit: GOV }, ...RESULT }, below);
    const up = ({ leg }: { leg: { to: string } }) => leg.to === 'township:yi';
    const done = await matter.onLeg(
      'township:yi',
      'report-up',
      { actor: { unit: 'township:yi', user: '分办员' } },
      up,
    );
    expect(done).toHaveProperty('caseId');
    const there = JSON.stringify(held(matter));
    expect(there).toContain('主席批示：');
    expect(there).toContain('交研究');
    expect(there).not.toContain('另与书记商量');
  });
});

describe('the list of the day in one act', () => {
  const list = async (matter: TwinMatter, lines: readonly object[], user = '副主任') =>
    matter.post('city', 'instruct-list', '', { actor: { unit: 'city', user }, list: lines });

  async function twoCases() {
    const matter = await TwinMatter.registered();
    const one = matter.caseAt('city').matter.id;
    const second = await matter.register('2026-04-02', { summary: '另一件事' });
    if (!('caseId' in second)) throw new Error(second.slug);
    return { matter, one, other: second.caseId };
  }

  test('all of it is done', async () => {
    const { matter, one, other } = await twoCases();
    const done = await list(matter, [
      { caseId: one, version: 1, marks: [{ mark: 'agree' }] },
      { caseId: other, version: 1, text: '请存查' },
    ]);
    expect(done).toMatchObject({ cases: [{ caseVersion: 2 }, { caseVersion: 2 }] });
    expect(leaders(matter).instructions).toHaveLength(2);
  });

  test('or nothing: a case that another moved meanwhile is named, and no other is touched', async () => {
    const { matter, one, other } = await twoCases();
    await matter.post('city', 'propose', other, { actor: { unit: 'city' }, version: 1, text: '拟办' });
    const before = held(matter);
    const done = await list(matter, [
      { caseId: one, version: 1, marks: [{ mark: 'agree' }] },
      { caseId: other, version: 1, marks: [{ mark: 'agree' }] },
    ]);
    expect(done).toMatchObject({ slug: 'stale-version' });
    expect(held(matter)).toEqual(before);
  });

  test('a case twice, an empty list, or a clerk: refused', async () => {
    const { matter, one } = await twoCases();
    const line = { caseId: one, version: 1, marks: [{ mark: 'agree' }] };
    const body = { actor: DEPUTY, list: [line, line] };
    expect(ACTS['instruct-list'].body.safeParse(body).success).toBe(false);
    expect(ACTS['instruct-list'].body.safeParse({ actor: DEPUTY, list: [] }).success).toBe(false);
    expect(await list(matter, [line], '登记员')).toMatchObject({ slug: 'role-not-allowed' });
  });
});

describe('the wall around an accusation holds for instructions', () => {
  test('a mark for the accused, or for whoever leads it, is refused whole; its words are nowhere in the network', async () => {
    const matter = await TwinMatter.registered('2026-04-02', {
      category: 'accusation',
      route: '30',
      respondents: ['市教育局'],
      accused: [EDU],
    });
    const before = held(matter);
    for (const unit of [EDU, 'agency:government-office']) {
      expect(
        await matter.onCase('city', 'instruct', {
          actor: DEPUTY,
          text: '绝密批语',
          marks: [{ mark: 'handle', unit, what: '绝密批语', within: '5日' }],
        }),
      ).toMatchObject({ slug: 'accused-party', article: '信访工作条例30(3)' });
      expect(held(matter)).toEqual(before);
    }
    await matter.onCase('city', 'instruct', {
      actor: DEPUTY,
      text: '绝密批语',
      marks: [{ mark: 'handle', unit: 'agency:discipline', what: '请依纪依法处理', within: '30日' }],
    });
    for (const node of matter.net.nodes.keys()) {
      if (node !== 'city') expect(JSON.stringify(held(matter, node))).not.toContain('绝密批语');
    }
  });

  test('a task inside the node is walled too: a township government that is accused gets none', async () => {
    const matter = await TwinMatter.registered();
    const { net } = matter;
    const answer = await net.act(
      'township:yi',
      'register',
      '',
      ACTS.register.body.parse({
        actor: { unit: 'township:yi' },
        form: 'letter',
        source: 'own',
        people: 1,
        receivedOn: '2026-04-02',
        petitioner: { name: '陈某' },
        category: 'accusation',
        route: '30',
        topic: '纪检监察/作风',
        place: '乙乡',
        summary: '反映乡政府负责人。',
        request: '查处。',
        respondents: ['乙乡人民政府'],
      }),
    );
    if (!('caseId' in answer)) throw new Error(answer.slug);
    expect(
      await matter.post('township:yi', 'instruct', answer.caseId, {
        actor: { unit: 'township:yi', user: '主席' },
        version: answer.caseVersion,
        marks: [{ mark: 'handle', unit: GOV, what: '请办', within: '5日' }],
      }),
    ).toMatchObject({ slug: 'accused-party' });
  });
});

describe('包案领导', () => {
  test('is named with a reason, replaced with a reason, and each stands in the history', async () => {
    const matter = await TwinMatter.registered();
    await matter.onCase('city', 'set-responsible', { actor: HEAD, leader: '副主任', reason: '涉及多部门' });
    expect(
      await matter.onCase('city', 'set-responsible', { actor: HEAD, leader: 'cs-deputy', reason: '再定' }),
    ).toMatchObject({ slug: 'responsible-unchanged' });
    await matter.onCase('city', 'set-responsible', { actor: HEAD, leader: '分管领导', reason: '调整分工' });
    expect(matter.caseAt('city').matter.responsible).toEqual({ leader: '分管领导', since: '2026-04-02' });
    expect(lines(matter)).toEqual(
      expect.arrayContaining(['包案领导：副主任（涉及多部门）', '包案领导：副主任 → 分管领导（调整分工）']),
    );
    expect(
      await matter.onCase('city', 'set-responsible', {
        actor: { unit: 'city', user: '登记员' },
        leader: '主任',
        reason: '自定',
      }),
    ).toMatchObject({ slug: 'role-not-allowed' });
  });
});

describe('a returned dossier takes what leaders said with it', () => {
  test('the words go, who and when stays', async () => {
    const matter = await inTheTownship();
    await matter.onCase('township:yi', 'instruct', {
      actor: { unit: 'township:yi', user: '主席' },
      text: '退回前的批语',
      marks: [{ mark: 'handle', unit: GOV, what: '退回前的交办', within: '5日' }],
    });
    await matter.onLeg('township:yi', 'object', {
      actor: { unit: 'township:yi', user: '分办员' },
      reason: '不属本乡',
    });
    await matter.onLeg('city', 'agree-return', {}, (row) => row.leg.state === 'OBJECTED');
    const kept = JSON.stringify(held(matter, 'township:yi'));
    expect(kept).not.toContain('退回前的批语');
    expect(kept).not.toContain('退回前的交办');
    expect(leaders(matter, 'township:yi').instructions).toHaveLength(1);
  });
});

async function inTheTownship(): Promise<TwinMatter> {
  const matter = await TwinMatter.registered();
  await matter.onCase('city', 'assign', { to: 'township:yi', wants: 'result', days: 30 });
  await matter.onLeg('township:yi', 'sign', { actor: { unit: 'township:yi' } });
  return matter;
}
