import DOMPurify from 'dompurify';

/**
 * Does what `setHTML` does, for browsers without it, and is loaded by them alone.
 * `elements`, `attributes`: the names of those that are kept.
 */
export function setPurified(
  target: Element,
  html: string,
  elements: string[],
  attributes: string[],
): void {
  const fragment = DOMPurify.sanitize(html, {
    ALLOWED_TAGS: elements,
    ALLOWED_ATTR: attributes,
    ALLOW_ARIA_ATTR: false,
    ALLOW_DATA_ATTR: false,
    ALLOWED_URI_REGEXP: /^(?:https:|mailto:|wiki:|portal:|#)/i,
    ADD_URI_SAFE_ATTR: attributes.filter((name) => name !== 'href' && name !== 'src'),
    // Ids of headings stay as they are: links lead to them, and in a shadow tree they shadow nothing.
    SANITIZE_DOM: false,
    RETURN_DOM_FRAGMENT: true,
  });
  target.replaceChildren(fragment);
}
