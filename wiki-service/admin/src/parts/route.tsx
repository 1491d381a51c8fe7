import { Fragment } from 'react';

/** A page of the CRM, broken into lines only where a part of it ends. */
export function Route({ route }: { route: string }) {
  const parts = route.split(/(?<=.\/)(?=.)/);
  return (
    <code>
      {parts.map((part, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a route have no other name
        <Fragment key={place}>
          {place > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </code>
  );
}
