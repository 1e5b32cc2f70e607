import {
  ACTS,
  actAnswer,
  caseDetail,
  type ActAnswer,
  type CaseDetail,
  type LegView,
  type Problem,
} from '#contract';
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { actBody, actorOf, registrationBody } from './acts.js';
import type { Appointment } from './agenda.js';
import { isMeetingStep, type MeetingStep, type Step } from './casebook-steps.js';
import { namesStory } from './casebook-checks.js';
import { fileOf } from './perform-enclosing.js';
import { findLeg, legsLine } from './find-leg.js';
import { refusalText, type NodeClient, type Posted } from './node-client.js';
import { nodeOf, type PlayedNetwork } from './offices.js';
import { findMeeting, postOnMeeting } from './perform-meeting.js';

const ASK_AGAIN_MS = 25;
/** Another hand may move the case between the look and the act; then we look again. */
const STALE_TRIES = 3;

/** A step that could not be done; its story ends there, the others go on. */
export class StepFailure extends Error {}

/** What a step did, as its node shows it once everything has arrived. */
export interface Performed {
  readonly client: NodeClient;
  readonly originNumber: string;
  readonly answer?: ActAnswer;
  /** The refusal, where one was expected. */
  readonly problem?: Problem;
  readonly before?: CaseDetail;
  readonly after: CaseDetail;
  /** The leg acted on or made. */
  readonly leg?: LegView;
  /** Story → origin number, as far as they are registered. */
  readonly matters: ReadonlyMap<string, string>;
  /** The origin number of the matter that a link named. */
  readonly linkedTo?: string;
}

interface StageSettings {
  readonly network: PlayedNetwork;
  readonly clients: ReadonlyMap<string, NodeClient>;
  /** Makes the keys of this play its own; the same run, story and step always give the same key. */
  readonly run: string;
  /** Waits until nothing is under way in the network. */
  readonly drained: () => Promise<void>;
  /** How long a step waits for what it acts on. */
  readonly patienceMs: number;
}

/** Performs steps as HTTP acts on the nodes that hold them. */
export class Stage {
  private readonly matters = new Map<string, string>();

  constructor(private readonly settings: StageSettings) {}

  /** The client of the node at which a unit's acts are entered. */
  clientOf(unit: string): NodeClient {
    const client = this.settings.clients.get(nodeOf(this.settings.network, unit) ?? '');
    if (client === undefined) throw new StepFailure(`${unit} belongs to no node of the network`);
    return client;
  }

  /** Does one step. @throws StepFailure when it is refused unexpectedly or has nothing to act on. */
  async perform(appointment: Appointment, originNumber: string | undefined): Promise<Performed> {
    const { step } = appointment;
    const client = this.clientOf(step.at);
    if (step.does === 'register') {
      const body = registrationBody(step, appointment.story);
      return this.finish(
        appointment,
        client,
        await client.post('/api/items', body, this.key(appointment, 0), actAnswer),
      );
    }
    if (originNumber === undefined) throw new StepFailure('the matter was never registered');
    if (isMeetingStep(step)) return this.onMeeting(appointment, step, client, originNumber);
    for (let tried = 0; ; tried += 1) {
      const meeting = step.does === 'admit-topic' ? await findMeeting(client, step.meeting) : undefined;
      const looked = await this.look(step, client, originNumber);
      const seen = {
        ...(meeting === undefined ? {} : { meetingId: meeting.id }),
        ...looked,
        ...(await fileOf(step, client, looked.detail.id, this.key(appointment, tried))),
        ...this.linkTo(step),
      };
      const body = actBody(step, appointment.story, seen);
      const subject = seen.leg?.id ?? seen.detail.id;
      const { on } = ACTS[step.does];
      const path =
        on === 'reading-list'
          ? `/api/reading-list/${step.does}`
          : `/api/${on}/${encodeURIComponent(subject)}/${step.does}`;
      const posted = await client.post(path, body, this.key(appointment, tried), actAnswer);
      const stale =
        !posted.ok && posted.problem.slug === 'stale-version' && step.expect?.refused !== 'stale-version';
      if (!stale || tried + 1 === STALE_TRIES) return this.finish(appointment, client, posted, seen);
    }
  }

