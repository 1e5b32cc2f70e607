import type { QuarantineObjection } from '#exchange';
import type { Sentence } from '../problems/sentence.js';

/** Why an operator's wish about something put away is not done, and what would be right. */
export const OBJECTIONS: Readonly<Record<QuarantineObjection, Sentence>> = {
  'not-kept': [
    '被拒收的帧只留摘要，无法重试；来文单位会自动重发真实内容。',
    'Only the digest of a refused frame is kept: its sender sends what is true by itself.',
  ],
  unreadable: [
    '此消息从未读懂，只能由来文单位重新制作。',
    'This message was never understood: only its sender can make it anew.',
  ],
  'body-gone': [
    '此消息的内容已随案卷销毁，只能放弃。',
    'The text of this message was destroyed with its dossier: it can only be dropped.',
  ],
  'broken-chain': [
    '此消息与前文不相接，请与来文单位核对（exchange resync），或放弃。',
    'This message does not build on what came before: resync with its sender, or drop it.',
  ],
  'handler-failed': [
    '重试时办理程序仍然出错，未作任何改动；详见日志 exchange.retry.failed。',
    'Its handler fails as before and nothing was changed; the log says with what (exchange.retry.failed).',
  ],
  'sender-took-it-back': [
    '来文单位已将此件收回自办，请放弃，由其重新发出。',
    'Its sender has the matter back on its desk: drop this, the sender sends it anew.',
  ],
  'place-taken': [
    '此序号已有另一消息，不能重试，只能放弃。',
    'Another message has its place in the stream: it cannot be tried again, only dropped.',
  ],
  'not-the-first': [
    '此前另有消息使该流停止，请先处理那一条。',
    'An earlier message stopped the stream: see to that one first.',
  ],
};
