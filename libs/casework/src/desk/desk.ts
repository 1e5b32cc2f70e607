import type { LocalDate, Rulebook } from '#domain';
import type { CaseworkUnitOfWork, LegalTime, Office } from '../ports.js';
import type { MatterDesk } from '../ports/matter.js';

/** A message to another office; the exchange carries it (its outbox writes it with the open unit of work). */
export interface Letter {
  readonly dest: string;
  readonly type: string;
  readonly stream: { readonly kind: 'leg' | 'meeting' | 'matter'; readonly id: string };
  readonly subject: string;
  /** The origin number: the one name of a case that both ends have, so that either can destroy what it holds. */
  readonly bodyKey: string;
  readonly time: Date;
  readonly data: unknown;
}

/** What the casework of one node works with. */
export interface Desk {
  readonly uow: CaseworkUnitOfWork;
  readonly office: Office;
  readonly rulebook: Rulebook;
  readonly time: LegalTime;
  /** The legal day of an instant in the network's time zone. */
  legalDay(instant: Date): LocalDate;
  /** A fresh UUIDv7. */
  newId(): string;
  readonly outbox: {
    /** The ids of the messages, in their order: each receipt names one. */
    put(letters: readonly Letter[]): Promise<readonly string[]>;
  };
  /** Destroys the stored message bodies of a case after a return or a recall. */
  readonly vault: { destroy(bodyKey: string): Promise<void> };
  /**
   * The bytes of attachments, which lie outside the database: they go once the unit of work is committed, never before.
   * Absent: this office keeps no files (tests).
   */
  readonly files?: { discardOnCommit(ids: readonly string[]): void };
  /** The first digit of this node's numbers; grows after a recovery, while the node runs. */
  readonly epoch: number;
  /** `at-once`: a committee's slip rules by itself; `confirmed`: this office's reviewer confirms it. */
  readonly reviewSlip: 'at-once' | 'confirmed';
  /** One matter, many letters: words, codes and the network's fingerprints. */
  readonly matter: MatterDesk;
}