  private async finish(
    { step, story }: Appointment,
    client: NodeClient,
    posted: Posted<ActAnswer>,
    seen?: { readonly detail: CaseDetail; readonly leg?: LegView; readonly linkTo?: string },
  ): Promise<Performed> {
    if (!posted.ok && step.expect?.refused === undefined)
      throw new StepFailure(`refused: ${refusalText(posted.problem)}`);
    await this.settings.drained();
    const originNumber = posted.ok ? posted.value.originNumber : seen?.detail.originNumber;
    const after = originNumber === undefined ? undefined : await readCase(client, originNumber);
    if (originNumber === undefined || after === undefined) {
      throw new StepFailure(
        posted.ok
          ? `${client.node.id} does not show the matter after the act`
          : `refused: ${refusalText(posted.problem)}`,
      );
    }
    if (step.does === 'register') this.matters.set(story.key, originNumber);
    const legId = (posted.ok ? posted.value.legId : undefined) ?? seen?.leg?.id;
    const leg = after.legs.find(({ id }) => id === legId);
    return {
      client,
      originNumber,
      after,
      ...(posted.ok ? { answer: posted.value } : { problem: posted.problem }),
      ...(seen === undefined ? {} : { before: seen.detail }),
      ...(leg === undefined ? {} : { leg }),
      ...(seen?.linkTo === undefined ? {} : { linkedTo: seen.linkTo }),
      matters: this.matters,
    };
  }

  /** An act on a meeting: its member may hold nothing of the matter, so the registering office shows it then. */
  private async onMeeting(
    appointment: Appointment,
    step: MeetingStep,
    client: NodeClient,
    originNumber: string,
  ): Promise<Performed> {
    const home = this.clientOf(appointment.story.story[0]?.at ?? step.at);
    const holder = (await readCase(client, originNumber)) === undefined ? home : client;
    for (let tried = 0; ; tried += 1) {
      const matter = await readCase(holder, originNumber);
      if (matter === undefined) throw new StepFailure(`${holder.node.id} does not show the matter`);
      const key = this.key(appointment, tried);
      const { patienceMs } = this.settings;
      const posted = await postOnMeeting(step, actorOf(step), { client, matter, key, patienceMs });
      if (posted === undefined)
        throw new StepFailure(`${client.node.id} knows of no meeting “${step.meeting}”`);
      const stale =
        !posted.ok && posted.problem.slug === 'stale-version' && step.expect?.refused !== 'stale-version';
      if (!stale || tried + 1 === STALE_TRIES)
        return this.finish(appointment, holder, posted, { detail: matter });
    }
  }

  /** The origin number of the story that a step links to. */
  private linkTo(step: Step): { readonly linkTo?: string } {
    if (!namesStory(step)) return {};
    const linkTo = this.matters.get(step.to);
    if (linkTo === undefined) throw new StepFailure(`the matter of ${step.to} was not registered before`);
    return { linkTo };
  }

  /** Waits until the matter, and for an act on a leg that leg, is at this node in a state in which the step can be done. */
  private async look(
    step: Exclude<Step, MeetingStep>,
    client: NodeClient,
    originNumber: string,
  ): Promise<{ readonly detail: CaseDetail; readonly leg?: LegView }> {
    const patience = this.settings.patienceMs;
    const deadline = Date.now() + patience;
    for (;;) {
      const detail = await readCase(client, originNumber);
      if (detail !== undefined) {
        if (ACTS[step.does].on !== 'legs') return { detail };
        const leg = findLeg(step, detail) ?? expectedlyRefused(step, detail);
        if (leg !== undefined) return { detail, leg };
      }
      if (Date.now() > deadline) {
        const seen =
          detail === undefined
            ? 'the matter is not there'
            : `the matter is ${detail.state}, with ${legsLine(detail)}`;
        throw new StepFailure(
          `waited ${patience / 1000} s at ${client.node.id} for something to ${step.does}; last seen: ${seen}`,
        );
      }
      await pause(ASK_AGAIN_MS);
    }
  }

  private key({ story, index }: Appointment, tried: number): string {
    return createHash('sha256')
      .update(`${this.settings.run} ${story.key} ${index} ${tried}`)
      .digest('hex')
      .slice(0, 40);
  }
}

/** An act that is to be refused may well be out of its state. */
const expectedlyRefused = (step: Step, detail: CaseDetail): LegView | undefined =>
  step.expect?.refused === undefined
    ? undefined
    : detail.legs.findLast(({ from, to }) => to === step.at || from === step.at);

/** A matter at a node by its origin number; undefined when it never came there. */
export const readCase = (client: NodeClient, originNumber: string): Promise<CaseDetail | undefined> =>
  client.get(`/api/cases/by-origin/${encodeURIComponent(originNumber)}`, caseDetail);
