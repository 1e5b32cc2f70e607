import type { AgendaReads, AgendaStore, ListedMeeting, PageOf, PageRequest } from '#casework';
import type { Topic } from '#domain';
import { LessThan, type EntitySchema, type FindOptionsWhere } from 'typeorm';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { topicRecord, type TopicRecord } from './agenda-records.js';
import { actionRecord, meetingRecord, type MeetingRecord } from './records.js';

/* 会议及议题 (migrations 0020, 0070, 0071). The whole of a meeting is one JSON text; the columns are what lists need. */

const LOCKED = { mode: 'pessimistic_write' } as const;

function listed({
  position: _,
  caseId: _case,
  leadUnit,
  staged,
  invitation,
  ...row
}: MeetingRecord): ListedMeeting {
  return {
    ...row,
    lead: leadUnit,
    ...(staged === null ? {} : { staged }),
    ...(invitation === null ? {} : { invitation }),
  };
}

/** The one case of a meeting; several, or none that is known, have no one number. */
function oneOf(numbers: readonly string[]): string {
  const [first = '', ...others] = new Set(numbers);
  return others.length === 0 ? first : '';
}

const stagedColumns = (meeting: NonNullable<MeetingRecord['staged']>) => ({
  originNumber: oneOf(meeting.agenda.map(({ originNumber }) => originNumber)),
  number: meeting.minutes?.number ?? '',
  heldOn: meeting.on ?? null,
  parties: meeting.members.map(({ unit }) => unit),
  state: meeting.state,
  staged: meeting,
});

const invitationColumns = (invitation: NonNullable<MeetingRecord['invitation']>) => {
  const { id, kind, convenedBy, seats, minutes, on, state } = invitation;
  return {
    ...{ id, kind, convenedBy, state, invitation },
    originNumber: oneOf(seats.flatMap(({ topics }) => topics.map(({ originNumber }) => originNumber))),
    number: minutes?.number ?? '',
    heldOn: on ?? null,
    parties: minutes?.present ?? seats.map(({ unit }) => unit),
  };
};

/** Meetings and topics in the node's open unit of work. */
export function agendaStore(uow: UnitOfWork): AgendaStore {
  const row = (id: string, lock?: typeof LOCKED): Promise<MeetingRecord | null> =>
    uow.writer().findOne(meetingRecord, { where: { id }, ...(lock === undefined ? {} : { lock }) });
  const staged = async (id: string, lock?: typeof LOCKED) => {
    const found = await row(id, lock);
    return found === null || found.staged === null
      ? undefined
      : { value: found.staged, version: found.version };
  };
  const topics = async (where: FindOptionsWhere<TopicRecord>) => {
    const rows = await uow.writer().find(topicRecord, { where, order: { position: 'ASC' } });
    return rows.map(({ topic }) => topic);
  };

  return {
    async open(meeting, decided) {
      const { id, kind, convenedBy } = meeting;
      await uow.writer().insert(meetingRecord, {
        ...{ id, kind, convenedBy, caseId: null, version: 1, invitation: null },
        ...stagedColumns(meeting),
        leadUnit: decided?.lead ?? '',
        co: decided?.co ?? [],
      });
    },
    peek: (id) => staged(id),
    load: (id) => staged(id, LOCKED),
    async save(meeting) {
      const { id } = meeting;
      const version = ((await row(id, LOCKED))?.version ?? 0) + 1;
      await uow.writer().update(meetingRecord, { id }, { ...stagedColumns(meeting), version });
    },
    async invitation(id) {
      const found = await row(id, LOCKED);
      return found === null || found.invitation === null
        ? undefined
        : { value: found.invitation, version: found.version };
    },
    async saveInvitation(invitation) {
      const { id } = invitation;
      const known = await row(id, LOCKED);
      const columns = invitationColumns(invitation);
      if (known === null) {
        const none = { caseId: null, staged: null, leadUnit: '', co: [] };
        await uow.writer().insert(meetingRecord, { ...columns, ...none, version: 1 });
      } else {
        await uow.writer().update(meetingRecord, { id }, { ...columns, version: known.version + 1 });
      }
    },
    async putTopic(topic) {
      const { id, caseId, meetingId = null, state } = topic;
      // The lock of the case keeps two workers apart, so the row is there or not, for certain.
      const columns = { id, caseId, meetingId, state, topic };
      if (await uow.writer().existsBy(topicRecord, { id }))
        await uow.writer().update(topicRecord, { id }, columns);
      else await uow.writer().insert(topicRecord, columns);
    },
    topicsOf: (meetingId) => topics({ meetingId }),
    topicsOfCase: (caseId) => topics({ caseId }),
    async objections(caseId) {
      const rows = await uow
        .writer()
        .find(actionRecord, { where: { caseId, act: 'leg.object' }, order: { seq: 'ASC' } });
      return rows.flatMap(({ legId, day, text }) => (legId === null ? [] : [{ legId, on: day, text }]));
    },
  };
}

/** What the screens read of meetings; each page is one range of an index. */
export function agendaReads(uow: UnitOfWork): AgendaReads {
  async function list<R extends { readonly position: number }, T>(
    record: EntitySchema<R>,
    where: (after: number | undefined) => FindOptionsWhere<R>,
    { limit, after }: PageRequest,
    read: (row: R) => T,
  ): Promise<PageOf<T>> {
    if (after !== undefined && !/^\d{1,15}$/u.test(after)) return { items: [], next: null };
    const most = Math.min(Math.max(limit, 1), 200);
    const rows = await uow
      .reader()
      .createQueryBuilder(record, 'r')
      .where(where(after === undefined ? undefined : Number(after)))
      .orderBy('r.position', 'DESC')
      .take(most + 1)
      .getMany();
    const shown = rows.slice(0, most);
    const last = shown.at(-1);
    const next = rows.length > most && last !== undefined ? String(last.position) : null;
    return { items: shown.map(read), next };
  }
  const topicOf = ({ topic }: { readonly topic: Topic }): Topic => topic;
  const asked = <S>(state: S | undefined, after: number | undefined) => ({
    ...(state === undefined ? {} : { state }),
    ...(after === undefined ? {} : { position: LessThan(after) }),
  });

  return {
    meetings: ({ state }, page) => list(meetingRecord, (after) => asked(state, after), page, listed),
    async meeting(id) {
      const row = await uow.reader().findOne(meetingRecord, { where: { id } });
      return row === null ? undefined : listed(row);
    },
    topics: ({ state }, page) => list(topicRecord, (after) => asked(state, after), page, topicOf),
    async topicsOf(meetingId) {
      const rows = await uow.reader().find(topicRecord, { where: { meetingId }, order: { position: 'ASC' } });
      return rows.map(topicOf);
    },
  };
}
