import { expect, it } from 'vitest';
import { loadsOf } from './loads.ts';

it.each([
  '<script src="/x.js"></script>',
  '<img src="https://example.com/x.png" alt="">',
  '<link rel="stylesheet" href="/x.css">',
  '<style>p { background: url(/x.png) }</style>',
  '<style>@import "x.css";</style>',
  '<p style="background: url(\'x.png\')"></p>',
  '<svg><use href="x.svg#a"></use></svg>',
  '<noscript><img src="/x.png" alt=""></noscript>',
])('%s would load something', (html) => {
  expect(loadsOf(html)).toHaveLength(1);
});

it.each([
  '<a href="https://example.com/">A link</a>',
  '<img src="data:image/png;base64,AA" alt="">',
  '<svg><path marker-end="url(#a)" style="fill: url(#a)"></path><use href="#a"></use></svg>',
])('%s would not', (html) => {
  expect(loadsOf(html)).toEqual([]);
});
