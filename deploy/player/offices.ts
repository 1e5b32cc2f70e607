/** A running node of the network. */
export interface PlayedNode {
  readonly id: string;
  /** Short name, zh-CN. */
  readonly short: string;
  /** Its address, such as http://127.0.0.1:8100. */
  readonly url: string;
}

/** A unit that another node keeps. */
export interface PlayedUnit {
  readonly id: string;
  readonly short: string;
  readonly keeper: string;
}

/** What the player must know of the network: addresses, and which node holds the legs of which unit. */
export interface PlayedNetwork {
  readonly nodes: readonly PlayedNode[];
  readonly units: readonly PlayedUnit[];
  /** IANA name; a legal day begins at its midnight. */
  readonly timeZone: string;
  /** The token that every request to a node carries. */
  readonly token: string;
}

/** The node at which a unit's acts are entered; undefined for a unit that the network does not have. */
export const nodeOf = (network: PlayedNetwork, unit: string): string | undefined =>
  network.nodes.some(({ id }) => id === unit) ? unit : network.units.find(({ id }) => id === unit)?.keeper;

/** Short name of a node or unit, zh-CN. */
export const shortOf = (network: PlayedNetwork, unit: string): string =>
  [...network.nodes, ...network.units].find(({ id }) => id === unit)?.short ?? unit;
