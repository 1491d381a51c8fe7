import { existsSync, readFileSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Audience, readAudiences } from '../access/audiences.ts';
import type { Content } from '../content-model/records.ts';
import { DIAGRAM_FOLDER, diagramKey } from '../diagrams/key.ts';
import { CannotRun } from './cannot-run.ts';
import { type Context, collectionPages, type DiagramState } from './context.ts';
import { findSyntaxProblem } from './mermaid-syntax.ts';

/** What lies around a content root on disk: everything of the context but dates and history. */
export type Surroundings = Pick<
  Context,
  'audiences' | 'publicFiles' | 'kindOnDisk' | 'diagrams' | 'builtFiles'
>;

/**
 * Looks around a content root. What is not beside it (`access/`, `public/`, `diagrams/`) is taken
 * from the project, so that a copy of the content is judged as the content is.
 * Throws `CannotRun` when `access/audiences.yaml` cannot be read.
 */
export async function lookAround(
  content: Content,
  root: string,
  project: string,
): Promise<Surroundings> {
  const beside = dirname(resolve(root));
  const places = [...new Set([beside, resolve(project)])];
  const isOurs = beside === resolve(project);
  return {
    audiences: audiencesFrom(places),
    publicFiles: new Set((await Promise.all(places.map(publicFiles))).flat()),
    kindOnDisk: diskLookup(root),
    diagrams: await diagramStates(content, places),
    builtFiles: isOurs ? await countFiles(join(beside, 'dist')) : undefined,
  };
}

function audiencesFrom(places: readonly string[]): Audience[] {
  const file = places
    .map((place) => join(place, 'access/audiences.yaml'))
    .find((candidate) => existsSync(candidate));
  if (!file) throw new CannotRun('There is no access/audiences.yaml', 'Put it back.');
  try {
    return readAudiences(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new CannotRun(
      `access/audiences.yaml cannot be read: ${cause instanceof Error ? cause.message : cause}`,
      'Correct the file: it decides who may see what.',
      { cause },
    );
  }
}

async function publicFiles(place: string): Promise<string[]> {
  const folder = join(place, 'public');
  return (await filesIn(folder)).map((file) => `/${file}`);
}

async function countFiles(folder: string): Promise<number> {
  return (await filesIn(folder)).length;
}

/** Paths of the files in a folder and its folders, with forward slashes. None when there is none. */
async function filesIn(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    );
}

function diskLookup(root: string): Context['kindOnDisk'] {
  const known = new Map<string, 'file' | 'folder' | undefined>();
  return (path) => {
    if (!known.has(path)) known.set(path, kindOf(join(root, path)));
    return known.get(path);
  };
}

function kindOf(path: string): 'file' | 'folder' | undefined {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file';
  } catch {
    // Not there, not allowed, a name that no file can have: there is nothing a link could show.
    return undefined;
  }
}

async function diagramStates(
  content: Content,
  places: readonly string[],
): Promise<Map<string, DiagramState>> {
  const sources = new Set(
    collectionPages(content).flatMap((page) => page.diagrams.map(({ source }) => source)),
  );
  const states = new Map<string, DiagramState>();
  for (const source of sources) {
    const drawing = join(DIAGRAM_FOLDER, `${diagramKey(source)}.svg`);
    const drawn = places.some((place) => existsSync(join(place, drawing)));
    // What was drawn has been read by Mermaid before.
    states.set(source, drawn ? { drawn } : { drawn, syntaxError: await findSyntaxProblem(source) });
  }
  return states;
}
