import { nodeSettings, type Environment, readSettings, type Settings, type NodeSettings } from '#platform';

/** The settings of the app of a congress's petition office of any level: those that every node app has, none of its own yet. */
const citySettings = nodeSettings;
export type CitySettings = NodeSettings;

/** Parses the settings once; main.ts prints every problem and stops. */
export const readCitySettings = (env: Environment): Settings<CitySettings> => readSettings(citySettings, env);
