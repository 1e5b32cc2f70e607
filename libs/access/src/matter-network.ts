import { createHmac } from 'node:crypto';
import type { NetworkDirectory } from './directory/network-directory.js';

/**
 * The directory and the network's key as the casework asks them about a matter. Has the shape of the casework's port
 * `MatterNetwork`; the composition root joins them.
 */
export class NodeMatterNetwork {
  constructor(
    private readonly directory: NetworkDirectory,
    private readonly node: string,
    private readonly key: Buffer | undefined,
  ) {}

  get upper(): string | undefined {
    const parent = this.directory.node(this.node)?.parent;
    return parent !== undefined && this.directory.peersOf(this.node).has(parent) ? parent : undefined;
  }

  get lower(): readonly string[] {
    const peers = this.directory.peersOf(this.node);
    return this.directory
      .nodes()
      .filter((one) => one.parent === this.node && registers(one.role) && peers.has(one.id))
      .map(({ id }) => id);
  }

  resolve(name: string): string | undefined {
    return this.directory.resolveName(name);
  }

  fingerprint(text: string): string | undefined {
    return this.key === undefined ? undefined : createHmac('sha256', this.key).update(text).digest('hex');
  }

  codeOf(node: string): string | undefined {
    return this.directory.node(node)?.code;
  }

  isConcerned(office: string, body: string): boolean {
    const organ = this.organOf(body);
    if (organ === office) return true;
    const role = this.directory.node(organ)?.role;
    if (role === undefined || !registers(role)) return false;
    return (
      this.directory.parentChain(organ).includes(office) || this.directory.parentChain(office).includes(organ)
    );
  }

  /**
   * The office or unit that a post or body belongs to, itself for an office or unit. A township government is an organ
   * of its own: the presidium supervises it and is not led by it, nor leads it.
   */
  private organOf(body: string): string {
    let at = body;
    while (this.directory.party(at) === undefined) {
      const next = this.directory.aboveOf(at);
      if (next === undefined || next === at) return at;
      at = next;
    }
    return at;
  }
}

/** The roles whose offices register what citizens bring, and so ask and are asked. */
const registers = (role: string): boolean => role === 'city' || role === 'township';
