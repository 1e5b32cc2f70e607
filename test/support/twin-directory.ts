import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { type NetworkDirectory, loadDirectory } from '#access';
import { type StaffList, networkFileSchema, staffFileSchema } from '#contract';
import type { z } from 'zod';

type NetworkFile = z.infer<typeof networkFileSchema>;
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What a newer version of the sample directory says otherwise. */
export type Amendment = (file: Mutable<NetworkFile>, staff: StaffList[]) => void;

const SAMPLE = join(import.meta.dirname, '../../deploy/network/sample');

/** The sample directory in its next version, written and loaded with every check of a real start. */
export function amended(change: Amendment): NetworkDirectory {
  const path = mkdtempSync(join(tmpdir(), 'huiyin-directory-'));
  try {
    writeAmended(path, change);
    const loaded = loadDirectory({ path, dataDir: path, now: new Date() });
    if (!loaded.ok) throw new Error(loaded.problems.map((one) => JSON.stringify(one)).join('\n'));
    return loaded.directory;
  } finally {
    rmSync(path, { recursive: true });
  }
}

/** Puts that next version into a folder. */
export function writeAmended(path: string, change: Amendment): void {
  const file = networkFileSchema.parse(parse(readFileSync(join(SAMPLE, 'network.yaml'), 'utf8')));
  const { staff } = staffFileSchema.parse(parse(readFileSync(join(SAMPLE, 'staff.yaml'), 'utf8')));
  const next = { ...structuredClone(file), version: file.version + 1 };
  const people = [...staff];
  change(next, people);
  writeFileSync(join(path, 'network.yaml'), stringify(next));
  writeFileSync(join(path, 'staff.yaml'), stringify({ staff: people }));
}

const people = (unit: string, prefix: string): StaffList => ({
  unit,
  users: [
    { id: `${prefix}-registrar`, name: '甲一', post: '登记员', roles: ['registrar'] },
    { id: `${prefix}-handler`, name: '乙二', post: '承办人', roles: ['handler'] },
    { id: `${prefix}-head`, name: '丙三', post: '负责人', roles: ['head', 'reviewer'] },
  ],
});

/** 清算组 gets a node of its own: the unit keeps its id and works in it now. */
export const liquidatorsGetANode: Amendment = (file, staff) => {
  file.nodes.push({
    id: 'agency:liquidators',
    role: 'agency',
    kind: 'administrative',
    parent: 'city',
    code: 'QS',
    name: { zh: '清算组节点', en: 'Node of the liquidators' },
    short: { zh: '清算组节点', en: 'Liquidators (node)' },
    aliases: [],
    documentPrefix: '临清算',
    keys: [],
  });
  file.units = file.units.map((unit) =>
    unit.id === 'unit:liquidators'
      ? { ...unit, keeper: 'agency:liquidators', works: 'inside' as const }
      : unit,
  );
  file.links.push({ kind: 'horizontal', of: 'city', with: ['agency:liquidators'] });
  staff.push(people('agency:liquidators', 'qs'), people('unit:liquidators', 'qz'));
};

/** 农业农村局 is merged into 自然资源局: its last day is given, its entry stays. */
export const agricultureIsMerged =
  (validUntil: string): Amendment =>
  (file) => {
    file.nodes = file.nodes.map((node) =>
      node.id === 'agency:agriculture'
        ? { ...node, validUntil, succeededBy: 'agency:natural-resources' }
        : node,
    );
  };

/** 殡仪馆, kept by the civil affairs bureau, gets a node of its own: the office that sends to it is a third one. */
export const parlourGetsANode: Amendment = (file, staff) => {
  file.nodes.push({
    id: 'agency:parlour',
    role: 'agency',
    kind: 'administrative',
    parent: 'city',
    ledBy: 'agency:civil-affairs',
    code: 'BY',
    name: { zh: '殡仪馆节点', en: 'Node of the funeral parlour' },
    short: { zh: '殡仪馆节点', en: 'Parlour (node)' },
    aliases: [],
    documentPrefix: '临殡',
    keys: [],
  });
  file.units = file.units.map((unit) =>
    unit.id === 'unit:funeral-parlour'
      ? { ...unit, keeper: 'agency:parlour', works: 'inside' as const }
      : unit,
  );
  file.links.push({ kind: 'horizontal', of: 'city', with: ['agency:parlour'] });
  staff.push(people('agency:parlour', 'by'), people('unit:funeral-parlour', 'bz'));
};
