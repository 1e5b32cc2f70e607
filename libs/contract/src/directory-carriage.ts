import { z } from 'zod';

/** An instant in UTC, to the second. Example: `2026-01-01T00:00:00Z`. */
const instantSchema = z.iso.datetime({ error: 'must be an instant in UTC such as 2026-01-01T00:00:00Z' });

/** Who runs a node. Example: `yunlu-province`. */
export const operatorSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,47}$/, { error: 'must be a short latin name such as yunlu-province' });

/**
 * A TLS certificate by its key: SHA-256 over the SubjectPublicKeyInfo (DER), base64url. Pinned here, so that no authority
 * is trusted beside the keeper of the network: a self-signed one is right, its own dates and names do not count, and it
 * may be renewed for the same key without a new directory.
 */
export const certificateSchema = z.strictObject({
  /** `npm run -s keys -- show --node …` prints it. */
  spki: z.string().regex(/^[A-Za-z0-9_-]{43}$/, {
    error: 'must be a SHA-256 in base64url without padding (43 characters)',
  }),
  validFrom: instantSchema,
  /** Absent: until withdrawn by a newer directory. */
  validUntil: z.exactOptional(instantSchema),
  /** From this instant on no connection with it is taken or made. */
  revokedOn: z.exactOptional(instantSchema),
});
export type Certificate = z.infer<typeof certificateSchema>;

const isOrigin = (value: string): boolean => {
  if (!URL.canParse(value)) return false;
  const { protocol, pathname, search, hash, username } = new URL(value);
  return protocol === 'https:' && pathname === '/' && search === '' && hash === '' && username === '';
};

/** Where a node takes frames over HTTPS with mutual TLS. */
export const httpsSchema = z.strictObject({
  /** Origin that peers reach; frames go to `POST <url>/exchange/frames`. Example: `https://petitions.yunlu.example:8443`. */
  url: z
    .string()
    .max(200)
    .refine(isOrigin, { error: 'must be an origin such as https://petitions.yunlu.example:8443' }),
  /** Certificates that this node shows, as server and as client. A simulated network makes them at first start. */
  certificates: z.array(certificateSchema).max(8).default([]),
});
