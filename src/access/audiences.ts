import { parse } from 'yaml';
import { z } from 'zod';
import { id, prose } from '../content-model/schemas/primitives.ts';

/** The audience that sees every page, whether a page names it or not. */
export const STAFF = 'staff';

/**
 * An entry of `access/audiences.yaml`, as far as the checks need it. Further keys, such as who
 * belongs to the audience and how they sign in, are left alone here.
 */
const audienceSchema = z.looseObject({
  id,
  name: prose,
  example: z.boolean().default(false),
});
export type Audience = z.infer<typeof audienceSchema>;

const audiencesSchema = z
  .array(audienceSchema)
  .refine((list) => new Set(list.map((audience) => audience.id)).size === list.length, {
    error: 'two audiences have the same id',
  })
  .refine((list) => list.some((audience) => audience.id === STAFF), {
    error: `the audience "${STAFF}" is missing`,
  });

/** Reads the text of `access/audiences.yaml`. Throws an `Error` that says what is wrong with it. */
export function readAudiences(yaml: string): Audience[] {
  const result = audiencesSchema.safeParse(parse(yaml));
  if (result.success) return result.data;
  throw new Error(`access/audiences.yaml: ${z.prettifyError(result.error)}`);
}
