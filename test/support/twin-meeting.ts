import { MEETING_ACTS, type ActName, type MeetingActName, type MeetingAnswer } from '#contract';
import type { Invitation } from '#casework';
import type { Refusal, StagedMeeting, Topic } from '#domain';
import type { TwinMatter } from './twin-matter.js';
import type { TwinNetwork } from './twin-network.js';

/** One meeting of the city's office on the twin network, and the acts that a test wants to try on it. */
export class TwinMeeting {
  id = '';

  constructor(readonly net: TwinNetwork) {}

  /** Planned at the city for these members. */
  static async planned(
    net: TwinNetwork,
    members: readonly string[],
    kind = 'coordination',
  ): Promise<TwinMeeting> {
    const meeting = new TwinMeeting(net);
    const body = { actor: { unit: 'city' }, kind, title: '四月协调会', members };
    const answer = await meeting.post('city', 'plan-meeting', '', body);
    if (!('meetingId' in answer)) throw new Error(JSON.stringify(answer));
    meeting.id = answer.meetingId;
    return meeting;
  }

  post(
    node: string,
    act: MeetingActName,
    id: string,
    body: object,
    deliver = true,
  ): Promise<MeetingAnswer | Refusal> {
    // The same border as over HTTP: the contract's schema parses the body.
    return this.net.onMeeting(node, act, id, MEETING_ACTS[act].body.parse(body), deliver);
  }

  /** At its convener, as it stands. */
  do(act: MeetingActName, more: object = {}, deliver = true): Promise<MeetingAnswer | Refusal> {
    const body = { actor: { unit: 'city' }, version: this.row().version, ...more };
    return this.post('city', act, this.id, body, deliver);
  }

  /** 回执 of a member at its own node. */
  reply(unit: string, more: object = {}, deliver = true): Promise<MeetingAnswer | Refusal> {
    const node = this.net.node('city').desk.office.unit(unit)?.node ?? unit;
    const version =
      node === 'city'
        ? this.row().version
        : this.net.node(node).office.memory.agenda.invitations.get(this.id)?.version;
    const body = { actor: { unit }, version: version ?? 1, comes: true, ...more };
    return this.post(node, 'confirm-attendance', this.id, body, deliver);
  }

  row(): { readonly value: StagedMeeting; readonly version: number } {
    const row = this.net.node('city').office.memory.agenda.meetings.get(this.id);
    if (row === undefined) throw new Error('the city holds no such meeting');
    return row;
  }

  at(node: string): Invitation {
    const row = this.net.node(node).office.memory.agenda.invitations.get(this.id);
    if (row === undefined) throw new Error(`${node} was not asked`);
    return row.value;
  }

  knows(node: string): boolean {
    return this.net.node(node).office.memory.agenda.invitations.has(this.id);
  }

  topics(): readonly Topic[] {
    return [...this.net.node('city').office.memory.agenda.topics.values()];
  }

  /** Proposed and put on the agenda. */
  async take(matter: TwinMatter, more: object = {}): Promise<void> {
    await done(
      matter.onCase('city', 'propose-for-meeting', { kind: this.row().value.kind, why: '意见不一', ...more }),
    );
    await done(matter.onCase('city', 'admit-topic', { meeting: this.id }));
  }

  decide(matter: TwinMatter, decision: object) {
    return matter.onCase('city', 'decide-topic' satisfies ActName, { decision });
  }
}

/** The answer of an act that must be done. */
export async function done<T extends object>(act: Promise<T | Refusal>): Promise<T> {
  const answer = await act;
  if ('slug' in answer) throw new Error(JSON.stringify(answer));
  return answer;
}

/** Two units were asked, the city agreed with neither: both legs wait as objected. */
export async function disputed(matter: TwinMatter, units: readonly string[]): Promise<void> {
  for (const unit of units) {
    await done(matter.onCase('city', 'refer', { to: unit }));
    await done(matter.onLeg(unit, 'object', { reason: '不属本单位职责' }));
  }
}
