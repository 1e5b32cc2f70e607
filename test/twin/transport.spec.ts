import { transportConformance } from '../support/transport-conformance.js';
import { twinAdapters } from '../support/exchange-twin.js';

transportConformance('the wire in memory', () => twinAdapters().wire());
