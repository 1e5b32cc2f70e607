import { nodeSettings, type Environment, readSettings, type Settings, type NodeSettings } from '#platform';

/** The settings of the app of a committee that reviews results: those that every node app has, none of its own yet. */
const committeeSettings = nodeSettings;
export type CommitteeSettings = NodeSettings;

/** Parses the settings once; main.ts prints every problem and stops. */
export const readCommitteeSettings = (env: Environment): Settings<CommitteeSettings> =>
  readSettings(committeeSettings, env);
