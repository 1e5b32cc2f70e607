// One bug for each invariant, as a change of one compiled file. A plant whose text is not found any more stops the office
// that should carry it: a plant cannot rot unseen.
export const PLANTS = {
  I1: {
    what: 'the relay marks a message as applied when it has only sent it',
    file: 'libs/persistence/src/exchange/relay.js',
    find: /rank\.sent,(\s+)ids,(\s+)rank\.sent,/,
    replace: 'rank.applied,$1ids,$2rank.applied,',
  },
  I2: {
    what: 'an act is done again when its key comes again',
    file: 'libs/casework/src/acts/acts.js',
    find: /await tx\.answers\.find\(posted\.key\)/,
    replace: '((posted.key = globalThis.crypto.randomUUID()), undefined)',
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
  I13: {
    what: 'a promise is rejected and nobody listens',
    file: 'libs/exchange/src/relay/relay.js',
    find: /this\.running = this\.loop\(\);/,
    replace:
      "this.running = this.loop(); setTimeout(() => void Promise.reject(new Error('planted')), 4_000);",
  },
};
