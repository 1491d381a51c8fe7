/** The audience that sees every page, whether a page names it or not. */
export const STAFF = 'staff';
