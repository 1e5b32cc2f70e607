import { z } from 'zod';
import { text } from '../text.js';

/** A person of the register. All fields may be missing: an anonymous letter is registered too. */
export const person = z.strictObject({
  name: z.exactOptional(text(200)),
  address: z.exactOptional(text(400)),
  phone: z.exactOptional(text(40)),
  note: z.exactOptional(text(400)),
});
