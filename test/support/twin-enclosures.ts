import { createHash } from 'node:crypto';
import { Attachments, EnclosureShelf, EnclosureViews, FileRepairs } from '#casework';
import type { Shows } from '#domain';
import { memoryEnclosures } from '../../libs/casework/src/testing/enclosures-memory.js';
import { memoryIntake } from '../../libs/casework/src/testing/intake-memory.js';
import { memoryFiles } from './twin-files.js';
import type { TwinMatter } from './twin-matter.js';

/** A file as an office keeps it. */
export const PDF = Buffer.from('%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n');
export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The files of one office of the twin: what it keeps, wants and offers. */
export function filesAt(matter: TwinMatter, node: string) {
  const { desk, office } = matter.net.node(node);
  const files = memoryFiles();
  Object.assign(desk, {
    files: { discardOnCommit: (ids: readonly string[]) => ids.forEach((id) => files.bytes.delete(id)) },
  });
  // The twin replaces its lists with every write: the reads look at them anew.
  const reads = () => memoryEnclosures(office.memory);
  const attachments = new Attachments(desk, files, {
    attachment: (id) => memoryIntake(office.memory).attachment(id),
    sealedAttachments: () => memoryIntake(office.memory).sealedAttachments(),
  });
  const shelf = new EnclosureShelf(
    desk,
    {
      due: (limit, but) => reads().due(limit, but),
      offered: (peer, ref) => reads().offered(peer, ref),
      taken: (peer, ref) => reads().taken(peer, ref),
      wantedIds: () => reads().wantedIds(),
    },
    files,
  );
  const repairs = new FileRepairs(
    desk,
    {
      attachment: (id) => memoryIntake(office.memory).attachment(id),
      ofCase: (id) => reads().ofCase(id),
    },
    files,
  );
  const caseId = (): string => matter.caseAt(node).matter.id;
  return {
    files,
    attachments,
    shelf,
    repairs,
    list: () => new EnclosureViews({ ofCase: (id) => reads().ofCase(id) }).ofCase(caseId()),
    kept: () => memoryIntake(office.memory).attachments(caseId()),
    figures: () => reads().figures(),
    /** Keeps a file and gives its id. */
    async keep(shows: Shows, bytes: Uint8Array = PDF, unit = node): Promise<string> {
      const key = `key-${String(files.bytes.size)}-${shows}`;
      const upload = { name: '陈某来信.pdf', file: await attachments.receive([bytes]), shows, key };
      const done = await attachments.add({ caseId: caseId(), as: { unit }, ...upload });
      if (!('ok' in done) || !done.ok) throw new Error(JSON.stringify(done));
      return done.value.id;
    },
    /** What the exchange does once it has all bytes of a paper: gives them over. */
    async fetched(bytes: Uint8Array = PDF): Promise<void> {
      for (const { id } of await reads().due(10, [])) {
        files.fetched.set(`/part/${id}`, bytes);
        await shelf.take(id, `/part/${id}`);
      }
      await matter.net.deliver();
    },
  };
}
