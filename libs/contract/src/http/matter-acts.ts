import { z } from 'zod';
import { text } from '../text.js';
import { onMatter } from './on-matter.js';

/* 同一事项: linking letters on one matter, here and across the network. `to` is always an origin number. */

/** 并入原事项: this case's items become further items of an earlier case of this office. */
export const link = z.strictObject({ ...onMatter, to: text(40) });

/** 撤销并案: everything is again as it was before the link. */
export const unlink = z.strictObject({ ...onMatter, reason: text(4_000) });

/** 并入其他单位的事项: by an office's answer that it has the matter. */
export const linkElsewhere = z.strictObject({
  ...onMatter,
  to: text(40),
  /** How the petitioner was told where the matter is handled; absent: nobody could be told. */
  how: z.exactOptional(text(400)),
});

/** Asks the upper office and its other offices again. */
export const askElsewhere = z.strictObject({ ...onMatter });

/** 认定不是同一事项: what another office answered is another matter; this one goes its own way. */
export const notTheSame = z.strictObject({ ...onMatter, to: text(40), reason: text(4_000) });
