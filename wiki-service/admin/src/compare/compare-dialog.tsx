import { useMemo, useState } from 'react';
import type { Article, ArticleFields } from '../api/wiki-api.ts';
import { ArticleText, textIn } from '../parts/article-text.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { useWiki } from '../wiki-context.ts';
import { writeTime } from '../words/dates.ts';
import type { Words } from '../words/words.ts';
import {
  type Choice,
  compareTexts,
  compareWords,
  mergeTexts,
  type Part,
  proposeChoice,
} from './compare-texts.ts';

type FieldName = 'title' | 'slug' | 'locale' | 'roles' | 'routes';
const FIELDS: readonly FieldName[] = ['title', 'slug', 'locale', 'roles', 'routes'];

/** Two texts of one article side by side, to choose from part by part. */
export function CompareDialog(props: {
  /** What both started from; `null` when that is not known. */
  base: Article | null;
  mine: ArticleFields;
  theirs: Article;
  onChoose: (chosen: ArticleFields) => Promise<void>;
  onClose: () => void;
}) {
  const { words, tidy } = useWiki();
  const { base, mine, theirs } = props;
  const parts = useMemo(
    () => compareTexts(base && tidy(base.html), tidy(mine.html), tidy(theirs.html)),
    [base, mine, theirs, tidy],
  );
  const fields = FIELDS.filter((name) => String(mine[name]) !== String(theirs[name]));
  const [choices, setChoices] = useState<Choice[]>(() => parts.map(proposeChoice));
  const [fieldChoices, setFieldChoices] = useState(() => proposeFields(base, mine, theirs));
  const [isBusy, setBusy] = useState(false);
  const differing = parts.filter(({ changedBy }) => changedBy !== 'nobody').length;
  const total = fields.length + differing;

  const takeAll = (side: 'mine' | 'theirs') => {
    setChoices(parts.map(() => side));
    setFieldChoices(Object.fromEntries(FIELDS.map((name) => [name, side])) as typeof fieldChoices);
  };
  const use = async () => {
    setBusy(true);
    const sides = { mine, theirs };
    const chosen = Object.fromEntries(
      FIELDS.map((name) => [name, sides[fieldChoices[name]][name]]),
    );
    await props.onChoose({ ...mine, ...chosen, html: mergeTexts(parts, choices) });
  };

  let number = fields.length;
  return (
    <Dialog title={words.compare.title} onClose={props.onClose} isWide>
      <p>{words.compare.intro(writeTime(theirs.updatedAt, words.language))}</p>
      <div className="wk-actions">
        <button type="button" className="wk-button" onClick={() => takeAll('mine')}>
          {words.compare.allMine}
        </button>
        <button type="button" className="wk-button" onClick={() => takeAll('theirs')}>
          {words.compare.allTheirs}
        </button>
      </div>
      <div className="wk-compare">
        {fields.map((name, place) => (
          <Difference
            key={name}
            legend={`${words.compare.part(place + 1, total)}: ${words.compare.fields[name]}`}
            mine={<p>{writeField(mine, name, words)}</p>}
            theirs={<p>{writeField(theirs, name, words)}</p>}
            options={['mine', 'theirs']}
            choice={fieldChoices[name]}
            onChoice={(choice) =>
              setFieldChoices((before) => ({ ...before, [name]: choice as 'mine' | 'theirs' }))
            }
          />
        ))}
        {parts.map((part, place) => {
          if (part.changedBy === 'nobody') {
            // biome-ignore lint/suspicious/noArrayIndexKey: parts never change their order
            return <SamePart key={place} part={part} />;
          }
          number += 1;
          return (
            <DifferingPart
              // biome-ignore lint/suspicious/noArrayIndexKey: parts never change their order
              key={place}
              part={part}
              legend={words.compare.part(number, total)}
              choice={choices[place] ?? 'both'}
              onChoice={(choice) =>
                setChoices((before) => before.map((one, at) => (at === place ? choice : one)))
              }
            />
          );
        })}
      </div>
      <div className="wk-actions wk-sticky">
        <button type="button" className="wk-button" onClick={props.onClose}>
          {words.compare.later}
        </button>
        <button
          type="button"
          className="wk-button wk-primary"
          disabled={isBusy}
          onClick={() => void use()}
        >
          {words.compare.use}
        </button>
      </div>
    </Dialog>
  );
}

function SamePart({ part }: { part: Part }) {
  const { words } = useWiki();
  return (
    <details className="wk-same">
      <summary>{words.compare.same(part.mine.length)}</summary>
      <ArticleText html={part.mine.join('\n')} />
    </details>
  );
}

function DifferingPart(props: {
  part: Part;
  legend: string;
  choice: Choice;
  onChoice: (choice: Choice) => void;
}) {
  const { words } = useWiki();
  const { part } = props;
  const mine = part.mine.join('\n');
  const theirs = part.theirs.join('\n');
  const marked = compareWords(textIn(mine), textIn(theirs));
  const who = { me: words.compare.onlyMine, them: words.compare.onlyTheirs } as Record<
    string,
    string
  >;
  const show = (html: string, ranges: (typeof marked)['mine']) =>
    html ? (
      <ArticleText html={html} marked={ranges} />
    ) : (
      <p className="wk-note">{words.compare.empty}</p>
    );
  return (
    <Difference
      legend={`${props.legend}. ${who[part.changedBy] ?? words.compare.bothChanged}`}
      mine={show(mine, marked.mine)}
      theirs={show(theirs, marked.theirs)}
      options={mine && theirs ? ['mine', 'theirs', 'both'] : ['mine', 'theirs']}
      choice={props.choice}
      onChoice={props.onChoice}
    />
  );
}

function Difference(props: {
  legend: string;
  mine: React.ReactNode;
  theirs: React.ReactNode;
  options: readonly Choice[];
  choice: Choice;
  onChoice: (choice: Choice) => void;
}) {
  const { words } = useWiki();
  const chosen = props.choice;
  return (
    <fieldset className="wk-difference" data-choice={chosen}>
      <legend>{props.legend}</legend>
      <div className="wk-sides">
        <div data-side="mine">
          <h3>{words.compare.mine}</h3>
          {props.mine}
        </div>
        <div data-side="theirs">
          <h3>{words.compare.theirs}</h3>
          {props.theirs}
        </div>
      </div>
      <div className="wk-choices">
        {props.options.map((option) => (
          <label key={option}>
            <input
              type="radio"
              name={props.legend}
              checked={chosen === option}
              onChange={() => props.onChoice(option)}
            />
            {words.compare[option]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function proposeFields(
  base: Article | null,
  mine: ArticleFields,
  theirs: ArticleFields,
): Record<FieldName, 'mine' | 'theirs'> {
  const entries = FIELDS.map((name) => {
    const isOnlyTheirs = base !== null && String(mine[name]) === String(base[name]);
    return [name, isOnlyTheirs && String(theirs[name]) !== String(base[name]) ? 'theirs' : 'mine'];
  });
  return Object.fromEntries(entries);
}

function writeField(fields: ArticleFields, name: FieldName, words: Words): string {
  if (name === 'roles') return fields.roles.map((role) => words.roles[role]).join(', ') || '–';
  if (name === 'routes') return fields.routes.join(', ') || '–';
  return name === 'locale' ? words.locales[fields.locale] : fields[name];
}
