import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brandColours } from '../../widget/src/brand.ts';

const OURS = brandColours();

/** Contrast of two `#rrggbb`, as WCAG 2.2 defines it. */
function contrast(one: string, other: string): number {
  const luminance = (hex: string) => {
    const channels = [1, 3, 5].map((at) => {
      const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * (channels[0] ?? 0) + 0.7152 * (channels[1] ?? 0) + 0.0722 * (channels[2] ?? 0);
  };
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function read(declarations: string): Record<string, string> {
  return Object.fromEntries(
    declarations.split(';').map((line) => line.split(':') as [string, string]),
  );
}

describe('the colours of a tenant', () => {
  it('are taken as they are when they can be read', () => {
    const brand = { accent: '#7c2d92', accentText: '#ffffff', surface: '#fffbfe', text: '#1f1326' };
    expect(read(brandColours(brand))).toEqual({
      '--b-accent': '#7c2d92',
      '--b-ink': '#ffffff',
      '--b-surface': '#fffbfe',
      '--b-text': '#1f1326',
    });
  });

  it.each([
    'red',
    '#fff',
    '#12345',
    '#1234567',
    'url(https://evil.example/)',
    '#ffffff}:host{display:none',
    '#ffffff;--x:url(//evil.example)',
    '#ffffff\n',
    ' #ffffff',
    '',
  ])('give way to ours where they are none: %j', (hostile) => {
    const brand = { accent: hostile, accentText: hostile, surface: hostile, text: hostile };
    expect(brandColours(brand)).toBe(OURS);
  });

  it('can be read, whatever they are', () => {
    const colour = fc.stringMatching(/^#[0-9a-fA-F]{6}$/);
    const brand = fc.record({ accent: colour, accentText: colour, surface: colour, text: colour });
    fc.assert(
      fc.property(brand, (wanted) => {
        const made = read(brandColours(wanted));
        const { '--b-accent': accent = '', '--b-ink': ink = '' } = made;
        const { '--b-surface': surface = '', '--b-text': text = '' } = made;
        expect(contrast(accent, ink)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(surface, text)).toBeGreaterThanOrEqual(10);
      }),
    );
  });
});
