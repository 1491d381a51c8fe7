import type { Editor } from '@tiptap/core';
import { useId, useState } from 'react';
import { readImageSource } from '../../../src/html/addresses.ts';
import { FormDialog } from '../parts/form-dialog.tsx';
import { useWiki } from '../wiki-context.ts';

/** Inserts an image by its address, or changes the one that is selected. */
export function ImageDialog({ editor, onClose }: { editor: Editor; onClose: () => void }) {
  const { words, tenant } = useWiki();
  const before = editor.isActive('image') ? editor.getAttributes('image') : {};
  const [address, setAddress] = useState(String(before.src ?? ''));
  const [alt, setAlt] = useState(String(before.alt ?? ''));
  const [isBad, setBad] = useState(false);
  const id = useId();
  const hosts = new Intl.ListFormat(words.language, { type: 'disjunction' }).format(
    tenant.imageHosts,
  );

  const insert = () => {
    const src = readImageSource(address, tenant.imageHosts);
    setBad(!src);
    if (!src) return;
    onClose();
    // Another image has another size.
    const size = src === before.src ? {} : { width: null, height: null };
    const attributes = { src, alt: alt.replace(/\s+/g, ' ').trim(), ...size };
    const chain = editor.chain().focus();
    if (before.src) chain.updateAttributes('image', attributes).run();
    else chain.insertContent({ type: 'image', attrs: attributes }).run();
  };

  return (
    <FormDialog
      title={words.imageDialog.title}
      action={words.imageDialog.insert}
      onSubmit={insert}
      onClose={onClose}
    >
      <label className="wk-field">
        <span>{words.imageDialog.address}</span>
        <input
          data-focus
          type="text"
          inputMode="url"
          value={address}
          placeholder="https://"
          aria-invalid={isBad}
          aria-describedby={`${id}-hosts`}
          onChange={(event) => {
            setAddress(event.target.value);
            setBad(false);
          }}
        />
      </label>
      <p id={`${id}-hosts`} className="wk-hint" aria-live="polite" data-bad={isBad}>
        {tenant.imageHosts.length === 0 && words.imageDialog.noHosts}
        {tenant.imageHosts.length > 0 &&
          (isBad ? words.imageDialog.invalid(hosts) : words.imageDialog.hosts(hosts))}
      </p>
      <label className="wk-field">
        <span>{words.imageDialog.alt}</span>
        <input
          type="text"
          value={alt}
          maxLength={300}
          aria-describedby={`${id}-alt`}
          onChange={(event) => setAlt(event.target.value)}
        />
      </label>
      <p id={`${id}-alt`} className="wk-hint">
        {words.imageDialog.altHint}
      </p>
    </FormDialog>
  );
}
