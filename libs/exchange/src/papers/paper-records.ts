import { PAPER_RECORD_BYTES, PAPER_RECORD_OVERHEAD, paperRecordText } from '#contract';
import type { KeyObject } from 'node:crypto';
import type { WantedPaper } from '../ports/papers.js';
import type { Suite } from '../suite/suite.js';

/** What came is not what its sender sealed for this node. */
export class SpoiltRecord extends Error {}

/** Cuts what comes in into records and opens each; holds less than one record and one piece of the connection. */
export class PaperRecords {
  private pieces: Buffer[] = [];
  private held = 0;

  constructor(
    private readonly self: string,
    private readonly wanted: WantedPaper,
    private at: number,
    private readonly key: KeyObject,
    private readonly suite: Suite,
  ) {}

  /** Where the next record begins. */
  get offset(): number {
    return this.at;
  }

  /** The records that are whole now, each with the offset of its first byte. @throws SpoiltRecord */
  *take(piece: Buffer): Generator<{ readonly offset: number; readonly plain: Uint8Array }> {
    this.pieces.push(piece);
    this.held += piece.byteLength;
    for (let length = this.next(); length > 0 && this.held >= length + PAPER_RECORD_OVERHEAD;) {
      const all = Buffer.concat(this.pieces);
      const sealed = all.subarray(0, length + PAPER_RECORD_OVERHEAD);
      const rest = all.subarray(length + PAPER_RECORD_OVERHEAD);
      this.pieces = rest.byteLength === 0 ? [] : [rest];
      this.held = rest.byteLength;
      yield { offset: this.at, plain: this.open(sealed, length) };
      this.at += length;
      length = this.next();
    }
  }

  private next(): number {
    return Math.min(PAPER_RECORD_BYTES, this.wanted.size - this.at);
  }

  private open(sealed: Uint8Array, length: number): Uint8Array {
    const { peer: from, ref: id, sha256 } = this.wanted;
    const bound = paperRecordText({ from, to: this.self, id, sha256, offset: this.at, length });
    const plain = this.suite.open(this.key, sealed, Buffer.from(bound));
    if (plain?.byteLength !== length) throw new SpoiltRecord('a record that is not sealed to this node');
    return plain;
  }
}
