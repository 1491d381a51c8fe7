import { isComponent } from './plain-text.ts';
import type { Place, Problem } from './records.ts';
import { didYouMean } from './suggestion.ts';
import type { JsxNode, Node } from './tree.ts';
import { placeOf } from './tree.ts';
import { ASIDE_TYPES, CONTENT_COMPONENTS, CONTENT_HTML } from './vocabulary.ts';

const problem = (place: Place, message: string, help: string): Problem => ({
  rule: 'content/code',
  message,
  help,
  place,
});

const COMMENT = /^(?:\s|\/\*[\s\S]*?\*\/)*$/;

/** What is wrong with a node because content is data and holds no code. Components: `componentProblems`. */
export function codeProblems(node: Node): Problem[] {
  switch (node.type) {
    case 'mdxFlowExpression':
    case 'mdxTextExpression':
      if (COMMENT.test(node.value)) return [];
      return [
        problem(
          placeOf(node),
          `Pages hold no code, and \`{${node.value.trim().slice(0, 40)}}\` is code`,
          'To show braces, put them in a code span: `{client}`. For a value, write it out or use <Fact id="…" />.',
        ),
      ];
    default:
      return [];
  }
}

/** What is wrong with a component or an HTML element that is written as one. */
export function componentProblems(node: JsxNode): Problem[] {
  const place = placeOf(node);
  if (node.name === null) {
    return [problem(place, '`<>` is code', 'Remove `<>` and `</>`.')];
  }
  const code = node.attributes.find(
    (attribute) =>
      attribute.type === 'mdxJsxExpressionAttribute' ||
      (typeof attribute.value === 'object' && attribute.value !== null),
  );
  if (code) {
    const name = code.type === 'mdxJsxAttribute' ? `\`${code.name}\`` : 'An attribute';
    return [
      problem(
        place,
        `${name} of \`<${node.name}>\` is code`,
        `Write a plain value in double quotes: ${code.type === 'mdxJsxAttribute' ? code.name : 'name'}="…".`,
      ),
    ];
  }
  const names = node.attributes.flatMap((attribute) =>
    attribute.type === 'mdxJsxAttribute' ? [attribute.name] : [],
  );
  const attributes = Object.fromEntries(
    node.attributes.flatMap((attribute) =>
      attribute.type === 'mdxJsxAttribute'
        ? [[attribute.name, attribute.value as string | null]]
        : [],
    ),
  );
  if (!isComponent(node.name)) return htmlProblems(node.name, attributes, place);
  const known: Record<string, 'required' | 'optional'> = CONTENT_COMPONENTS[node.name].attributes;
  return [
    ...Object.entries(known)
      .filter(([name, need]) => need === 'required' && !attributes[name])
      .map(([name]) =>
        problem(
          place,
          `\`<${node.name}>\` has no \`${name}\``,
          `Write <${node.name} ${name}="…"> with a value in double quotes.`,
        ),
      ),
    ...names
      .filter((name) => !Object.hasOwn(known, name))
      .map((name) =>
        problem(
          place,
          `\`<${node.name}>\` takes no \`${name}\``,
          Object.keys(known).length > 0
            ? `${didYouMean(name, Object.keys(known))}It takes ${Object.keys(known).join(', ')}.`
            : 'Remove it: this component takes none.',
        ),
      ),
    ...valueProblems(node.name, attributes, place),
  ];
}

function valueProblems(
  name: string,
  attributes: Record<string, string | null>,
  place: Place,
): Problem[] {
  const { type } = attributes;
  if (name !== 'Aside' || !type || (ASIDE_TYPES as readonly string[]).includes(type)) return [];
  return [
    problem(
      place,
      `\`<Aside>\` has no type \`${type}\``,
      `${didYouMean(type, ASIDE_TYPES)}The types are ${ASIDE_TYPES.join(', ')}.`,
    ),
  ];
}

/** What is wrong with an HTML tag, in MDX or raw. */
export function htmlProblems(
  name: string,
  attributes: Record<string, string | null>,
  place: Place,
): Problem[] {
  const allowed = Object.hasOwn(CONTENT_HTML, name) ? CONTENT_HTML[name] : undefined;
  if (!allowed) {
    const known = Object.keys(CONTENT_COMPONENTS);
    return [
      problem(
        place,
        /^[A-Z]/.test(name)
          ? `There is no component \`<${name}>\``
          : `Pages may not use \`<${name}>\``,
        `${didYouMean(name, known)}${/^[A-Z]/.test(name) ? `The components are ${known.join(', ')}.` : `Use Markdown, or one of ${Object.keys(CONTENT_HTML).join(', ')}. To show the tag itself, put it in a code span.`}`,
      ),
    ];
  }
  return Object.entries(attributes).flatMap(([attribute, value]) => {
    if (!allowed.includes(attribute)) {
      return problem(
        place,
        `\`<${name}>\` may not have \`${attribute}\` here`,
        allowed.length > 0 ? `It may have ${allowed.join(', ')}.` : 'Remove it.',
      );
    }
    return value === null ? [] : addressProblems(value, place);
  });
}

/** What is wrong with the address of a link because it would run as code. */
export function addressProblems(url: string, place: Place): Problem[] {
  const scheme = /^\s*(javascript|vbscript|data):/i.exec(url)?.[1];
  if (!scheme || /^\s*data:image\//i.test(url)) return [];
  return [
    problem(
      place,
      `A link to \`${scheme}:\` is code`,
      'Link to a page or a file, with an address that starts with / or https://.',
    ),
  ];
}
