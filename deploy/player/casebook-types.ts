/** A JSON Schema, or a part of one. */
export type Shape = Readonly<Record<string, unknown>>;

const isShape = (value: unknown): value is Shape =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const shapesOf = (value: unknown): readonly Shape[] => (Array.isArray(value) ? value.filter(isShape) : []);

/** What a part of a JSON Schema takes, in few words; `whole` follows its references. */
export function typeOf(part: Shape, whole: (part: Shape) => Shape): string {
  const one = whole(part);
  const inner = (value: unknown): string => (isShape(value) ? typeOf(value, whole) : 'anything');
  if (one['id'] === 'expectation' || part['$ref'] === '#/$defs/expectation') return 'see below';
  if (one['const'] !== undefined) return JSON.stringify(one['const']);
  if (Array.isArray(one['enum'])) return one['enum'].map(String).join(', ');
  const several = shapesOf(one['anyOf'] ?? one['oneOf']);
  if (several.length > 0) return several.map((each) => inner(each)).join(' or ');
  // Refinements that JSON Schema cannot say leave a type apart from its limits.
  const all = shapesOf(one['allOf']);
  if (all.length > 0) return inner(Object.assign({}, ...all.map((each) => whole(each))));
  switch (one['type']) {
    case 'string':
      return textOf(one);
    case 'integer':
    case 'number':
      return rangeOf(one);
    case 'boolean':
      return 'true, false';
    case 'array':
      return `list of ${inner(one['items'])}`;
    case 'object':
      return objectOf(one, inner);
    default:
      return 'anything';
  }
}

/** The forms of text that stand often enough to have a name. */
const FORMS: readonly (readonly [start: string, name: string])[] = [
  ['^\\d{4}-\\d{2}-\\d{2}$', 'day'],
  ['^[a-z]+(:[a-z0-9-]+)?$', 'unit'],
  ['^[1-9]\\d{0,3}(日|工作日|月)$', 'period such as 15日, 5工作日'],
  ['^[a-z0-9]+(-[a-z0-9]+)*$', 'key of a story'],
  ['^none', '“none: why”'],
];

function textOf({ pattern, maxLength }: Shape): string {
  if (typeof pattern === 'string') {
    const known = FORMS.find(([start]) => pattern.startsWith(start))?.[1];
    return known ?? `text like \`${pattern}\``;
  }
  return typeof maxLength === 'number' ? `text ≤ ${String(maxLength)}` : 'text';
}

/** Limits beyond which no number is meant. */
const ENDLESS = 1e15;

function rangeOf({ type, minimum, maximum }: Shape): string {
  const low = typeof minimum === 'number' && minimum > -ENDLESS ? String(minimum) : undefined;
  const high = typeof maximum === 'number' && maximum < ENDLESS ? String(maximum) : undefined;
  const name = type === 'integer' ? 'whole number' : 'number';
  if (low === undefined) return high === undefined ? name : `${name} ≤ ${high}`;
  return high === undefined ? `${name} ≥ ${low}` : `${low} … ${high}`;
}

function objectOf(one: Shape, inner: (value: unknown) => string): string {
  const { properties, additionalProperties, required } = one;
  if (!isShape(properties)) return `{unit: ${inner(additionalProperties)}}`;
  const must = Array.isArray(required) ? required : [];
  const keys = Object.entries(properties).map(
    ([key, value]) => `${key}${must.includes(key) ? '' : '?'}: ${inner(value)}`,
  );
  return `{${keys.join('; ')}}`;
}
