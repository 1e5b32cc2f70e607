import { jest } from '@jest/globals';
import { httpsWire } from '../../support/exchange-https.js';
import { realAdapters } from '../../support/exchange-real.js';
import { transportConformance } from '../../support/transport-conformance.js';

jest.setTimeout(30_000);
transportConformance('BullMQ', () => realAdapters().wire());
transportConformance('HTTPS with mutual TLS', httpsWire);
