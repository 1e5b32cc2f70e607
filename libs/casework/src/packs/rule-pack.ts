import type { Limit, Rule, RulePack } from '#domain';
import { packShape, readRuleKey, type WrittenPack, type WrittenRule } from './shapes.js';
import { type Read, readYaml } from './yaml-file.js';

/** Reads a rule pack (deploy/rules/<id>.yaml). Every problem is a sentence that begins with the file's name. */
export function parseRulePack(text: string, file: string): Read<RulePack> {
  const written = readYaml(text, file, packShape);
  return written.ok ? { ok: true, value: toPack(written.value) } : written;
}

function toPack(written: WrittenPack): RulePack {
  const { pack: id, version, title, source, validFrom, recheckBeforeUse } = written;
  const rules = Object.entries(written.rules).flatMap(([key, rule]): [string, Rule][] => {
    const made = toRule(key, rule, written);
    return made ? [[key, made]] : [];
  });
  const { lowerMatters } = written;
  const pack = {
    ...{ id, version, title, source, validFrom, recheckBeforeUse, rules: new Map(rules) },
    ...(lowerMatters === undefined ? {} : { lowerMatters }),
  };
  if (written.representatives === undefined) return pack;
  const { atMost, article, small } = written.representatives;
  return { ...pack, representatives: { atMost, article, ...(small === undefined ? {} : { small }) } };
}

function toRule(key: string, written: WrittenRule, pack: WrittenPack): Rule | undefined {
  const name = readRuleKey(key);
  if (!name) return undefined;
  const approver = written.extension?.approver;
  return {
    id: `${pack.pack}.${key}`,
    ...name,
    starts: written.starts,
    limit: toLimit(written),
    shift: written.shift ?? pack.shift,
    article: written.article,
    inferred: written.article === '[I]',
    validFrom: written.validFrom ?? pack.validFrom,
    ...(approver ? { approver } : {}),
    ...(written.binds ? { binds: written.binds } : {}),
    ...(written.excludes ? { excludes: written.excludes } : {}),
    notes: written.notes ?? [],
  };
}

/** The shape has made sure that exactly one of them is given. */
function toLimit({ value, asSet, default: fallback, extension, undated, absent }: WrittenRule): Limit {
  if (value) return { kind: 'period', period: value };
  if (asSet) return { kind: 'as-set', ...(fallback ? { fallback } : {}) };
  if (extension) {
    const { atMost, inAll } = extension;
    return { kind: 'extension', ...(atMost ? { atMost } : {}), ...(inAll ? { inAll } : {}) };
  }
  if (undated !== undefined) return { kind: 'undated', how: undated };
  return { kind: 'absent', why: absent ?? '' };
}
