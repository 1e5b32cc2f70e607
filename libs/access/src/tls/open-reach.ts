import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Certificate, certificateFileSchema } from '#contract';
import type { NetworkDirectory } from '../directory/network-directory.js';
import { problem, type DirectoryProblem } from '../directory/problem.js';
import { keyFolder, replaceFile } from '../keys/key-folder.js';
import { errorCode } from '../unknown-value.js';
import { loadCertificate, makeMissingCertificate, type NodeCertificate } from './certificate-folder.js';
import { NodeReach } from './peer-reach.js';

/** What a node that speaks HTTPS needs. */
export interface OpenedReach {
  readonly reach: NodeReach;
  /** Shown as server and as client. */
  readonly certificate: NodeCertificate;
  /** Its own origin. */
  readonly url: URL;
}

export type OpenedReaches =
  | { readonly ok: true; readonly reaches: ReadonlyMap<string, OpenedReach> }
  | { readonly ok: false; readonly problems: readonly DirectoryProblem[] };

interface Options {
  readonly dataDir: string;
  readonly hosted: readonly string[];
  /** Real time. */
  readonly now: () => Date;
}

/** A simulated clock may show any year, so sample certificates are valid from the beginning. */
const SAMPLE_VALID_FROM = '1970-01-01T00:00:00Z';
const SHARED = 'certificates.json';

/**
 * The certificates of the hosted nodes that speak HTTPS, and the way to their peers; nothing for the others. A simulated
 * network makes what is missing for all its nodes and writes `keys/certificates.json`. In a real one the certificates
 * are the directory's, and each hosted node must hold one that it lists.
 */
export async function openReach(directory: NetworkDirectory, options: Options): Promise<OpenedReaches> {
  const speaking = directory.nodes().filter(({ https }) => https !== undefined);
  if (speaking.length === 0) return { ok: true, reaches: new Map() };
  const { simulated } = directory.settings;
  const shared = simulated ? await shareSample(directory, options) : undefined;
  if (shared?.ok === false) return shared;
  const listed = (): ReadonlyMap<string, readonly Certificate[]> =>
    shared?.certificates ??
    new Map(directory.nodes().map(({ id, https }) => [id, https?.certificates ?? []]));
  const reaches = new Map<string, OpenedReach>();
  const problems: DirectoryProblem[] = [];
  for (const { id, https } of speaking) {
    if (https === undefined || !options.hosted.includes(id)) continue;
    const read = loadCertificate(options.dataDir, id);
    if (!read.ok) {
      problems.push(read.problem);
    } else if (
      listed()
        .get(id)
        ?.some(({ spki }) => spki === read.certificate.spki) !== true
    ) {
      problems.push(
        problem(
          `network.yaml ${id}`,
          `The directory lists no certificate ${read.certificate.spki} of ${id}; send it to the network's keeper.`,
        ),
      );
    } else {
      reaches.set(id, {
        reach: new NodeReach(id, directory, listed, options.now),
        certificate: read.certificate,
        url: new URL(https.url),
      });
    }
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, reaches };
}

type Shared =
  | { readonly ok: true; readonly certificates: ReadonlyMap<string, readonly Certificate[]> }
  | { readonly ok: false; readonly problems: readonly DirectoryProblem[] };

async function shareSample(directory: NetworkDirectory, { dataDir, now }: Options): Promise<Shared> {
  const ids = directory.nodes().flatMap(({ id, https }) => (https === undefined ? [] : [id]));
  const { network } = directory.settings;
  const known = readShared(dataDir, network);
  if (known !== undefined && ids.every((id) => known.has(id))) return { ok: true, certificates: known };
  const certificates = new Map<string, readonly Certificate[]>();
  try {
    for (const id of ids) {
      await makeMissingCertificate(dataDir, id, now());
      const read = loadCertificate(dataDir, id);
      if (!read.ok) return { ok: false, problems: [read.problem] };
      certificates.set(id, [{ spki: read.certificate.spki, validFrom: SAMPLE_VALID_FROM }]);
    }
    // It follows from the files, so that processes that start together write the same.
    const content = { network, nodes: Object.fromEntries(certificates) };
    replaceFile(join(keyFolder(dataDir), SHARED), `${JSON.stringify(content, null, 2)}\n`);
    return { ok: true, certificates };
  } catch (error) {
    const sentence = `The certificates of the sample network cannot be made (${errorCode(error)}).`;
    return { ok: false, problems: [problem(`keys/${SHARED}`, sentence)] };
  }
}

function readShared(
  dataDir: string,
  network: string,
): ReadonlyMap<string, readonly Certificate[]> | undefined {
  try {
    const text = readFileSync(join(keyFolder(dataDir), SHARED), 'utf8');
    const file = certificateFileSchema.parse(JSON.parse(text));
    return file.network === network ? new Map(Object.entries(file.nodes)) : undefined;
  } catch {
    // Missing or damaged: it follows from the files and is written anew.
    return undefined;
  }
}
