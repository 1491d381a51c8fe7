import { z } from 'zod';
import type { Place, Problem } from './records.ts';
import { didYouMean } from './suggestion.ts';

/** A value checked against a schema. */
export type Checked<T> = { data: T; problems: [] } | { data?: undefined; problems: Problem[] };

/**
 * Checks a value that was read from YAML and says what does not fit, each at its key.
 * @param places Where each key stands, by dotted path.
 * @param start Where to point when a key is missing at the top.
 */
export function checkAgainst<T extends z.ZodType>(
  schema: T,
  value: unknown,
  places: Record<string, Place>,
  start: Place,
): Checked<z.infer<T>> {
  const result = schema.safeParse(value);
  if (result.success) return { data: result.data, problems: [] };
  const placeOf = (path: readonly PropertyKey[]): Place => {
    for (let length = path.length; length > 0; length -= 1) {
      const place = places[path.slice(0, length).join('.')];
      if (place) return place;
    }
    return start;
  };
  return {
    problems: result.error.issues.flatMap((issue) => problemsOf(issue, schema, value, placeOf)),
  };
}

function problemsOf(
  issue: z.core.$ZodIssue,
  schema: z.ZodType,
  root: unknown,
  placeOf: (path: readonly PropertyKey[]) => Place,
): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    const known = keysOf(fieldAt(schema, issue.path));
    return issue.keys.map((key) => ({
      rule: 'content/schema',
      message: `\`${key}\` is not a field here`,
      help: `${didYouMean(key, known)}The fields are ${known.join(', ')}.`,
      place: placeOf([...issue.path, key]),
    }));
  }
  const value = valueAt(root, issue.path);
  const name = nameOf(issue.path);
  const description = descriptionAt(schema, issue.path);
  const place = placeOf(issue.path);
  if (value === undefined) {
    return [
      { rule: 'content/schema', message: `${name} is missing`, help: description ?? ADD_IT, place },
    ];
  }
  const wrong = whatIsWrong(issue, value);
  return [
    {
      rule: 'content/schema',
      message: `${name} ${wrong.message}`,
      help: [wrong.hint, description ?? CORRECT_IT].filter(Boolean).join(' '),
      place,
    },
  ];
}

const ADD_IT = 'Add it.';
const CORRECT_IT = 'Correct it.';

function whatIsWrong(
  issue: z.core.$ZodIssue,
  value: unknown,
): { message: string; hint?: string | undefined } {
  if (value === null) return { message: 'has no value' };
  switch (issue.code) {
    case 'invalid_type':
      return {
        message: `is ${kindOf(value)}; it must be ${EXPECTED[issue.expected] ?? issue.expected}`,
      };
    case 'invalid_value': {
      const options = issue.values.map(String);
      return {
        message: `is ${show(value)}; it must be one of ${options.join(', ')}`,
        hint: didYouMean(String(value), options).trim(),
      };
    }
    case 'too_small':
      return {
        message:
          issue.origin === 'array'
            ? `needs at least ${issue.minimum === 1 ? 'one entry' : `${issue.minimum} entries`}`
            : (own(issue.message) ??
              `is ${show(value)}; it must be ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`),
      };
    case 'too_big':
      return {
        message: `is ${show(value)}; it must be ${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}`,
      };
    case 'invalid_union':
      return { message: `is ${kindOf(value)}, which does not fit here` };
    default: {
      const said = own(issue.message);
      return said
        ? { message: `is ${show(value)}: ${said}` }
        : { message: `is ${show(value)}, which is not what belongs here` };
    }
  }
}

/** The schema's own words; nothing when the message is only the library's. */
const own = (message: string) => (/^(Invalid|Too) /.test(message) ? undefined : message);

const EXPECTED: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of fields',
  record: 'a group of fields',
};

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a group of fields';
  return show(value);
}

function show(value: unknown): string {
  if (typeof value === 'string') return value === '' ? 'empty' : `\`${value.slice(0, 80)}\``;
  return typeof value === 'object' ? kindOf(value) : `\`${String(value)}\``;
}

/** `owner`, or `adr` in `amends`, item 2. */
function nameOf(path: readonly PropertyKey[]): string {
  const keys = path.map((key) =>
    typeof key === 'number' ? `item ${key + 1}` : `\`${String(key)}\``,
  );
  const [last = 'The frontmatter', ...outer] = keys.toReversed();
  const name = outer.length === 0 ? last : `${last} in ${outer.toReversed().join(', ')}`;
  return name.replace(/^item/, 'Item');
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    root,
  );
}

/** The schemas from the outermost wrapper to the type itself: default, optional and so on. */
function* layers(schema: z.ZodType): Iterable<z.ZodType> {
  let next: z.ZodType | undefined = schema;
  while (next) {
    yield next;
    next = (next.def as { innerType?: z.ZodType }).innerType;
  }
}

function bare(schema: z.ZodType): z.ZodType {
  return [...layers(schema)].at(-1) ?? schema;
}

function fieldAt(schema: z.ZodType, path: readonly PropertyKey[]): z.ZodType | undefined {
  let field: z.ZodType | undefined = schema;
  for (const key of path) {
    if (!field) return undefined;
    const type: z.ZodType = bare(field);
    if (type instanceof z.ZodObject) field = type.shape[String(key)] as z.ZodType | undefined;
    else if (type instanceof z.ZodArray) field = type.element as z.ZodType;
    else if (type instanceof z.ZodRecord) field = type.valueType as z.ZodType;
    else return undefined;
  }
  return field;
}

function keysOf(schema: z.ZodType | undefined): string[] {
  const type = schema && bare(schema);
  return type instanceof z.ZodObject ? Object.keys(type.shape) : [];
}

/** What the schema says about a field, or about the field around it. */
function descriptionAt(schema: z.ZodType, path: readonly PropertyKey[]): string | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const field = fieldAt(schema, path.slice(0, length));
    const description = field && [...layers(field)].find((layer) => layer.description)?.description;
    if (description) return description;
  }
  return undefined;
}
