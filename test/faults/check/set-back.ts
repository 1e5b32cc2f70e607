import type { Operations } from '../clients/operations.js';
import type { SetBack, Written } from '../clients/set-backs.js';
import type { FaultNetwork, OfficeName } from '../world/network.js';
import { uuidText } from './uuid.js';

/** Asks the offices' databases. */
type Databases = Pick<FaultNetwork, 'sql'>;

/** What an office holds of what its clients and its peers know. */
interface Holding {
  /** Lines of its history: `LEG ACT` → how often it stands there. */
  readonly lines: ReadonlyMap<string, number>;
  /** What it has written to other offices, by id. */
  readonly messages: ReadonlyMap<string, Written>;
  /** Of these, what has not left. */
  readonly unsent: ReadonlyMap<string, Written>;
  /** Cases that it registered itself, with the legs that it sent out of it. */
  readonly cases: ReadonlyMap<string, readonly string[]>;
}

const hexText = (value: unknown): string => (typeof value === 'string' ? uuidText(value) : '');

/** How often each act on a leg stands in an office's history: `LEG ACT` → times. */
export async function historyOf(network: Databases, node: OfficeName): Promise<ReadonlyMap<string, number>> {
  const rows = await network.sql(
    `SELECT LOWER(HEX(leg_id)) AS leg, act, COUNT(*) AS n FROM {${node}}.casework_action
     WHERE act LIKE 'leg.%' OR act IN ('register', 'recall-asked', 'notify', 'close') GROUP BY leg_id, act`,
  );
  return new Map(rows.map(({ leg, act, n }) => [`${hexText(leg)} ${String(act)}`, Number(n)]));
}

/** What an office holds now; asked of its database, whether it runs or not. */
export async function holdingOf(network: Databases, node: OfficeName): Promise<Holding> {
  const written = await network.sql(
    `SELECT LOWER(HEX(id)) AS id, dest, stream_id, type, frame_id IS NULL AS unsent
     FROM {${node}}.exchange_outbox WHERE sequence IS NOT NULL`,
  );
  const cases = await network.sql(
    `SELECT LOWER(HEX(c.id)) AS id, LOWER(HEX(l.id)) AS leg FROM {${node}}.casework_case c
     LEFT JOIN {${node}}.casework_leg l ON l.case_id = c.id AND l.from_node = ? AND l.to_node <> ?
     WHERE c.incoming_leg IS NULL`,
    [node, node],
  );
  const legs = new Map<string, string[]>();
  for (const { id, leg } of cases) {
    const out = legs.get(hexText(id)) ?? [];
    legs.set(hexText(id), leg === null ? out : [...out, hexText(leg)]);
  }
  const messages = (rows: typeof written): Holding['messages'] =>
    new Map(
      rows.map(({ id, dest, stream_id: stream, type }) => [
        hexText(id),
        { dest: String(dest), stream: String(stream), type: String(type) },
      ]),
    );
  return {
    lines: await historyOf(network, node),
    messages: messages(written),
    unsent: messages(written.filter(({ unsent }) => Number(unsent) === 1)),
    cases: legs,
  };
}

