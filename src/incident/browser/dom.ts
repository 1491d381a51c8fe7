import { h } from '../../in-page/elements.ts';

/** A field with its label above it. */
export function field(
  label: string,
  control: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement,
): HTMLLabelElement {
  return h('label', { class: 'incident-field' }, h('span', {}, label), control);
}

/** A pick-list. The first choice is picked unless `value` says otherwise. */
export function select(
  choices: readonly { value: string; label: string }[],
  attributes: Parameters<typeof h>[1] = {},
  value?: string,
): HTMLSelectElement {
  const list = h(
    'select',
    attributes,
    ...choices.map((choice) => h('option', { value: choice.value }, choice.label)),
  );
  if (value !== undefined) list.value = value;
  return list;
}
