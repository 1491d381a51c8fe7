/** The address of an article of the wiki in a page: `wiki:slug` or `wiki:tenant/slug`. */
export const IN_WIKI = /^wiki:/i;