/** What is in the first and not in the second. */
const without = <T>(one: ReadonlyMap<string, T>, other: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
  new Map([...one].filter(([key]) => !other.has(key)));

/** Compares what the office held with what it has been set back to. `acts`: those that must have stood there. */
export const setBackOf = (
  node: OfficeName,
  acts: ReadonlyMap<string, number>,
  before: Holding,
  after: Holding,
): SetBack => ({
  node,
  short: new Map([...acts].map(([line, times]) => [line, times - (after.lines.get(line) ?? 0)])),
  messages: without(before.messages, after.messages),
  unsent: after.unsent,
  cases: without(before.cases, after.cases),
  gone: new Set(),
  lostLegs: new Set(),
});

/** Of what is lost here, the messages that their addressees have taken, by id. */
export async function heldElsewhere(
  network: Databases,
  { node, messages }: Pick<SetBack, 'node' | 'messages'>,
): Promise<ReadonlyMap<string, Written>> {
  const held = new Map<string, Written>();
  for (const dest of new Set([...messages.values()].map((message) => message.dest))) {
    const rows = await network.sql(
      `SELECT LOWER(HEX(id)) AS id FROM {${dest}}.exchange_inbox WHERE source = ? AND status IN (1, 2)`,
      [node],
    );
    for (const { id } of rows) {
      const message = messages.get(hexText(id));
      if (message !== undefined) held.set(hexText(id), message);
    }
  }
  return held;
}

/**
 * What must have come back of an office's own messages: what it had lost, and what its older state held unsent though it
 * had left since; such a message stands there again in the epoch in which it left. `epoch`: the one that was lost.
 */
export async function cameBack(
  network: Databases,
  { node, messages, unsent }: SetBack,
  epoch: number,
): Promise<ReadonlyMap<string, Written>> {
  const rows = await network.sql(
    `SELECT LOWER(HEX(id)) AS id FROM {${node}}.exchange_outbox WHERE epoch <= ? AND sequence IS NOT NULL`,
    [epoch],
  );
  const left = rows.flatMap(({ id }): [string, Written][] => {
    const message = unsent.get(hexText(id));
    return message === undefined ? [] : [[hexText(id), message]];
  });
  return await heldElsewhere(network, { node, messages: new Map([...messages, ...left]) });
}

/**
 * Messages of a leg that cannot be taken up again, because neither end has the text of some of them any more: all of them,
 * for an event builds on the one before. Empty where every text is held.
 */
export async function textless(
  network: Databases,
  [one, other]: readonly [string, string],
  stream: string,
): Promise<ReadonlySet<string>> {
  const rows = await network.sql(
    `SELECT LOWER(HEX(m.id)) AS id,
       EXISTS (SELECT 1 FROM {${one}}.exchange_body b WHERE b.message_id = m.id)
         OR EXISTS (SELECT 1 FROM {${other}}.exchange_body b WHERE b.message_id = m.id) AS text
     FROM (
       SELECT id FROM {${one}}.exchange_outbox WHERE dest = ? AND stream_id = ?
       UNION SELECT id FROM {${other}}.exchange_outbox WHERE dest = ? AND stream_id = ?) m`,
    [other, stream, one, stream],
  );
  return new Set(rows.some(({ text }) => Number(text) === 0) ? rows.map(({ id }) => hexText(id)) : []);
}

/**
 * Legs that cannot come back as they were to an office that was set back: their text was destroyed at the other end when
 * they were returned or recalled. The recovery's report names them; what was under way on them may be put away there.
 */
export const lostLegs = ({ setBacks }: Pick<Operations, 'setBacks'>): ReadonlySet<string> =>
  new Set(setBacks.flatMap(({ lostLegs: lost }) => [...lost]));

/** What must stand in an office: acts on legs by line, and how many registrations. */
export interface Expected {
  readonly lines: ReadonlyMap<string, number>;
  readonly registrations: number;
}

/** The history's line of an act, by its path: `/api/legs/ID/accept`. */
export type LineOf = (path: string) => string;

/**
 * What was acknowledged, without what an office that was set back cannot know: an act of which no other office holds the
 * message with its text, a registration of which no such leg had arrived anywhere.
 */
export async function expectedAt(
  network: Databases,
  operations: Pick<Operations, 'all' | 'setBacks'>,
  node: OfficeName,
  lineOf: LineOf,
): Promise<Expected> {
  const lines = new Map<string, number>();
  const add = (line: string, times: number): void => void lines.set(line, (lines.get(line) ?? 0) + times);
  const registered = new Set<string>();
  let registrations = 0;
  for (const { what, path, node: at, told } of operations.all()) {
    if (what !== 'ok' || at !== node) continue;
    const line = lineOf(path);
    if (line === REGISTERED) {
      registrations += 1;
      if (told !== undefined) registered.add(told);
    } else if (!line.startsWith(' ')) add(line, 1);
  }
  for (const setBack of operations.setBacks.filter((one) => one.node === node)) {
    const held = new Map(
      [...(await heldElsewhere(network, setBack))].filter(([id]) => !setBack.gone.has(id)),
    );
    for (const [line, times] of setBack.short) add(line, -times);
    for (const { stream, type } of held.values()) {
      const line = `${stream} ${actOf(type)}`;
      // An act that nobody was told of may stand there and is asked of nobody.
      if (setBack.short.has(line)) add(line, 1);
    }
    const sent = new Set(
      [...held.values()].filter(({ type }) => type === LEG_SENT).map(({ stream }) => stream),
    );
    for (const [id, legs] of setBack.cases)
      if (registered.has(id) && !legs.some((leg) => sent.has(leg))) registrations -= 1;
  }
  return { lines, registrations };
}

export const REGISTERED = ' register';
const LEG_SENT = 'huiyin.leg.sent.v1';
/** The line that an act leaves whose message is of that type. */
const actOf = (type: string): string => {
  const [, , event = ''] = type.split('.');
  return event === 'recall-asked' ? event : `leg.${event}`;
};
