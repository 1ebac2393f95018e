import { Link } from '@tanstack/react-router';
import type { ComponentProps, ReactNode } from 'react';

type Kind = 'primary' | 'plain' | 'quiet' | 'danger';

interface Look {
  kind?: Kind;
  small?: boolean;
  /** Leads the words; give a tabler icon of 18. */
  icon?: ReactNode;
}

const classes = (kind: Kind, small: boolean, extra = '') =>
  `button ${kind === 'plain' ? '' : kind} ${small ? 'small' : ''} ${extra}`;

/** `busy` keeps the words and the focus while work is under way, and takes no second press. */
export function Button({
  kind = 'plain',
  small = false,
  icon,
  busy = false,
  className,
  children,
  onClick,
  ...rest
}: Look & { busy?: boolean } & ComponentProps<'button'>) {
  return (
    <button
      type="button"
      className={classes(kind, small, className)}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={(event) => (busy ? event.preventDefault() : onClick?.(event))}
      {...rest}
    >
      {icon}
      {children}
    </button>
  );
}

/** A link that looks like a button, to a page of the app. */
export function ButtonLink({
  kind = 'plain',
  small = false,
  icon,
  className,
  children,
  ...rest
}: Look & {
  to: string;
  params?: Record<string, string>;
  search?: Record<string, unknown>;
  className?: string;
  children: ReactNode;
}) {
  return (
    <Link className={classes(kind, small, className)} {...(rest as { to: string })}>
      {icon}
      {children}
    </Link>
  );
}

/** A button that is only an icon; `label` is what it is called. */
export function IconButton({
  label,
  small = false,
  className = '',
  ...rest
}: { label: string; small?: boolean } & ComponentProps<'button'>) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={`iconbutton ${small ? 'small' : ''} ${className}`}
      {...rest}
    />
  );
}
