export { EXCHANGE, ExchangeModule } from './exchange/exchange.module.js';
