// The certificate library resolves its parts by their metadata.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { X509CertificateGenerator, KeyUsageFlags, KeyUsagesExtension } from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
/** Peers go by the span in the directory; a certificate that ended by itself would only be one more thing to forget. */
const YEARS = 50;

/**
 * A new key and a certificate that it signed itself, both as PEM in one text. The directory pins the key, so that names
 * in the certificate prove nothing; the node's id stands there for whoever looks at it.
 */
export async function makeCertificate(node: string, from: Date): Promise<string> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const until = new Date(from);
  until.setUTCFullYear(from.getUTCFullYear() + YEARS);
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      name: [{ CN: [node] }],
      notBefore: from,
      notAfter: until,
      keys,
      signingAlgorithm: ALGORITHM,
      extensions: [new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true)],
    },
    webcrypto,
  );
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const lines = key.match(/.{1,64}/gu) ?? [];
  return `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n${certificate.toString('pem')}\n`;
}
