import 'reflect-metadata';
import { runProcess } from '#node';
import { readTownshipSettings } from './township.config.js';
import { townshipApp } from './township.module.js';

// eslint-disable-next-line no-restricted-syntax -- here the environment is read, once, by the schema of this app
await runProcess(townshipApp, readTownshipSettings(process.env));
