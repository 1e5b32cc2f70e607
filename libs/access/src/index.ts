// the network directory
export { loadDirectory, type LoadedDirectory, type LoadOptions } from './directory/load-directory.js';
export { NetworkDirectory, type NetworkSettings, type Party } from './directory/network-directory.js';
export type { CompetenceSuggestion } from './directory/competence.js';
export { checkHostedNodes } from './directory/hosted-nodes.js';
export { printDirectoryProblems, type DirectoryProblem } from './directory/problem.js';

// keys
export { openKeys, type LoadedKeys, type NetworkKeys } from './keys/network-keys.js';
export { NodeKeyring } from './keys/node-keyring.js';
export { PeerKeyring } from './keys/peer-keyring.js';
export type { NodeSecrets } from './keys/key-file.js';

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
