type Child = Node | string | false | undefined;

/** An element with attributes and children. Text is text: nothing is ever parsed. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.filter((child) => child !== undefined && child !== false));
  return made;
}

/** A button that does something. */
export function button(
  attributes: Record<string, string>,
  act: () => void,
  ...children: Child[]
): HTMLButtonElement {
  const made = element('button', { type: 'button', ...attributes }, ...children);
  made.onclick = act;
  return made;
}

/** A line drawing of 24 by 24 units, hidden from screen readers. */
export function icon(path: string): SVGSVGElement {
  const make = <Name extends 'svg' | 'path'>(name: Name, key: string, value: string) => {
    const made = document.createElementNS('http://www.w3.org/2000/svg', name);
    made.setAttribute(key, value);
    return made;
  };
  const drawing = make('svg', 'viewBox', '0 0 24 24');
  drawing.setAttribute('aria-hidden', 'true');
  drawing.append(make('path', 'd', path));
  return drawing;
}
