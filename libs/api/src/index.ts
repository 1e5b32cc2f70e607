export { EXCHANGE, ExchangeModule } from './exchange/exchange.module.js';
export { ApiModule, mountApi } from './api.module.js';
export type { Moved, NodeApi, OperatorApi, Redecision, Simulation } from './node-api.js';
