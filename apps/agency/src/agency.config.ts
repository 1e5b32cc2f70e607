import { nodeSettings, type Environment, readSettings, type Settings, type NodeSettings } from '#platform';

/** The settings of the app of an agency, court or discipline organ: those that every node app has, none of its own yet. */
const agencySettings = nodeSettings;
export type AgencySettings = NodeSettings;

/** Parses the settings once; main.ts prints every problem and stops. */
export const readAgencySettings = (env: Environment): Settings<AgencySettings> =>
  readSettings(agencySettings, env);
