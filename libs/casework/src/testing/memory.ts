import type {
  Action,
  CaseRow,
  Document,
  Item,
  LearnedCompetence,
  LegRow,
  Meeting,
  Petitioner,
} from '../ports.js';
import type { EnclosureRow } from '../ports/enclosures.js';
import type { Succession } from '../ports/succession.js';
import { type AgendaMemory, emptyAgenda } from './agenda-memory.js';
import { type GuardMemory, emptyGuards } from './guards-memory.js';
import { type IntakeMemory, emptyIntake } from './intake-memory.js';
import { type LeaderMemory, emptyLeaders } from './leaders-memory.js';
import { type MatterMemory, emptyMatterMemory } from './matter-memory.js';
import { type SupervisionMemory, emptySupervision } from './supervision-memory.js';

/** Everything one node holds, in memory: the twin of the database for unit and model tests. */
export interface Memory {
  cases: Map<string, CaseRow>;
  legs: Map<string, LegRow>;
  items: Item[];
  intake: IntakeMemory;
  enclosures: EnclosureRow[];
  petitioners: Map<string, { petitioner: Petitioner; secrecy: boolean }>;
  history: Action[];
  /** Id and version of a case or leg → how long the history was when it got it. */
  marks: Map<string, number>;
  documents: Document[];
  meetings: Meeting[];
  agenda: AgendaMemory;
  competences: LearnedCompetence[];
  numbers: Map<string, number>;
  overdue: Set<string>;
  /** Cases and legs whose clocks were judged at that version by those of pack and calendar. */
  judged: Set<string>;
  answers: Map<string, { fingerprint: string; answer: unknown }>;
  /** Messages put into the outbox, in order. */
  outbox: unknown[];
  guards: GuardMemory;
  successions: Map<string, Succession>;
  matter: MatterMemory;
  supervision: SupervisionMemory;
  leaders: LeaderMemory;
}

export const emptyMemory = (): Memory => ({
  cases: new Map(),
  legs: new Map(),
  items: [],
  intake: emptyIntake(),
  enclosures: [],
  petitioners: new Map(),
  history: [],
  marks: new Map(),
  documents: [],
  meetings: [],
  agenda: emptyAgenda(),
  competences: [],
  numbers: new Map(),
  overdue: new Set(),
  judged: new Set(),
  answers: new Map(),
  outbox: [],
  guards: emptyGuards(),
  successions: new Map(),
  matter: emptyMatterMemory(),
  supervision: emptySupervision(),
  leaders: emptyLeaders(),
});
