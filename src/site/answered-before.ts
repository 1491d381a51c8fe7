/** Addresses that Access or the gate answers: an edition has no file there, and may lead to them. */
export const SIGN_OUT = '/cdn-cgi/access/logout';

/** Under which somebody of staff sees the edition of an audience: `/_view/client/`. */
export const viewPath = (audience: string) => `/_view/${audience}/`;

/** Whether a path is answered before it comes to the files of an edition. */
export function isAnsweredBefore(path: string): boolean {
  return path === SIGN_OUT || path.startsWith('/_view/');
}
