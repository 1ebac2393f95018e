import { useEffect, type ReactNode } from 'react';

/** A page: its title in the voice, one line below it, what can be done at right. */
export function Page({
  title,
  intro,
  actions,
  children,
}: {
  title: string;
  intro?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  useTitle(title);
  return (
    <div className="page">
      <header>
        <div className="grow">
          <h1 className="voice">{title}</h1>
          {intro && <p>{intro}</p>}
        </div>
        {actions && <div className="row wrap">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

export function useTitle(title: string) {
  useEffect(() => {
    document.title = `${title} · Journeyman`;
  }, [title]);
}

export function Card({
  title,
  aside,
  children,
  className = '',
}: {
  title?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <section className={`card ${className}`}>
      {title !== undefined && (
        <div className="head">
          <h2 className="t18 grow">{title}</h2>
          {aside}
        </div>
      )}
      {children}
    </section>
  );
}

/** Nothing here yet: what will be here, and the way to begin. An `h1` where there is nothing else on the page. */
export function EmptyState({
  title,
  heading: Heading = 'h2',
  children,
  action,
}: {
  title: string;
  heading?: 'h1' | 'h2';
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="empty">
      <Heading className="voice">{title}</Heading>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}

export type Tone = 'good' | 'warn' | 'bad' | 'brand' | 'plain';

/** A state in a word; give an icon too where the colour carries meaning. */
export const Pill = ({
  tone = 'plain',
  icon,
  children,
}: {
  tone?: Tone;
  icon?: ReactNode;
  children: ReactNode;
}) => (
  <span className={`pill tone-${tone}`}>
    {icon}
    {children}
  </span>
);

export type TileKind = 'start' | 'wait' | 'message' | 'ask' | 'check' | 'team' | 'change' | 'end';

/** The tinted square of a kind of step, or of a state. */
export const Tile = ({
  kind,
  tone,
  size = 36,
  children,
}: {
  kind?: TileKind;
  tone?: Tone;
  size?: 36 | 28 | 24;
  children: ReactNode;
}) => (
  <span className={`tile s${size} ${kind ? `k-${kind}` : `tone-${tone ?? 'plain'}`}`} aria-hidden="true">
    {children}
  </span>
);

export function Avatar({ name }: { name: string }) {
  const parts = name.trim().split(/\s+/);
  const letters = (parts[0]?.[0] ?? '') + (parts.length > 1 ? (parts.at(-1)?.[0] ?? '') : '');
  return (
    <span className="avatar" aria-hidden="true">
      {letters.toLocaleUpperCase()}
    </span>
  );
}

/** Where something will be in a moment. */
export const Loading = ({ lines = 3 }: { lines?: number }) => (
  <div className="stack" style={{ gap: 12, padding: 18 }} aria-busy="true">
    {Array.from({ length: lines }, (_, line) => (
      <div key={line} className="skeleton" style={{ height: 20, width: `${90 - line * 14}%` }} />
    ))}
  </div>
);
