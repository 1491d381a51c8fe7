import type { AstroGlobal } from 'astro';
import type { Locale } from '../content-model/vocabulary.ts';
import { type InterfaceText, interfaceText } from '../site/interface-text.ts';

/** The language of the page being rendered. */
export function pageLocale(astro: Pick<AstroGlobal, 'locals'>): Locale {
  return (astro.locals.starlightRoute.locale as Locale | undefined) ?? 'en';
}

/** The interface in the language of the page being rendered. */
export function pageText(astro: Pick<AstroGlobal, 'locals'>): InterfaceText {
  return interfaceText(pageLocale(astro));
}
