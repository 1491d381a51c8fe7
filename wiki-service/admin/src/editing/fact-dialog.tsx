import type { Editor } from '@tiptap/core';
import { useState } from 'react';
import type { Fact, Locale } from '../api/wiki-api.ts';
import { FormDialog } from '../parts/form-dialog.tsx';
import { Picker } from '../parts/picker.tsx';
import { useWiki } from '../wiki-context.ts';

const MOST_SHOWN = 30;

/** Inserts a fact in the words of the article's language, or replaces the one that is selected. */
export function FactDialog(props: {
  editor: Editor;
  facts: readonly Fact[];
  locale: Locale;
  onClose: () => void;
}) {
  const { editor, facts, locale, onClose } = props;
  const { words } = useWiki();
  const before = editor.isActive('fact') ? String(editor.getAttributes('fact').fact) : undefined;
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(before);
  const wanted = text.trim().toLowerCase();
  const options = facts
    .map((fact) => ({
      id: fact.id,
      label: fact.about[words.language] ?? fact.about.en,
      note: fact.text[locale] ?? fact.text.en,
    }))
    .filter((option) => Object.values(option).join(' ').toLowerCase().includes(wanted))
    .slice(0, MOST_SHOWN);

  const insert = () => {
    const fact = facts.find(({ id }) => id === chosen);
    if (!fact) return;
    onClose();
    const attrs = { fact: fact.id, value: fact.value, text: fact.text[locale] ?? fact.text.en };
    editor.chain().focus().insertContent({ type: 'fact', attrs }).run();
  };

  return (
    <FormDialog
      title={words.factDialog.title}
      action={words.factDialog.insert}
      isReady={Boolean(chosen)}
      onSubmit={insert}
      onClose={onClose}
    >
      <Picker
        label={words.factDialog.search}
        hint={words.factDialog.hint}
        text={text}
        onText={setText}
        options={options}
        chosen={chosen}
        onChoose={({ id }) => setChosen(id)}
        empty={words.factDialog.noMatch}
      />
    </FormDialog>
  );
}
