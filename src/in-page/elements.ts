type Attributes = Record<string, string | boolean | ((event: Event) => void) | undefined>;

/**
 * Makes an element. An attribute that is a function listens to the event of its name; `true` is an
 * attribute without a value; `false` and `undefined` are left out. Text is always text.
 */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: (Node | string | undefined | false)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.filter((child) => child !== undefined && child !== false));
  return element;
}

/** A button that does something; `key` keeps the focus on it when its surroundings are drawn anew. */
export function button(label: string, click: () => void, attributes: Attributes = {}) {
  return h(
    'button',
    { type: 'button', 'data-key': `button ${label}`, ...attributes, click },
    label,
  );
}

/**
 * Replaces what stands in an element. The focus stays on the control of the same `data-key`, and
 * what was unfolded stays unfolded.
 */
export function redraw(container: Element, ...children: Node[]): void {
  const active = container.contains(document.activeElement)
    ? (document.activeElement as HTMLElement).dataset.key
    : undefined;
  const unfolded = new Set(
    [...container.querySelectorAll<HTMLElement>('details[open]')].map(({ dataset }) => dataset.key),
  );
  container.replaceChildren(...children);
  for (const details of container.querySelectorAll('details')) {
    if (unfolded.has(details.dataset.key)) details.open = true;
  }
  if (active === undefined) return;
  const again = [...container.querySelectorAll<HTMLElement>('[data-key]')].find(
    ({ dataset }) => dataset.key === active,
  );
  (again ?? (container as HTMLElement)).focus();
}

/** Hands a text to the reader as a file. */
export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/octet-stream' }));
  const link = h('a', { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
