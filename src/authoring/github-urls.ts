/** Where the sources live on GitHub. */
export interface Repository {
  /** `https://github.com/sonan-digital/docs`, without a slash at the end. */
  url: string;
  /** The branch that people start from. */
  branch: string;
}

/** GitHub answers 414 to longer addresses; measured limits lie a little above 8,000 characters. */
const LONGEST_URL = 8_000;

/**
 * The address that opens GitHub's editor on an existing file.
 * @param file path from the repository root: `content/adr/001-scope.mdx`
 */
export function githubEditUrl({ url, branch }: Repository, file: string): string {
  return `${url}/edit/${encodePath(branch)}/${encodePath(file)}`;
}

/**
 * The address that opens GitHub's editor on a new file with its text filled in. When the text is too
 * long for an address, `filled` is false and the address gives the file name alone.
 * @param file path from the repository root: `content/adr/014-title.mdx`
 */
export function githubNewFileUrl(
  { url, branch }: Repository,
  file: string,
  text: string,
): { url: string; filled: boolean } {
  const named = `${url}/new/${encodePath(branch)}?filename=${encodePath(file)}`;
  const filled = `${named}&value=${encodeURIComponent(text)}`;
  return filled.length <= LONGEST_URL
    ? { url: filled, filled: true }
    : { url: named, filled: false };
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
