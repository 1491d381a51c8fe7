/**
 * Turns Mermaid's drawing into one that needs no stylesheet and no particular font. Runs inside
 * the browser page that rendered it, because only there the styles and text lengths are known:
 * `bake` is sent to the page as a function and so may use nothing from outside its body.
 *
 * - Colours become CSS variables (`--diagram-…`), so that one drawing serves light, dark and print.
 * - Every line of text becomes one `<text>` with the length it was laid out for, so that it fits
 *   its box in whatever font the reader has, and stays selectable.
 * - Ids get the given prefix, so that several diagrams share a page.
 */
export function bake({
  svg: markup,
  id,
  title,
}: {
  svg: string;
  id: string;
  title: string;
}): string {
  /** What an element is painted with; the first selector that matches decides. */
  const paints: [selector: string, fill: string, stroke: string][] = [
    ['.cluster rect, .cluster path', 'group', 'group-edge'],
    ['.note', 'note', 'note-edge'],
    ['.edgeLabel rect, .labelBkg, .background', 'background', 'none'],
    ['.loopLine', 'none', 'group-edge'],
    ['.labelBox', 'group', 'group-edge'],
    ['.actor-line', 'none', 'group-edge'],
  ];
  const variable = (name: string) => (name === 'none' ? 'none' : `var(--diagram-${name})`);
  const round = (number: number) => String(Math.round(number * 10) / 10);
  const isClear = (colour: string) =>
    colour === 'none' || colour === 'transparent' || /^rgba\(.*, 0\)$/.test(colour);
  const isDark = (colour: string) => {
    const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128;
  };

  document.body.innerHTML = markup;
  const svg = document.body.querySelector('svg');
  if (!svg) throw new Error('Mermaid gave no drawing');
  if (svg.querySelector('foreignObject')) {
    throw new Error('the drawing holds HTML, which has no text that fits every font');
  }

  // Icons that Mermaid brings along for participants nobody drew.
  for (const symbol of svg.querySelectorAll('symbol')) symbol.remove();

  for (const text of [...svg.querySelectorAll('text')]) {
    const lines = [...text.querySelectorAll<SVGTextContentElement>(':scope > tspan')];
    const weight = getComputedStyle(text).fontWeight;
    const size = getComputedStyle(text).fontSize;
    const baseline = getComputedStyle(text).dominantBaseline;
    for (const line of lines.length > 0 ? lines : [text]) {
      const content = line.textContent?.replace(/\s+/g, ' ').trim() ?? '';
      if (content === '') continue;
      const start = line.getStartPositionOfChar(0);
      const flat = document.createElementNS('http://www.w3.org/2000/svg', 'text');
      flat.textContent = content;
      const attributes: Record<string, string> = {
        x: round(start.x),
        y: round(start.y),
        textLength: round(line.getComputedTextLength()),
        lengthAdjust: 'spacingAndGlyphs',
        'font-size': size.replace('px', ''),
        fill: variable('ink'),
      };
      if (Number(weight) >= 600) attributes['font-weight'] = '600';
      if (/central|middle/.test(baseline)) attributes['dominant-baseline'] = 'central';
      // A message runs across the lifelines of others; a halo keeps its words readable.
      if (text.matches('.messageText, .loopText')) {
        attributes['paint-order'] = 'stroke';
        attributes.stroke = variable('background');
        attributes['stroke-width'] = '5';
        attributes['stroke-linejoin'] = 'round';
      }
      const transform = text.getAttribute('transform');
      if (transform) attributes.transform = transform;
      for (const [name, value] of Object.entries(attributes)) flat.setAttribute(name, value);
      text.before(flat);
    }
    text.remove();
  }

  const painted: [Element, Record<string, string>][] = [];
  for (const element of svg.querySelectorAll(
    'rect, circle, ellipse, line, path, polygon, polyline',
  )) {
    const style = getComputedStyle(element);
    const chosen = paints.find(([selector]) => element.matches(selector));
    const inMarker = element.closest('marker') !== null;
    const fill = isClear(style.fill)
      ? 'none'
      : (chosen?.[1] ?? (isDark(style.fill) ? 'line' : inMarker ? 'background' : 'fill'));
    const stroke = isClear(style.stroke) ? 'none' : (chosen?.[2] ?? (inMarker ? 'line' : 'edge'));
    const connects = element.matches('line, path[marker-end], path[marker-start]') && !chosen;
    const attributes: Record<string, string> = {
      fill: variable(fill),
      stroke: variable(connects && stroke !== 'none' ? 'line' : stroke),
    };
    if (stroke !== 'none') {
      const width = Number.parseFloat(style.strokeWidth) || 1;
      attributes['stroke-width'] = round(Math.max(width, 1));
      // Mermaid writes "1, 0" for a plain line.
      if (!/^(none|1px, 0px|1, 0|0px?)$/.test(style.strokeDasharray)) {
        attributes['stroke-dasharray'] = style.strokeDasharray.replaceAll('px', '');
      }
    }
    const empty = element.matches('rect:not([width]), rect[width="0"]');
    if (empty || style.display === 'none' || style.visibility === 'hidden') continue;
    painted.push([element, attributes]);
  }
  const kept = new Set(painted.map(([element]) => element));
  for (const [element, attributes] of painted) {
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  }
  for (const element of svg.querySelectorAll(
    'rect, circle, ellipse, line, path, polygon, polyline',
  )) {
    if (!kept.has(element)) element.remove();
  }

  // Only what something points at keeps its id.
  const used = new Set(
    [...svg.outerHTML.matchAll(/marker-(?:start|end)="url\(#([^)]+)\)/g)].map((match) => match[1]),
  );
  for (const marker of [...svg.querySelectorAll('marker')]) {
    if (!used.has(marker.id)) marker.remove();
  }
  const names = new Map([...used].map((name, index) => [name, `${id}-${index}`]));
  const reference = (value: string) =>
    value.replace(/url\(#([^)]+)\)/g, (_, name: string) => `url(#${names.get(name)})`);
  const keep =
    /^(x|y|x1|x2|y1|y2|r|rx|ry|cx|cy|d|points|width|height|transform|fill|stroke|stroke-width|stroke-dasharray|marker-start|marker-end|viewBox|refX|refY|markerWidth|markerHeight|markerUnits|orient|textLength|lengthAdjust|font-size|font-weight|dominant-baseline|paint-order|stroke-linejoin)$/;
  for (const element of svg.querySelectorAll('*')) {
    for (const { name, value } of [...element.attributes]) {
      if (name === 'id' && names.has(value)) element.setAttribute('id', names.get(value) ?? value);
      else if (!keep.test(name)) element.removeAttribute(name);
      else if (value.includes('url(#')) element.setAttribute(name, reference(value));
      else if (/\d\.\d{2,}/.test(value)) {
        element.setAttribute(
          name,
          value.replace(/-?\d+\.\d{2,}(?![\d.])/g, (digits) => round(Number(digits))),
        );
      }
    }
  }
  for (const element of svg.querySelectorAll('style, title, desc, filter, linearGradient')) {
    element.remove();
  }
  for (const group of [...svg.querySelectorAll('g, defs')].reverse()) {
    if (group.childElementCount === 0) group.remove();
    else if (group.tagName === 'g' && group.attributes.length === 0)
      group.replaceWith(...group.childNodes);
  }

  const { x, y, width, height } = svg.viewBox.baseVal;
  for (const { name } of [...svg.attributes]) svg.removeAttribute(name);
  const label = document.createElementNS('http://www.w3.org/2000/svg', 'title');
  label.id = `${id}-title`;
  label.textContent = title;
  svg.prepend(label);
  const root: Record<string, string> = {
    xmlns: 'http://www.w3.org/2000/svg',
    class: 'diagram',
    role: 'img',
    'aria-labelledby': `${id}-title`,
    viewBox: [x, y, width, height].map(round).join(' '),
    width: String(Math.ceil(width)),
    height: String(Math.ceil(height)),
  };
  for (const [name, value] of Object.entries(root)) svg.setAttribute(name, value);
  return `${svg.outerHTML}\n`;
}
