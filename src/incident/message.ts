import type { MessageTemplate } from './kit.ts';

const BLANK = /⟦Blank ([^⟧]*)⟧/g;

/**
 * The text of a message with its blanks filled in. What is still empty gets the fallback of its
 * template, or its label in brackets, so that nobody sends a gap unseen.
 */
export function fillMessage(
  { text, placeholders }: Pick<MessageTemplate, 'text' | 'placeholders'>,
  values: Readonly<Record<string, string>>,
): string {
  return text.replace(BLANK, (_, id: string) => {
    const blank = placeholders.find((placeholder) => placeholder.id === id);
    return values[id]?.trim() || blank?.fallback || `[${blank?.label ?? id}]`;
  });
}
