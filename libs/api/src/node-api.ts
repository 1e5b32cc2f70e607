import type {
  Acts,
  Attachments,
  Drafts,
  EnclosureViews,
  Exports,
  IntakeViews,
  MatterViews,
  MeetingActs,
  Refusal,
  Views,
  WorklistViews,
} from '#casework';
import type { ActName, actingAs, MeetingActName, NodeRole, RulesReloaded, RulesView } from '#contract';
import type {
  AcknowledgeOutcome,
  Exchange,
  HealResult,
  MendedPaper,
  QuarantineOutcome,
  ResyncResult,
  StreamDiff,
} from '#exchange';
import type { HealthReport, Log } from '#platform';
import type { z } from 'zod';
import type { ExchangeStatusView } from './exchange/operator-views.js';

/** Injects what this node's API serves. */
export const NODE_API = Symbol('node-api');

/** The simulated clock of a network that is marked `simulated: true`. */
export interface Simulation {
  now(): Date;
  /** The legal day of now, YYYY-MM-DD. */
  today(): string;
  /** Moves the clock forward and runs the sweep of that day; the same instant again runs the sweep again. */
  moveTo(now: Date): Promise<Moved>;
}

/** How moving the clock ended. */
export type Moved =
  | { readonly kind: 'moved' }
  | { readonly kind: 'back' }
  | { readonly kind: 'busy'; readonly pending: number };

/** What came of an operator's wish; refused: who asked may not. */
export type Redecision = QuarantineOutcome | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Whether the two ends of this node's streams are the same. Undefined, `unknown`: no office that it exchanges with. */
export interface ResyncApi {
  /** Asks that peer for its heads and compares; changes nothing. */
  diff(peer: string): Promise<StreamDiff | undefined>;
  /** The same, then heals both ends, on record; a dry run changes nothing. */
  resync(
    actor: z.infer<typeof actingAs>,
    wish: { readonly peer: string; readonly dryRun: boolean },
  ): Promise<
    | { readonly kind: 'done'; readonly result: ResyncResult }
    | { readonly kind: 'unknown' }
    | { readonly kind: 'refused'; readonly refusal: Refusal }
  >;
}

/** Puts messages and files right again that an audit named. */
export interface HealApi {
  heal(
    actor: z.infer<typeof actingAs>,
    wish: {
      readonly messages: readonly string[];
      readonly papers: readonly string[];
      readonly dryRun: boolean;
    },
  ): Promise<
    | {
        readonly kind: 'done';
        readonly result: Pick<HealResult, 'messages'> & { readonly papers: readonly MendedPaper[] };
      }
    | { readonly kind: 'refused'; readonly refusal: Refusal }
  >;
}

/** What an operator may ask of the exchange, and do; the acts as a member of the office who may. */
export interface OperatorApi extends ResyncApi, HealApi {
  status(): Promise<ExchangeStatusView>;
  operations: Exchange['operations'];
  retry(
    actor: z.infer<typeof actingAs>,
    wish: { readonly id: string; readonly dryRun: boolean; readonly reason?: string },
  ): Promise<Redecision>;
  drop(
    actor: z.infer<typeof actingAs>,
    wish: { readonly id: string; readonly dryRun: boolean; readonly reason: string },
  ): Promise<Redecision>;
}

/** Everything that one node's API needs; the composition root fills it. Nothing is shared between nodes. */
export interface NodeApi {
  readonly node: string;
  readonly role: NodeRole;
  readonly acts: Pick<Acts, 'perform'>;
  readonly views: Pick<
    Views,
    | 'cases'
    | 'caseById'
    | 'caseByOrigin'
    | 'legs'
    | 'legById'
    | 'historyOfCase'
    | 'historyOfLeg'
    | 'working'
    | 'meetings'
    | 'competences'
    | 'board'
    | 'supervision'
    | 'guards'
    | 'leaders'
  >;
  /** One matter in many letters, and the full-text search. */
  readonly matters: Pick<
    MatterViews,
    'lookAlikes' | 'lookAlikesOfCase' | 'linkPreview' | 'elsewhere' | 'asks' | 'search'
  >;
  /** 工作清单, and lists filtered by anything. */
  readonly worklists: Pick<WorklistViews, 'summaries' | 'page' | 'cases' | 'rebuild'>;
  /** Lists as files, prepared in the background, recorded. */
  readonly exports: Pick<Exports, 'ask' | 'direct' | 'get' | 'list' | 'open' | 'remove'>;
  /** Acts on meetings, and those that an office of this role does. */
  readonly meetings: {
    readonly acts: Pick<MeetingActs, 'perform'>;
    readonly allowed: ReadonlySet<MeetingActName>;
  };
  /** Intake beside the acts: drafts, attachments, corrections, seals. */
  readonly intake: {
    readonly drafts: Pick<Drafts, 'save' | 'list' | 'discard'>;
    readonly attachments: Pick<Attachments, 'receive' | 'add' | 'discard' | 'open'>;
    readonly views: Pick<IntakeViews, 'corrections' | 'archive' | 'attachments'>;
    readonly enclosures: Pick<EnclosureViews, 'ofCase'>;
  };
  /** The rule pack and the calendar of this node, and how they are read again. */
  readonly rules: {
    now(): RulesView;
    reload(): Promise<
      | { readonly kind: 'reloaded'; readonly reloaded: RulesReloaded }
      | { readonly kind: 'unreadable'; readonly problems: readonly string[] }
    >;
  };
  /** The acts that an office of this role does (apps/<role>/src/<role>.policy.ts). */
  readonly allowedActs: ReadonlySet<ActName>;
  readonly exchange: Pick<
    Exchange,
    'figures' | 'quarantined' | 'deliveries' | 'alarms' | 'proof' | 'resync'
  > & {
    /** Takes note of a failure as a member of this office; a refusal when the actor may not. */
    acknowledge(
      id: string,
      actor: z.infer<typeof actingAs>,
      note: string,
    ): Promise<AcknowledgeOutcome | Refusal>;
  };
  readonly operator: OperatorApi;
  /** Only in a simulated network. */
  readonly simulation?: Simulation;
  /** Asks the database and Redis; the parts that do not answer are named by slug. */
  readonly health: () => Promise<HealthReport>;
  /** This node's figures for a monitoring system, as Prometheus text. */
  readonly metrics: () => Promise<{ readonly contentType: string; readonly text: string }>;
  /** Told after each commit of casework; returns the function that stops listening. */
  readonly changes: { listen(changed: () => void): () => void };
  readonly failures: {
    /** The database is away; the same request may succeed later. */
    isOutage(error: unknown): boolean;
    /** Two requests with one key met; asking again finds the answer of the first. */
    isRace(error: unknown): boolean;
  };
  readonly door: {
    /** Where this node listens on 127.0.0.1. */
    readonly port: number;
    readonly startToken: string;
  };
  /** Folder of the built console; absent: this node serves none. */
  readonly consoleFolder?: string;
  readonly log: Log;
}
