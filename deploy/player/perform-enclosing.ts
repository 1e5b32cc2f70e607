import { attachmentView } from '#contract';
import type { Step } from './casebook-steps.js';
import type { NodeClient } from './node-client.js';

/**
 * The file of a step that sends one along, kept at its office first: a text with the words of the story. The key makes the
 * same step, tried again, the same file.
 */
export async function fileOf(
  step: Step,
  client: NodeClient,
  caseId: string,
  key: string,
): Promise<{ readonly files?: readonly string[] }> {
  if (step.does !== 'enclose') return {};
  const { at, by, file, text, shows = 'matter' } = step;
  const asked = new URLSearchParams({
    name: `${file}.txt`,
    unit: at,
    shows,
    ...(by === undefined ? {} : { user: by }),
  });
  const path = `/api/cases/${encodeURIComponent(caseId)}/attachments?${asked.toString()}`;
  const kept = await client.upload(path, Buffer.from(text), `${key}-file`, attachmentView);
  return { files: [kept.id] };
}
