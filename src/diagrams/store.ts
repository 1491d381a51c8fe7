import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DIAGRAM_FOLDER, RENDERER } from './key.ts';
import type { Drawing } from './render.ts';

/** What the last rendering could not draw, kept beside the drawings: key to Mermaid's message. */
export interface DiagramManifest {
  renderer: string;
  errors: Record<string, string>;
}

const manifestPath = (root: string) => join(root, DIAGRAM_FOLDER, 'manifest.json');

/** The drawing kept for a key, or nothing. `root` is the repository root. */
export function readDrawing(root: string, key: string): string | undefined {
  const file = join(root, DIAGRAM_FOLDER, `${key}.svg`);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** The manifest; an empty one when nothing was rendered yet. */
export function readManifest(root: string): DiagramManifest {
  return existsSync(manifestPath(root))
    ? (JSON.parse(readFileSync(manifestPath(root), 'utf8')) as DiagramManifest)
    : { renderer: RENDERER, errors: {} };
}

/**
 * Keeps new drawings, drops those that no source asks for any more, and notes what failed.
 * `wanted` are the keys of every diagram there is, drawn now or before.
 */
export async function keepDrawings(
  root: string,
  wanted: ReadonlySet<string>,
  drawings: readonly Drawing[],
): Promise<void> {
  const folder = join(root, DIAGRAM_FOLDER);
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    if (name.endsWith('.svg') && !wanted.has(name.slice(0, -'.svg'.length))) {
      await rm(join(folder, name));
    }
  }
  const errors: Record<string, string> = {};
  for (const drawing of drawings) {
    if ('error' in drawing) errors[drawing.key] = drawing.error;
    else await writeFile(join(folder, `${drawing.key}.svg`), drawing.svg);
  }
  const manifest: DiagramManifest = { renderer: RENDERER, errors };
  await writeFile(manifestPath(root), `${JSON.stringify(manifest, null, 2)}\n`);
}
