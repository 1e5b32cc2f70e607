import 'reflect-metadata';
import { runProcess } from '#node';
import { readCitySettings } from './city.config.js';
import { cityApp } from './city.module.js';

// eslint-disable-next-line no-restricted-syntax -- here the environment is read, once, by the schema of this app
await runProcess(cityApp, readCitySettings(process.env));
