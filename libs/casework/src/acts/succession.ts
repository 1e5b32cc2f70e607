import type { ActAnswer, ActBody } from '#contract';
import { type Outcome, accepted, isOpenLeg, refuse } from '#domain';
import { answer } from '../desk/perform.js';
import type { Session } from '../desk/session.js';
import { SUCCESSION, holderOn } from '../desk/successor.js';
import type { LegRow } from '../ports.js';
import type { Succession } from '../ports/succession.js';
import { carryOut } from '../succession/hand-over.js';
import { tellOn } from '../succession/move.js';

/* 机构改革 (L1 24(2)): the predecessor or the office above it signs, the successor countersigns, then the legs go over. */

/** 移交承继单位: the first signature, on one leg or on all open legs of the body that are held here. */
export async function handToSuccessor(
  session: Session,
  id: string,
  body: ActBody<'hand-to-successor'>,
): Promise<Outcome<ActAnswer>> {
  const caseId = await session.tx.legs.caseOf(id);
  if (caseId === undefined) return refuse('unknown-leg');
  const opened = await session.open(caseId);
  if (!opened.ok) return opened;
  const row = opened.value.legs.find(({ leg }) => leg.id === id);
  if (row === undefined) return refuse('unknown-leg');
  if (row.version !== body.version)
    return refuse('stale-version', { seen: String(body.version), now: String(row.version) });
  const offered = await offer(session, row, opened.value.row.matter.dossier?.topic ?? '', body.basis);
  if (!offered.ok) return offered;
  if (body.all === true) {
    for (const other of await session.tx.legs.openTo(row.leg.to)) {
      if (other === id || (await session.tx.successions.get(other)) !== undefined) continue;
      const done = await offerOther(session, other, body.basis);
      if (!done.ok) return done;
    }
  }
  return answer(session, caseId, id);
}

async function offerOther(session: Session, id: string, basis: string): Promise<Outcome<undefined>> {
  const caseId = await session.tx.legs.caseOf(id);
  const opened = caseId === undefined ? undefined : await session.open(caseId);
  const row = opened?.ok === true ? opened.value.legs.find(({ leg }) => leg.id === id) : undefined;
  if (opened?.ok !== true || row === undefined) return accepted(undefined);
  const done = await offer(session, row, opened.value.row.matter.dossier?.topic ?? '', basis);
  return done.ok ? accepted(undefined) : done;
}

async function offer(
  session: Session,
  { leg, caseId }: LegRow,
  topic: string,
  basis: string,
): Promise<Outcome<Succession>> {
  const { office } = session.desk;
  const { unit } = session.actor;
  const predecessor = leg.toNode === session.self && leg.to === unit;
  if (!predecessor && !(leg.fromNode === session.self && leg.from === unit))
    return refuse('not-your-unit', { unit: leg.to });
  if (!isOpenLeg(leg)) return refuse('not-in-this-state', { state: leg.state });
  const to = office.unit(leg.to)?.successor;
  if (to === undefined) {
    const from = office.unit(leg.to)?.zh ?? leg.to;
    return refuse('not-the-successor', { to: holderOn(office, leg.to, session.today), from }, SUCCESSION);
  }
  if ((await session.tx.successions.get(leg.id)) !== undefined)
    return refuse('not-in-this-state', { state: '已提出移交' });
  const succession: Succession = {
    legId: leg.id,
    originNumber: leg.originNumber,
    letterNumber: leg.letterNumber,
    topic: topic === '' ? '—' : topic,
    from: leg.to,
    to,
    on: session.today,
    basis,
    offeredBy: session.actor,
  };
  await session.tx.successions.save(succession);
  const name = office.unit(to)?.zh ?? to;
  await session.note(
    caseId,
    'succession-offered',
    SUCCESSION,
    `提出向承继单位${name}移交，依据${basis}`,
    leg.id,
  );
  const node = predecessor && leg.fromNode !== session.self ? leg.fromNode : office.unit(to)?.node;
  if (node !== undefined && node !== session.self) {
    const { offeredBy: by, legId: _id, ...rest } = succession;
    await tellOn(session, leg, node, 'huiyin.leg.succession-offered.v1', { ...rest, by });
  }
  return accepted(succession);
}

/** 会签接收: the second signature. The case comes with the leg; until then the leg's own id stands for it. */
export async function countersignSuccession(
  session: Session,
  id: string,
  body: ActBody<'countersign-succession'>,
): Promise<Outcome<ActAnswer>> {
  const succession = await session.tx.successions.get(id);
  if (succession === undefined || succession.signed !== undefined) return refuse('no-succession');
  if (succession.to !== session.actor.unit) return refuse('not-your-unit', { unit: succession.to });
  const agreed = body.refuse === undefined;
  const by = session.actor;
  const on = session.today;
  if (agreed) await session.tx.successions.save({ ...succession, signed: { on, by } });
  else await session.tx.successions.remove(id);
  const caseId = await session.tx.legs.caseOf(id);
  if (caseId === undefined) {
    const data = { legId: id, on, by, agreed, ...(body.refuse === undefined ? {} : { reason: body.refuse }) };
    await session.desk.outbox.put([
      {
        dest: succession.via ?? session.self,
        type: 'huiyin.leg.succession-signed.v1',
        stream: { kind: 'leg', id },
        subject: succession.originNumber,
        bodyKey: succession.originNumber,
        time: session.now,
        data,
      },
    ]);
    return accepted({
      caseId: id,
      originNumber: succession.originNumber,
      caseVersion: 1,
      legId: id,
      warnings: [],
    });
  }
  if (agreed) await carryOut(session.asSystem(), { ...succession, signed: { on, by } });
  return answer(session, caseId, id);
}
