import type { DoorRefusal } from '#access';
import type { Sentence } from './sentence.js';

/** What the API itself refuses, before or beside the office: the door, the shape of a request, the node's state. */
export const BORDER_SLUGS = [
  'not-of-this-protocol',
  'method-not-allowed',
  'unknown-route',
  'unknown-act',
  'unknown-clock',
  'rules-unreadable',
  'unknown-alarm',
  'unknown-peer',
  'unknown-quarantined',
  'quarantine-objection',
  'unknown-list',
  'unknown-export',
  'export-too-large',
  'export-not-ready',
  'identity-not-allowed',
  'reader-required',
  'unknown-message',
  'body-too-large',
  'body-malformed',
  'key-required',
  'key-reused',
  'query-malformed',
  'act-not-of-this-role',
  'clock-moves-back',
  'not-drained',
  'database-away',
  'too-many-listeners',
  'stopping',
  'attachment-too-large',
  'too-many-uploads',
  'unexpected',
] as const;
export type BorderSlug = (typeof BORDER_SLUGS)[number] | DoorRefusal;

interface Border {
  readonly status: number;
  readonly says: Sentence;
}

/** Slug → status and sentence, whole. */
export const BORDER = {
  'not-loopback': {
    status: 403,
    says: ['只接受本机访问。', 'Only this machine itself is answered.'],
  },
  'foreign-host': {
    status: 403,
    says: ['请求的主机名不是本节点的地址。', 'The Host of the request is not the address of this node.'],
  },
  'foreign-origin': {
    status: 403,
    says: ['请求来自其他网页，不予受理。', 'The request comes from a foreign page and is not taken.'],
  },
  'not-json': {
    status: 415,
    says: ['请求内容须为 application/json（UTF-8）。', 'The content type must be application/json in UTF-8.'],
  },
  'not-bytes': {
    status: 415,
    says: ['附件须以 application/octet-stream 上传。', 'A file is uploaded as application/octet-stream.'],
  },
  'start-token-missing': {
    status: 401,
    says: [
      '缺少启动口令：请用启动时显示的地址打开。',
      'The start token is missing: open the address that was printed at the start.',
    ],
  },
  'start-token-wrong': {
    status: 401,
    says: [
      '启动口令不对：请用最近一次启动时显示的地址打开。',
      'The start token is wrong: open the address that the latest start printed.',
    ],
  },
  'not-of-this-protocol': {
    status: 400,
    says: ['地址无法识别。', 'The address cannot be read.'],
  },
  'method-not-allowed': {
    status: 405,
    says: ['只接受 GET 和 POST。', 'Only GET and POST are taken.'],
  },
  'unknown-route': {
    status: 404,
    says: ['没有此地址；全部地址见 /docs。', 'There is no such address; /docs lists all of them.'],
  },
  'unknown-act': {
    status: 404,
    says: [
      '没有此项办理：{act}；全部办理事项见 /docs。',
      'There is no such act here: {act}; /docs lists all of them.',
    ],
  },
  'rules-unreadable': {
    status: 422,
    says: [
      '规则或日历文件有误，未作更改：{why}',
      'The files of rules or calendar are wrong; nothing has changed: {why}',
    ],
  },
  'unknown-alarm': {
    status: 404,
    says: ['没有此条告警。', 'There is no such failure here.'],
  },
  'unknown-peer': {
    status: 404,
    says: ['本单位与该单位没有收发关系。', 'This office exchanges nothing with an office of that id.'],
  },
  'unknown-quarantined': {
    status: 404,
    says: ['隔离区中没有此条。', 'Nothing of that id was put away here.'],
  },
  'quarantine-objection': {
    status: 409,
    says: ['现在不能这样处理此条。', 'This cannot be done about it now.'],
  },
  'unknown-clock': {
    status: 404,
    says: ['没有此期限。', 'There is no such clock here.'],
  },
  'unknown-list': {
    status: 404,
    says: [
      '没有此清单：{list}；全部清单：{lists}。',
      'There is no such list here: {list}; there are {lists}.',
    ],
  },
  'unknown-export': {
    status: 404,
    says: ['没有此导出文件，或不是您申请的。', 'There is no such export, or it is not yours.'],
  },
  'export-too-large': {
    status: 409,
    says: [
      '超过 {limit} 行，请用 POST /api/exports 在后台准备。',
      'More than {limit} rows: have it prepared in the background by POST /api/exports.',
    ],
  },
  'export-not-ready': {
    status: 409,
    says: ['文件尚不能下载（{state}）。', 'The file cannot be fetched ({state}).'],
  },
  'identity-not-allowed': {
    status: 403,
    says: [
      '本单位不接触信访人信息（信访工作条例30(3)），清单不含信访人。',
      'This office does not see petitioners (L1 30(3)); its lists hold none.',
    ],
  },
  'reader-required': {
    status: 400,
    says: [
      '请用 x-acting-unit 和 x-acting-user 说明是谁在导出。',
      'Say who takes it, by x-acting-unit and x-acting-user.',
    ],
  },
  'unknown-message': {
    status: 404,
    says: ['本机关未收发此消息。', 'This office neither sent nor received such a message.'],
  },
  'body-too-large': {
    status: 413,
    says: ['内容超过 {limit} KiB。', 'The body is larger than {limit} KiB.'],
  },
  'body-malformed': {
    status: 400,
    says: ['内容不合要求，问题逐条列出。', 'The body is not as it must be; every problem is listed.'],
  },
  'key-required': {
    status: 400,
    says: [
      '须有 Idempotency-Key（8 至 64 个字母、数字、点、横线或下划线）。',
      'An Idempotency-Key of 8 to 64 letters, digits, dots, dashes or underscores is required.',
    ],
  },
  'key-reused': {
    status: 409,
    says: [
      '此 Idempotency-Key 已用于另一办理事项；新的办理请用新的键。',
      'This Idempotency-Key belongs to another act already; a new act needs a new key.',
    ],
  },
  'query-malformed': {
    status: 400,
    says: ['查询条件不合要求，问题逐条列出。', 'The query is not as it must be; every problem is listed.'],
  },
  'act-not-of-this-role': {
    status: 403,
    says: ['此类机关不办理此事：{act}。', 'An office of this kind does not do this: {act}.'],
  },
  'clock-moves-back': {
    status: 409,
    says: ['法定日期只能向前：现在是 {now}。', 'The legal date only moves forward: it is {now} now.'],
  },
  'not-drained': {
    status: 409,
    says: [
      '尚有 {pending} 件未送达，送达后才能推进日期。',
      '{pending} messages are still under way; the date moves once they have arrived.',
    ],
  },
  'database-away': {
    status: 503,
    says: [
      '数据库暂时不可用。请稍后用同一个 Idempotency-Key 重新提交：已生效的不会重复办理。',
      'The database is away. Send it again shortly with the same Idempotency-Key: what has taken effect is not done twice.',
    ],
  },
  'too-many-listeners': {
    status: 503,
    says: ['打开的看板过多，请关闭一些。', 'Too many boards are open; close some.'],
  },
  stopping: {
    status: 503,
    says: ['节点正在停止或启动。', 'The node is stopping or starting.'],
  },
  'attachment-too-large': {
    status: 413,
    says: ['附件超过 {limit} MiB。', 'The file is larger than {limit} MiB.'],
  },
  'too-many-uploads': {
    status: 503,
    says: [
      '同时上传的附件过多，请稍后再试。',
      'Too many files are being uploaded at once; try again shortly.',
    ],
  },
  unexpected: {
    status: 500,
    says: [
      '出现意外错误，已记入日志（编号 {id}）。',
      'Something unexpected happened; it is in the log under {id}.',
    ],
  },
} as const satisfies Record<BorderSlug, Border>;
