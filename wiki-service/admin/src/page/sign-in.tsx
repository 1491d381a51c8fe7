import { useEffect, useRef, useState } from 'react';
import { type DemoAccount, listAccounts, readSession, signIn } from './demo-session.ts';

const WORDS = {
  en: {
    title: 'Sign in as a demo user',
    hint: 'There is nobody behind them. In the CRM, people are signed in already.',
    none: 'Open the editor from the CRM: there you are signed in.',
    failed: 'That did not work. Is the wiki service running?',
    cancel: 'Not now',
    roles: { admin: 'admin', employee: 'employee', client: 'client' } as Record<string, string>,
  },
  nl: {
    title: 'Inloggen als demogebruiker',
    hint: 'Er is niemand achter deze namen. In het CRM ben je al ingelogd.',
    none: 'Open de editor vanuit het CRM: daar ben je ingelogd.',
    failed: 'Dat lukte niet. Draait de wikiservice?',
    cancel: 'Nu niet',
    roles: { admin: 'beheerder', employee: 'medewerker', client: 'klant' } as Record<
      string,
      string
    >,
  },
};

/** Chooses one of the demo users of a local wiki. */
export function SignIn(props: {
  language: 'en' | 'nl';
  onSignedIn: () => void;
  /** For somebody who was signed in and may go on without. */
  onCancel?: () => void;
}) {
  const words = WORDS[props.language];
  const [accounts, setAccounts] = useState<DemoAccount[]>();
  const [hasFailed, setFailed] = useState(false);
  const title = useRef<HTMLHeadingElement>(null);
  const before = readSession();
  useEffect(() => {
    void listAccounts().then(setAccounts);
    title.current?.focus();
  }, []);
  const choose = async ({ tenant, role }: DemoAccount) => {
    try {
      await signIn(tenant, role);
      props.onSignedIn();
    } catch {
      setFailed(true);
    }
  };
  return (
    <section className="page-sign-in" aria-labelledby="page-sign-in">
      <h2 id="page-sign-in" ref={title} tabIndex={-1}>
        {words.title}
      </h2>
      <p>{accounts?.length === 0 ? words.none : words.hint}</p>
      {hasFailed && <p role="alert">{words.failed}</p>}
      <ul>
        {accounts?.map((account) => (
          <li key={`${account.tenant} ${account.role}`}>
            <button
              type="button"
              data-current={account.tenant === before?.tenant && account.role === before.role}
              onClick={() => void choose(account)}
            >
              {account.name}, {words.roles[account.role]}
            </button>
          </li>
        ))}
      </ul>
      {props.onCancel && (
        <button type="button" onClick={props.onCancel}>
          {words.cancel}
        </button>
      )}
    </section>
  );
}
