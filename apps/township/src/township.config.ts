import { nodeSettings, type Environment, readSettings, type Settings, type NodeSettings } from '#platform';

/** The settings of the app of a township presidium with its government unit: those that every node app has, none of its own yet. */
const townshipSettings = nodeSettings;
export type TownshipSettings = NodeSettings;

/** Parses the settings once; main.ts prints every problem and stops. */
export const readTownshipSettings = (env: Environment): Settings<TownshipSettings> =>
  readSettings(townshipSettings, env);
