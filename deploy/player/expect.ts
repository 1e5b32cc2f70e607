import { CASE_STATE_WORDS, LEG_STATE_WORDS, archiveView, competenceView, type ClockView } from '#contract';
import { z } from 'zod';
import { EXPECTED_CLOCKS, type Expectation, type ExpectedClock } from './casebook-expectation.js';
import { fileArrives } from './expect-file.js';
import { identity, type IdentityLook } from './identity.js';
import { matter } from './expect-matter.js';
import type { Performed } from './perform.js';
import { refusalText } from './node-client.js';

/** What a step expects and did not get, one sentence each. */
export async function unmet(
  expected: Expectation,
  done: Performed,
  looking: IdentityLook,
): Promise<string[]> {
  return [
    ...refusal(expected, done),
    ...warning(expected, done),
    ...state(expected, done),
    ...EXPECTED_CLOCKS.flatMap((id) => clock(id, expected[id], done)),
    ...entry(expected, done),
    ...differs('lamp', expected.lamp, done.leg?.lamp ?? worstLamp(allClocks(done))),
    ...differs(
      'late',
      expected.late,
      allClocks(done).some(({ late }) => late),
    ),
    ...differs('open clocks', expected.openClocks, allClocks(done).filter(({ met }) => met === null).length),
    ...differs('keeps the original date', expected.keepsOriginal, done.leg?.clocks.some(keepsOriginal)),
    ...(await competence(expected, done)),
    ...(await sealed(expected, done)),
    ...(await identity(expected, done, looking)),
    ...(await matter(expected, done)),
    ...(await fileArrives(expected, done)),
  ];
}

/** 延期 keeps the first date beside the new one. */
const keepsOriginal = ({ original, effective }: ClockView): boolean =>
  original !== null && original < effective;

function refusal({ refused, article, guard }: Expectation, { problem, before, after }: Performed): string[] {
  if (refused === undefined) return [];
  if (problem === undefined) return [`it was to be refused with ${refused}, but was done`];
  return [
    ...(problem.slug === refused
      ? []
      : [`it was to be refused with ${refused}, but was refused with ${refusalText(problem)}`]),
    ...differs('the article of the refusal', article, problem.article),
    ...differs('the guard that refuses', guard, problem.guard),
    // The version of case and legs grows with every change.
    ...(versions(before) === versions(after) ? [] : ['the refused act changed something']),
  ];
}

const versions = (detail: Performed['before']): string =>
  detail === undefined
    ? ''
    : [detail.version, ...detail.legs.map(({ id, version }) => `${id} ${version}`)].join(', ');

function warning({ warning: part }: Expectation, { answer }: Performed): string[] {
  if (part === undefined || answer?.warnings.some((one) => one.includes(part)) === true) return [];
  return [
    `no warning holds “${part}”; there ${answer?.warnings.length === 1 ? 'is' : 'are'} ${answer?.warnings.join('; ') || 'none'}`,
  ];
}

function state({ state: code }: Expectation, { leg, after }: Performed): string[] {
  if (code === undefined) return [];
  const seen = code.startsWith('L')
    ? leg === undefined
      ? 'no leg'
      : LEG_STATE_WORDS[leg.state][0]
    : CASE_STATE_WORDS[after.state][0];
  return differs('the state', code, seen);
}

/** The clock of the leg acted on or made, else of the case. */
function clock(
  id: ClockView['id'],
  expected: ExpectedClock | undefined,
  { leg, after }: Performed,
): string[] {
  if (expected === undefined) return [];
  const found = [...after.clocks, ...(leg?.clocks ?? [])].findLast((one) => one.id === id);
  if (typeof expected === 'string')
    return found === undefined ? [] : [`${id} was not to run (${expected}), but ends on ${found.effective}`];
  if (found === undefined) return [`there is no clock ${id}`];
  return [
    ...differs(`the raw end of ${id}`, expected.raw, found.raw),
    ...differs(`the effective end of ${id}`, expected.effective, found.effective),
    ...differs(`${id}: provisional`, expected.provisional, found.provisional),
  ];
}

/** Whether the archived dossier is as it was sealed; asked of the node, which checks every digest. */
async function sealed({ sealed: wanted }: Expectation, { client, after }: Performed): Promise<string[]> {
  if (wanted === undefined) return [];
  const archive = await client.get(`/api/cases/${after.id}/archive`, archiveView);
  return differs('sealed and intact', wanted, archive?.intact === true);
}

/** What the register entry shows. */
function entry({ registered, representatives, urgent }: Expectation, { after }: Performed): string[] {
  const latest = after.items.at(-1);
  return [
    ...differs('registered', registered, latest !== undefined),
    ...differs('the representatives', representatives, latest?.representatives),
    ...differs('urgent', urgent, after.urgentOn !== undefined),
  ];
}

async function competence({ competence: line }: Expectation, { client }: Performed): Promise<string[]> {
  if (line === undefined) return [];
  const table = await client.get('/api/competences', z.array(competenceView));
  if (table?.some(({ topic, to }) => topic === line.topic && to === line.to) === true) return [];
  return [`the competence table of ${client.node.id} has no line ${line.topic} → ${line.to}`];
}

const allClocks = ({ after }: Performed): readonly ClockView[] => [
  ...after.clocks,
  ...after.legs.flatMap(({ clocks }) => clocks),
];

const WORST_FIRST: readonly ClockView['lamp'][] = ['红', '黄', '暂定', '绿'];

/** The one lamp of a matter here, its legs included: the worst that runs; when all is met, 灰 if any was late. */
function worstLamp(clocks: readonly ClockView[]): ClockView['lamp'] {
  const running = clocks.filter(({ met }) => met === null).map(({ lamp }) => lamp);
  if (running.length === 0) return clocks.some(({ late }) => late) ? '灰' : '绿';
  return WORST_FIRST.find((lamp) => running.includes(lamp)) ?? '绿';
}

type Shown = string | number | boolean | null | undefined;

const differs = (what: string, expected: Shown, seen: Shown): string[] =>
  expected === undefined || expected === seen
    ? []
    : [`${what} is ${String(seen)}, expected was ${String(expected)}`];
