/** The colours of a tenant, as `#rrggbb`. */
export interface Brand {
  accent: string;
  accentText: string;
  surface: string;
  text: string;
}

/** WCAG 2.2, 1.4.3. */
const READABLE = 4.5;
/** Muted text is mixed from text and surface, and must stay readable. */
const COMFORTABLE = 10;
const WHITE = '#ffffff';

/**
 * The custom properties of a brand, as declarations; the dark ones are made from these in CSS. A colour
 * that is none gives way to ours, and one that could not be read to one that can.
 */
export function brandColours(brand: Partial<Brand> = {}): string {
  const accent = read(brand.accent, '#1f4e79');
  const wanted = read(brand.accentText, WHITE);
  const ink = [wanted, WHITE, '#000000'].find((text) => contrast(accent, text) >= READABLE);
  let surface = read(brand.surface, WHITE);
  let text = read(brand.text, '#19222d');
  if (luminance(surface) < luminance(text) || contrast(surface, text) < COMFORTABLE) {
    surface = WHITE;
    text = '#19222d';
  }
  return `--b-accent:${accent};--b-ink:${ink};--b-surface:${surface};--b-text:${text}`;
}

function read(colour: string | undefined, otherwise: string): string {
  return colour && /^#[0-9a-f]{6}$/i.test(colour) ? colour : otherwise;
}

/** 1 to 21 (WCAG 2.2). */
function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one) + 0.05, luminance(other) + 0.05];
  return a > b ? a / b : b / a;
}

function luminance(colour: string): number {
  return [0.2126, 0.7152, 0.0722].reduce((sum, weight, index) => {
    const share = Number.parseInt(colour.slice(index * 2 + 1, index * 2 + 3), 16) / 255;
    const linear = share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    return sum + weight * linear;
  }, 0);
}
