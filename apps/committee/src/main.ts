import 'reflect-metadata';
import { runProcess } from '#node';
import { readCommitteeSettings } from './committee.config.js';
import { committeeApp } from './committee.module.js';

// eslint-disable-next-line no-restricted-syntax -- here the environment is read, once, by the schema of this app
await runProcess(committeeApp, readCommitteeSettings(process.env));
