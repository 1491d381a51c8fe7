import { useEffect, useRef, useState } from 'react';
import { WikiAdmin } from '../wiki-admin.tsx';
import { getToken, readSession, signOut } from './demo-session.ts';
import { SignIn } from './sign-in.tsx';

/** Where the editor is served. */
const BASE = '/admin/wiki';

/**
 * The editor as a page of its own. People come to it signed in by the CRM; here, on a developer's
 * machine, they choose a demo user.
 */
export function EditorPage() {
  const [path, setPath] = useState(readPath);
  const [session, setSession] = useState(readSession);
  const [isSigningIn, setSigningIn] = useState(false);
  const signedIn = useRef<(() => void) | undefined>(undefined);
  const [language, setLanguage] = useState(readLanguage);

  useEffect(() => {
    const onPopState = () => setPath(readPath());
    window.addEventListener('popstate', onPopState);
    return () => window.removeEventListener('popstate', onPopState);
  }, []);
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem('sonan-wiki-language', language);
  }, [language]);

  const endSignIn = () => {
    setSigningIn(false);
    setSession(readSession());
    signedIn.current?.();
    signedIn.current = undefined;
  };
  return (
    <>
      <header className="page-bar">
        <strong>SONAN DIGITAL Wiki</strong>
        <button
          type="button"
          lang={language === 'nl' ? 'en' : 'nl'}
          onClick={() => setLanguage(language === 'nl' ? 'en' : 'nl')}
        >
          {language === 'nl' ? 'English' : 'Nederlands'}
        </button>
        {session && (
          <button
            type="button"
            onClick={() => {
              signOut();
              setSession(undefined);
            }}
          >
            {language === 'nl' ? 'Andere demogebruiker' : 'Another demo user'}
          </button>
        )}
      </header>
      {(!session || isSigningIn) && (
        <SignIn
          language={language}
          onSignedIn={endSignIn}
          {...(isSigningIn && { onCancel: endSignIn })}
        />
      )}
      {session && (
        <WikiAdmin
          key={`${session.tenant} ${session.role}`}
          getToken={getToken}
          locale={language}
          path={path}
          onNavigate={(to, { replace }) => {
            if (replace) history.replaceState(null, '', `${BASE}${to}`);
            else {
              history.pushState(null, '', `${BASE}${to}`);
              scrollTo(0, 0);
            }
            setPath(to);
          }}
          addressOf={(to) => `${BASE}${to}`}
          onSignIn={() =>
            new Promise<void>((resolve) => {
              signedIn.current = resolve;
              setSigningIn(true);
            })
          }
        />
      )}
    </>
  );
}

function readPath(): string {
  const { pathname, search } = location;
  return `${pathname.slice(BASE.length).replace(/\/+$/, '') || '/'}${search}`;
}

function readLanguage(): 'en' | 'nl' {
  const kept = localStorage.getItem('sonan-wiki-language');
  return (kept ?? navigator.language).startsWith('nl') ? 'nl' : 'en';
}
