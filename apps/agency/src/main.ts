import 'reflect-metadata';
import { runProcess } from '#node';
import { readAgencySettings } from './agency.config.js';
import { agencyApp } from './agency.module.js';

// eslint-disable-next-line no-restricted-syntax -- here the environment is read, once, by the schema of this app
await runProcess(agencyApp, readAgencySettings(process.env));
