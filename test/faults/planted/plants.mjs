// One bug for each invariant, as a change of one compiled file. A plant whose text is not found any more stops the office
// that should carry it: a plant cannot rot unseen.
export const PLANTS = {
  I1: {
    what: 'the relay marks a message as applied when it has only sent it',
    file: 'libs/persistence/src/exchange/relay.js',
    find: /await (uow\.writer\(\)\.query)\('UPDATE exchange_out_frame SET sent = 1 WHERE frame_id IN \(\?\)', \[messages\]\);/,
    replace:
      "$& await $1('UPDATE exchange_outbox SET status = 3 WHERE frame_id IN (?) AND status < 3', [messages]);",
  },
  I2: {
    what: 'an act is done again when its key comes again',
    file: 'libs/casework/src/desk/once.js',
    find: /await tx\.answers\.find\(key\)/,
    replace: '((key = globalThis.crypto.randomUUID()), undefined)',
  },
  I3: {
    what: 'the sender forgets the message before',
    file: 'libs/exchange/src/outbox/outbox.js',
    find: /head: chainHead\(stream\.head, digest\)/,
    replace: 'head: stream.head',
  },
  I4: {
    what: 'the other end of a leg writes down another day of acceptance',
    file: 'libs/casework/src/inbound/leg-messages.js',
    find: /admitLegEvent\(row\.leg, event, from\)/,
    replace: "admitLegEvent(row.leg, event.type === 'accept' ? { ...event, on: '2026-01-02' } : event, from)",
  },
  I5: {
    what: 'a receipt is stored without its bytes',
    file: 'libs/exchange/src/inbox/receipts.js',
    find: /bytes: arrival\.bytes,/,
    replace: 'bytes: new Uint8Array(8),',
  },
  I6: {
    what: 'the audit chain says nothing of what units sign for',
    file: 'libs/persistence/src/casework/unit/history-log.js',
    find: /acted\(lines, insertId\)/,
    replace: "acted(lines.filter(({ act }) => act !== 'leg.sign'), insertId)",
  },
  I7: {
    what: 'some receipts are never believed, and what they answer waits for ever',
    file: 'libs/exchange/src/inbox/receipts.js',
    find: /if \(row === undefined \|\| row\.sequence === undefined\)/,
    replace: 'if (row === undefined || row.sequence === undefined || /[0-3]$/.test(row.id))',
  },
  I8: {
    what: 'the relay gives up at its first trouble',
    file: 'libs/exchange/src/relay/relay.js',
    find: /if \(error instanceof LeaseLost\)(\s+)this\.lease = undefined;/,
    replace: 'if (error instanceof LeaseLost)$1this.lease = undefined;$1else$1    return;',
  },
  I9: {
    what: 'the inbox forgets that it took the messages of some legs in',
    file: 'libs/exchange/src/inbox/frame-unit.js',
    find: /insertInbox\(\[\.\.\.this\.rows\.values\(\)\]/,
    replace: 'insertInbox([...this.rows.values()].filter((row) => !/[0-7]$/.test(String(row.stream?.id)))',
  },
  I11: {
    what: 'what a message says is written to the log',
    file: 'libs/exchange/src/inbox/stream-turns.js',
    find: /this\.deps\.atWork\.id = message\.id;/,
    replace: 'this.deps.atWork.id = message.id; console.error(JSON.stringify(message.data));',
  },
  I12: {
    what: 'the sweep calls clocks overdue two months early',
    file: 'libs/persistence/src/hot-sql.js',
    find: /\.trim\(\)/,
    replace: ".trim().replace('c.due < ?', 'c.due < ? + INTERVAL 2 MONTH')",
  },
  I10: {
    what: 'a stopped stream stops every other one too',
    file: 'libs/exchange/src/inbox/stream-turns.js',
    find: /if \(status === 'open'\)(\s+)return undefined;([^]*)if \(status === 'applied'\) \{/,
    replace:
      "if (status === 'open')$1return globalThis.stoppedToo;$2if (status !== 'applied') globalThis.stoppedToo = verdict;\n        if (status === 'applied') {",
  },
  I13: {
    what: 'a promise is rejected and nobody listens, once, when something is sent',
    file: 'libs/exchange/src/relay/relay.js',
    find: /await failpoint\('P5'\);/,
    replace: `void import('node:fs').then(({ writeFileSync }) => {
                try { writeFileSync(process.env.DATA_DIR + '/planted-I13', '', { flag: 'wx' }); } catch { return; }
                throw new Error('planted');
            });
            await failpoint('P5');`,
  },
  // Not a bug of an invariant, but a message or a peer that a row needs.
  'deadly message': {
    what: 'a message that says so kills the process that takes it',
    file: 'libs/exchange/src/inbox/stream-turns.js',
    find: /this\.deps\.atWork\.id = message\.id;/,
    replace:
      "this.deps.atWork.id = message.id; if (message.data?.deadly === true) { process.kill(process.pid, 'SIGKILL'); await new Promise(() => undefined); }",
  },
  'newer minor': {
    what: 'a peer of a version to come, which says more in each message than anybody here knows',
    file: 'libs/exchange/src/outbox/outbox.js',
    find: /specversion: '1\.0',/g,
    replace: "specversion: '1.0', saidlater: 'kept', saidlaterstill: { deep: [1, null] },",
  },
};
