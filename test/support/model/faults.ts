import { FailpointHit, type Failpoint, type FailpointName } from '#platform';

/** Faults of one running node, armed by the model: a point that breaks once, and a door that keeps frames out. */
export class Faults {
  private broken: FailpointName | undefined;
  private waiting: (() => void)[] = [];
  private shut = false;

  /** What the node asks at each of its points. */
  readonly failpoint: Failpoint = async (point) => {
    // P6: a frame is about to be taken in. It waits at a shut door; whoever sent it waits for its receipt.
    if (point === 'P6' && this.shut) await new Promise<void>((open) => this.waiting.push(open));
    if (point !== this.broken) return;
    this.broken = undefined;
    throw new FailpointHit(point);
  };

  /** The next time this point is reached the node breaks there, once. */
  arm(point: FailpointName): void {
    this.broken = point;
  }

  /** Disarms; true when nothing was broken since. */
  disarm(): boolean {
    const unused = this.broken !== undefined;
    this.broken = undefined;
    return unused;
  }

  hold(): void {
    this.shut = true;
  }

  release(): void {
    this.shut = false;
    for (const open of this.waiting.splice(0)) open();
  }
}
