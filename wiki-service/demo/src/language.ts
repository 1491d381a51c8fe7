export const LANGUAGES = ['en', 'nl'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A text in both languages, English first: `Clients|Klanten`. One that is the same in both stands alone. */
export type Both = string;

export function inLanguage(text: Both, language: Language): string {
  const [english = '', dutch] = text.split('|');
  return language === 'nl' ? (dutch ?? english) : english;
}
