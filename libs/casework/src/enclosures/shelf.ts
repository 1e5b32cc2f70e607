import { MOST_SPOILT, type EnclosureOutcome, type EnclosureProblem } from '#contract';
import { SEALED_FILE } from '#domain';
import type { OfferedPaper, PaperOffers, PaperShelf, WantedPaper } from '#exchange';
import { systemSession } from '../desk/perform.js';
import type { Desk } from '../desk/desk.js';
import type { Session } from '../desk/session.js';
import { type AttachmentFiles, keptLine } from '../intake/attachments.js';
import { attachmentTypeOf } from '../intake/file-type.js';
import type { OpenFile } from '../intake/open-file.js';
import type { EnclosureReads, EnclosureRow } from '../ports/enclosures.js';
import { plainName } from './enclose.js';

/** Files as the exchange has fetched them, before they are anybody's. */
export interface FetchedFiles extends Pick<AttachmentFiles, 'adopt' | 'open' | 'discard'> {
  /** What was fetched, by its path. */
  openPart(path: string): Promise<OpenFile>;
}

/** What the exchange asks about papers of this node: which are wanted, which are offered to whom, what came of them. */
export class EnclosureShelf implements PaperShelf, PaperOffers {
  constructor(
    private readonly desk: Desk,
    private readonly reads: Pick<EnclosureReads, 'due' | 'offered' | 'taken' | 'wantedIds'>,
    private readonly files: FetchedFiles,
  ) {}

  async due(limit: number, but: readonly string[]): Promise<readonly WantedPaper[]> {
    return this.reads.due(limit, but);
  }

  wantedIds(): Promise<readonly string[]> {
    return this.reads.wantedIds();
  }

  async offered(peer: string, ref: string): Promise<OfferedPaper | undefined> {
    const found = await this.reads.offered(peer, ref);
    if (found === undefined) return this.givenBack(peer, ref);
    const { sha256, size } = found;
    return {
      sha256,
      size,
      open: async () => {
        const file = await this.files.open(ref);
        if (file?.size === size) return file;
        await file?.close();
        const coming = await this.desk.uow.run((tx) => tx.enclosures.wanted(ref));
        return coming === undefined ? undefined : 'not-yet';
      },
    };
  }

  /** What came from that very peer may go back to it, as long as it is kept here: its own may be damaged. */
  private async givenBack(peer: string, ref: string): Promise<OfferedPaper | undefined> {
    const taken = await this.reads.taken(peer, ref);
    if (taken === undefined) return undefined;
    const { id, caseId, sha256, size } = taken;
    const kept = await this.desk.uow.run((tx) => tx.intake.attachments(caseId));
    if (!kept.some((one) => one.id === id && one.type !== SEALED_FILE)) return undefined;
    return {
      sha256,
      size,
      open: async () => {
        const file = await this.files.open(id);
        if (file?.size === size) return file;
        await file?.close();
        return undefined;
      },
    };
  }

  /** Judges what it is, keeps it as an attachment of its case, and tells its sender. */
  async take(id: string, path: string): Promise<void> {
    const part = await this.files.openPart(path);
    const type = await attachmentTypeOf(part).finally(() => part.close());
    await this.files.adopt(id, path);
    // Files are outside the database: when the unit fails, this one is adopted again by the next try.
    const kept = await this.desk.uow.run(async (tx) => {
      const session = systemSession(this.desk, tx);
      const row = await this.stillWanted(session, id);
      if (row === undefined) return false;
      if (type !== row.type) {
        await tx.enclosures.settle(row, 'refused', 'type');
        const text = `所取附件的内容与所报类型不符，已丢弃：SHA-256 ${row.sha256}`;
        await session.note(row.caseId, 'enclosure-refused', '信访工作条例44', text, row.legId);
        await this.tell(session, row, 'type');
        return false;
      }
      await this.keep(session, row);
      await this.tell(session, row, 'there');
      return true;
    });
    if (!kept) await this.files.discard(id);
  }

  async postpone(id: string, problem: EnclosureProblem, waitMs: number): Promise<void> {
    await this.desk.uow.run(async (tx) => {
      const session = systemSession(this.desk, tx);
      const row = await this.stillWanted(session, id);
      if (row === undefined) return;
      await tx.enclosures.postpone(id, problem, waitMs);
      if (problem !== 'digest' || row.spoilt + 1 !== MOST_SPOILT) return;
      const text = `附件 ${MOST_SPOILT} 次取得的内容均与所报摘要不符，请联系对方核对原件`;
      await session.note(row.caseId, 'enclosure-spoilt', '信访工作条例44', text, row.legId);
      await this.tell(session, row, 'digest');
    });
  }

  /** The row under the lock of its case: whoever withdraws it holds that lock too. */
  private async stillWanted(session: Session, id: string): Promise<EnclosureRow | undefined> {
    const { enclosures } = session.tx;
    const seen = await enclosures.wanted(id);
    if (seen === undefined) return undefined;
    const opened = await session.open(seen.caseId);
    return opened.ok ? enclosures.wanted(id) : undefined;
  }

  private async keep(session: Session, row: EnclosureRow): Promise<void> {
    const { id, caseId, legId, peer, type, size, sha256, shows, name = plainName(type, shows) } = row;
    const { today: on, at, actor } = session;
    const { intake, enclosures } = session.tx;
    const by = { unit: peer, user: actor.user };
    await intake.addAttachment({ id, caseId, name, type, size, sha256, shows, on, at, ...by });
    await enclosures.settle(row, 'there');
    await session.note(caseId, 'attach', '信访工作条例44', keptLine(type, size, sha256), legId);
  }

  private async tell(session: Session, row: EnclosureRow, how: EnclosureOutcome): Promise<void> {
    const leg = (await session.tx.legs.load(row.legId))?.leg;
    // Gone over to another holder meanwhile: its stream is with others.
    if (leg === undefined || (leg.fromNode !== row.peer && leg.toNode !== row.peer)) return;
    const { ref: id, sha256, legId } = row;
    await session.desk.outbox.put([
      {
        dest: row.peer,
        type: 'huiyin.leg.enclosure-taken.v1',
        stream: { kind: 'leg', id: legId },
        subject: leg.originNumber,
        bodyKey: leg.originNumber,
        time: session.now,
        data: { legId, papers: [{ id, sha256, how }] },
      },
    ]);
  }
}
