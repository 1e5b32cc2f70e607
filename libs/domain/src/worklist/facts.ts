import type { Case } from '../case/case.js';
import type { Leg } from '../leg/leg.js';
import type { Urgency } from '../supervision/ladder.js';
import type { Calendar } from '../time/calendar.js';
import type { LocalDate } from '../time/local-date.js';

/** A leg with its first tick. */
export interface LegFacts {
  readonly leg: Leg;
  /** The addressee's node confirmed it; a letter on paper: it was printed. */
  readonly delivered: boolean;
}

/** Everything that decides on which lists a case stands at this node. */
export interface WorklistFacts {
  readonly matter: Case;
  /** In the order of their making. */
  readonly legs: readonly LegFacts[];
  readonly urgency: Urgency;
  /** 督办函 on its legs that wait for a reply. */
  readonly letters: readonly { readonly legId: string; readonly replyBy: LocalDate }[];
  /** Letters of superiors without a node that wait for an answer. */
  readonly superiors: readonly LocalDate[];
  /** Legs for which the system drafted a reminder that nobody signed yet. */
  readonly drafts: readonly string[];
  /** 批示交办事项 of units of this node that no leg carries. */
  readonly tasks: readonly { readonly unit: string; readonly by: LocalDate }[];
  /** Offices that answered that they have this matter. */
  readonly elsewhere: readonly string[];
  /** Who acted last, by unit; never the system. */
  readonly hands: readonly { readonly unit: string; readonly user: string }[];
}

/** Where the lists are. */
export interface WorklistPlace {
  readonly node: string;
  /** A unit without a node, kept here: nobody sits there to see a list. */
  isOffline(unit: string): boolean;
  readonly calendar: Calendar;
}
