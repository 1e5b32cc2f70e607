export type { NodeApp } from './node-app.js';
export { runProcess } from './run-process.js';
