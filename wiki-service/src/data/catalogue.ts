import { parse } from 'yaml';
import { z } from 'zod';

/** What authors pick from: the facts and the CRM's pages, as the portal's content names them. */
export interface Catalogue {
  /** `text` is how a value is written. */
  facts: { id: string; value: string; unit: string; text: Translated; about: Translated }[];
  routes: { route: string; name: Translated; area: string }[];
}
type Translated = z.infer<typeof translated>;

const translated = z.object({ en: z.string(), nl: z.string().optional() });
const factsFile = z.array(
  z.object({
    id: z.string(),
    value: z.union([z.string(), z.number()]).transform(String),
    unit: z.string(),
    text: translated.optional(),
    about: translated,
  }),
);
const routesFile = z.array(z.object({ route: z.string(), name: translated, area: z.string() }));

/** Reads `facts.yaml` and `routes.yaml` of the content. Throws when one is not as it should be. */
export function readCatalogue(files: { facts: string; routes: string }): Catalogue {
  return {
    facts: factsFile
      .parse(parse(files.facts))
      .map((fact) => ({ ...fact, text: fact.text ?? writeValue(fact) })),
    // Nobody looks at a page of the CRM's API, so no help is shown there.
    routes: routesFile.parse(parse(files.routes)).filter(({ area }) => area !== 'api'),
  };
}

function writeValue({ value, unit }: { value: string; unit: string }): Translated {
  const inLocale = (locale: string): string => {
    if (unit === 'duration') return writeDuration(value, locale) ?? value;
    const number = Number(value);
    if (Number.isNaN(number)) return value;
    return `${number.toLocaleString(locale)}${unit === 'percent' ? '%' : ''}`;
  };
  return { en: inLocale('en-GB'), nl: inLocale('nl-NL') };
}

const DURATION =
  /^P(?:(?<years>\d+)Y)?(?:(?<months>\d+)M)?(?:(?<weeks>\d+)W)?(?:(?<days>\d+)D)?(?:T(?:(?<hours>\d+)H)?(?:(?<minutes>\d+)M)?(?:(?<seconds>\d+)S)?)?$/;

function writeDuration(value: string, locale: string): string | undefined {
  const parts = Object.entries(DURATION.exec(value)?.groups ?? {}).filter(
    ([, amount]) => amount !== undefined,
  );
  if (parts.length === 0) return undefined;
  return parts
    .map(([name, amount]) =>
      Number(amount).toLocaleString(locale, {
        style: 'unit',
        unit: name.replace(/s$/, ''),
        unitDisplay: 'long',
      }),
    )
    .join(' ');
}
