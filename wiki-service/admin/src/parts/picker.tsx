import { type KeyboardEvent, useId, useState } from 'react';

/** Something that can be picked from a list. */
export interface Option {
  id: string;
  label: string;
  /** A second line, smaller. */
  note?: string;
}

/**
 * A field in which one types to narrow a list, and a list to pick from with arrows and Enter
 * (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/). The list is always in view, so that nothing
 * has to be opened first.
 */
export function Picker(props: {
  label: string;
  text: string;
  onText: (text: string) => void;
  options: readonly Option[];
  /** The id of the option that is chosen. */
  chosen?: string | undefined;
  onChoose: (option: Option) => void;
  /** Said in place of the list when there is none. */
  empty: string;
  hint?: string;
}) {
  const { options, chosen, onChoose } = props;
  const [place, setPlace] = useState(-1);
  const id = useId();
  const active = Math.min(place, options.length - 1);

  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active <= 0 ? options.length - 1 : active - 1,
    };
    const next = moves[event.key];
    const option = options[active];
    if (next !== undefined && options.length > 0) {
      event.preventDefault();
      setPlace(next % options.length);
      document
        .getElementById(`${id}-${next % options.length}`)
        ?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && option) {
      event.preventDefault();
      onChoose(option);
    }
  };

  return (
    <div className="wk-picker">
      <label htmlFor={id}>{props.label}</label>
      {props.hint && (
        <p id={`${id}-hint`} className="wk-hint">
          {props.hint}
        </p>
      )}
      <input
        id={id}
        data-focus
        role="combobox"
        type="text"
        autoComplete="off"
        spellCheck={false}
        aria-expanded={options.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-describedby={props.hint ? `${id}-hint` : undefined}
        aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
        value={props.text}
        onChange={(event) => {
          setPlace(-1);
          props.onText(event.target.value);
        }}
        onKeyDown={onKeyDown}
      />
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={props.label}
        className="wk-options"
        hidden={options.length === 0}
      >
        {options.map((option, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field above
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field above
          <div
            key={option.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={option.id === chosen}
            data-active={index === active || undefined}
            onClick={() => onChoose(option)}
          >
            {option.label}
            {option.note && <small>{option.note}</small>}
          </div>
        ))}
      </div>
      <p className="wk-hint" role="status">
        {options.length === 0 ? props.empty : ''}
      </p>
    </div>
  );
}
