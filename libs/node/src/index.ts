export type { NodeApp } from './node-app.js';
export { auditNode, type Audited, type AuditReport, type Countersigned } from './audit-node.js';
export { prepareNodes, type PreparedNodes } from './prepare.js';
export { runProcess } from './run-process.js';
export { startNode, type Common, type RunningNode } from './start-node.js';
export { openRules, rulebookOf } from './rulebook.js';
