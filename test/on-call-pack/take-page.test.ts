import { describe, expect, it } from 'vitest';
import { PackLinks } from '../../src/on-call-pack/pack-links.ts';
import { takePage } from '../../src/on-call-pack/take-page.ts';

const PATH = '/runbooks/crm-down/';

const SURROUNDINGS = {
  links: new PackLinks('https://docs.example.com', new Map(), new Set([PATH])),
  picture: (address: string) => `data:image/png;base64,${address}`,
};

/** A page as it stands in a pack that holds it and nothing else. */
const inPack = (main: string) =>
  takePage(
    `<body><nav>Menu</nav><div class="columns-page"><div class="reading" id="content"><main>${main}</main></div></div></body>`,
    PATH,
    SURROUNDINGS,
  );

describe('a page in the pack', () => {
  it('keeps its reading column, and leaves the frame of the portal behind', () => {
    const html = inPack('<p class="crumbs">Home</p><h1>CRM down</h1><script src="/x.js"></script>');
    expect(html).toContain('<h1>CRM down</h1>');
    expect(html).not.toMatch(/Menu|crumbs|script|id="content"/);
  });

  it('has ids of its own, and everything that names one of them follows', () => {
    const html = inPack(
      '<h2 id="steps">Steps</h2><label for="who">Who</label><input id="who" list="people" aria-describedby="steps who"><svg><g id="arrow"></g><path marker-end="url(#arrow)"></path></svg><a href="#steps">Steps</a>',
    );
    expect(html).toContain(`<h2 id="${PATH}steps">`);
    expect(html).toContain(`for="${PATH}who"`);
    expect(html).toContain(`list="${PATH}people"`);
    expect(html).toContain(`aria-describedby="${PATH}steps ${PATH}who"`);
    expect(html).toContain(`marker-end="url(#${PATH}arrow)"`);
    expect(html).toContain(`href="#${PATH}steps"`);
  });

  it('says of a link that it needs the portal', () => {
    expect(inPack('<a href="/adr/001/">Why</a>')).toContain(
      '<a href="https://docs.example.com/adr/001/">Why<span class="needs-portal"> (portal)</span></a>',
    );
  });

  it('carries its pictures with it', () => {
    expect(inPack('<img src="/images/a.png" srcset="/images/b.png 2x" alt="A">')).toContain(
      '<img src="data:image/png;base64,/images/a.png" alt="A">',
    );
  });

  it('rewrites the addresses in its data, and no text can end the data', () => {
    const html = inPack(
      `<script type="application/json">{"path":"${PATH}","text":"\\u003c/script>","href":"/adr/001/"}</script>`,
    );
    expect(html).toContain(`"path":"#${PATH}"`);
    expect(html).toContain('"href":"https://docs.example.com/adr/001/"');
    expect(html.match(/<\/script>/g)).toHaveLength(1);
  });

  it('must have a reading column', () => {
    expect(() => takePage('<body><p>Nothing</p></body>', PATH, SURROUNDINGS)).toThrow(PATH);
  });
});
