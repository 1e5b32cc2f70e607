// the network: directory, hosted nodes, keys
export { openNetwork, type NodeIdentity, type OpenedNetwork, type OpenOptions } from './open-network.js';
export { takeDirectory, type TakenDirectory } from './take-directory.js';
export {
  checkUnsigned,
  loadDirectory,
  type LoadedDirectory,
  type LoadOptions,
} from './directory/load-directory.js';
export type { NetworkDirectory, NetworkSettings, Party } from './directory/network-directory.js';
export type { CompetenceSuggestion } from './directory/competence.js';
export { printDirectoryProblems, type DirectoryProblem } from './directory/problem.js';
export { NodeMatterNetwork } from './matter-network.js';
export { NodeOffice } from './node-office.js';
export { NodeKeyring } from './keys/node-keyring.js';
export { PeerKeyring } from './keys/peer-keyring.js';
export { openReach, type OpenedReach, type OpenedReaches } from './tls/open-reach.js';
export { NodeReach } from './tls/peer-reach.js';
export { loadKeyFiles, makeNodeKeys } from './keys/key-folder.js';
export { publicHalves } from './keys/key-file.js';
export {
  loadCertificate,
  makeMissingCertificate,
  readCertificate,
  type NodeCertificate,
} from './tls/certificate-folder.js';
export { makeCertificate } from './tls/make-certificate.js';

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
