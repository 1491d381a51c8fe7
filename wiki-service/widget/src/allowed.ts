/**
 * What is shown of an article: that of which the service makes the articles that it stores. Everything
 * else is removed once more here, whatever was sent.
 */
export const ELEMENTS =
  'a aside blockquote br code data em h2 h3 h4 hr img li ol p pre s strong table tbody td th thead tr ul'.split(
    ' ',
  );
export const ATTRIBUTES =
  'href data-type data-fact value id src alt width height start colspan rowspan scope'.split(' ');
