// the network: directory, hosted nodes, keys
export { openNetwork, type NodeIdentity, type OpenedNetwork } from './open-network.js';
export { loadDirectory, type LoadedDirectory, type LoadOptions } from './directory/load-directory.js';
export type { NetworkDirectory, NetworkSettings, Party } from './directory/network-directory.js';
export type { CompetenceSuggestion } from './directory/competence.js';
export { printDirectoryProblems, type DirectoryProblem } from './directory/problem.js';
export { NodeMatterNetwork } from './matter-network.js';
export { NodeOffice } from './node-office.js';
export { NodeKeyring } from './keys/node-keyring.js';
export { PeerKeyring } from './keys/peer-keyring.js';

// who acts
export {
  ACTOR_REFUSALS,
  resolveActor,
  type ActorClaim,
  type ActorDemand,
  type ActorRefusal,
  type ActorResolution,
  type ResolvedActor,
} from './actor/resolve-actor.js';

// the door of the API until log-in exists
export {
  DOOR_REFUSALS,
  judgeRequest,
  START_TOKEN_COOKIE,
  type DoorPolicy,
  type DoorRefusal,
  type DoorVerdict,
  type RequestFacts,
} from './guard/judge-request.js';
