import { MOST_SPOILT, type EnclosureProblem, type EnclosureView } from '#contract';
import type { EnclosureReads, EnclosureRow } from '../ports/enclosures.js';

/** How the files of a case stand that go along with letters and reports. */
export class EnclosureViews {
  constructor(private readonly reads: Pick<EnclosureReads, 'ofCase'>) {}

  /** In the order in which they were sent or named. */
  async ofCase(caseId: string): Promise<readonly EnclosureView[]> {
    return (await this.reads.ofCase(caseId)).map(enclosureView);
  }
}

function enclosureView(row: EnclosureRow): EnclosureView {
  const { id, caseId, legId, way, peer, name, type, size, sha256, shows, state } = row;
  const { since, tries, problem, nextTryAt } = row;
  return {
    ...{ id, caseId, legId, way, peer, type, size, sha256, shows, state, since, tries },
    name: name ?? null,
    problem: problem ?? null,
    nextTryAt: state === 'wanted' ? nextTryAt : null,
    todo: todoOf(row),
  };
}

type Todo = EnclosureView['todo'];

function todoOf({ way, state, problem, spoilt }: EnclosureRow): Todo {
  if (problem === undefined || state === 'there' || state === 'withdrawn') return null;
  if (way === 'out') return AT_SENDER[problem] ?? null;
  if (problem === 'digest' && spoilt < MOST_SPOILT) return null;
  return state === 'refused' ? ASK_ANEW : (AT_RECEIVER[problem] ?? null);
}

const ASK_ANEW = {
  zh: '请对方另行收存正确的文件并补送附件。',
  en: 'Ask the sender to keep the right file and to send it along again.',
};

const AT_SENDER: Partial<Record<EnclosureProblem, NonNullable<Todo>>> = {
  digest: {
    zh: '对方多次取得的内容与摘要不符：请核对本机关所存文件，从备份恢复或另行补送。',
    en: 'The other office got another content again and again: check the file here, restore it, or send another.',
  },
  type: {
    zh: '内容与所报类型不符，对方已丢弃：请另行收存并补送。',
    en: 'Its content is not what it was said to be, and the other office threw it away: send another.',
  },
};

/** Only what a person has to do; the rest is tried again by itself. */
const AT_RECEIVER: Partial<Record<EnclosureProblem, NonNullable<Todo>>> = {
  'no-address': {
    zh: '未配置对方的附件地址：请系统管理员设置 PAPER_ADDRESSES。',
    en: 'No address is known for the other office’s papers: let the administrator set PAPER_ADDRESSES.',
  },
  'not-offered': {
    zh: '对方不再提供此附件：请联系对方补送。',
    en: 'The other office does not offer it any more: ask it to send the file along again.',
  },
  gone: {
    zh: '对方所存文件已缺失或损坏：请对方从备份恢复，恢复后自动再取。',
    en: 'The file is gone or damaged there: ask the other office to restore it; it is fetched then by itself.',
  },
  clock: {
    zh: '两机关的系统时间相差过大：请系统管理员校时，校时后自动再取。',
    en: 'The clocks of the two offices lie too far apart: set them; it is fetched then by itself.',
  },
  'unknown-key': {
    zh: '对方不认本机关的密钥或地址有误：请系统管理员核对网络目录与 PAPER_ADDRESSES。',
    en: 'The other office does not know this one’s key, or the address is wrong: check the directory and PAPER_ADDRESSES.',
  },
  digest: {
    zh: '多次取得的内容与所报摘要不符：请联系对方核对原件。',
    en: 'It came with another digest again and again: ask the other office to check the original.',
  },
  oversize: {
    zh: '对方提供的文件大小与所报不符：请联系对方核对原件。',
    en: 'The file there has another size than was announced: ask the other office to check the original.',
  },
  'disk-full': {
    zh: '本机关磁盘已满：请系统管理员腾出空间，之后自动再取。',
    en: 'The disk of this office is full: make room; it is fetched then by itself.',
  },
  storage: {
    zh: '本机关的附件目录不可写：请系统管理员检查 DATA_DIR。',
    en: 'The folder of files cannot be written here: let the administrator check DATA_DIR.',
  },
};
