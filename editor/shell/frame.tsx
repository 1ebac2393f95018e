import './frame.css';
import { IconDots, IconSelector } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useMatches } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { feedbackToAnswer, me, person, unreadConversations, useMay } from '../api/queries.js';
import { Avatar, Dialog } from '../ui/index.js';
import { isRefusal } from '../api/refusal.js';
import { AccountChoices } from './account.js';
import { Mark } from './mark.js';
import { NoLongerHere } from './no-longer-here.js';
import { fullPages, navigation } from './routes.js';

/** The frame around every page: navigation at left, or below on a phone. */
export function Frame() {
  const t = useTranslations('shell');
  const matches = useMatches();
  const here = matches.at(-1)?.fullPath ?? '/';
  const full = fullPages.includes(here);
  const { data, error } = useQuery(me);
  if (isRefusal(error, 'forbidden') || isRefusal(error, 'not_found')) {
    return <NoLongerHere business={data?.businesses.find(({ id }) => id === data.businessId)?.name} />;
  }
  return (
    <div className={`frame ${full ? 'full' : ''}`}>
      <a className="skip" href="#content">
        {t('skipToContent')}
      </a>
      <SideNav />
      <main id="content" tabIndex={-1}>
        <Outlet />
      </main>
      <BottomBar />
    </div>
  );
}

function usePlaces() {
  const { data } = useQuery(me);
  const permissions: readonly string[] = data?.permissions ?? [];
  return navigation.filter(({ permission }) => permissions.includes(permission));
}

/** What stands under “To answer”, of the newest 200. */
function useToAnswer(): number {
  const may = useMay('feedback:read');
  const { data } = useQuery({ ...feedbackToAnswer, enabled: may });
  return data?.items.length ?? 0;
}

/** Conversations nobody has read to the end, of the newest 200. */
function useUnread(): number {
  const may = useMay('messages:read');
  const { data } = useQuery({ ...unreadConversations, enabled: may });
  return data?.items.length ?? 0;
}

function SideNav() {
  const t = useTranslations('shell.nav');
  const account = useTranslations('shell.account');
  const places = usePlaces();
  const toAnswer = useToAnswer();
  const unread = useUnread();
  const { name, below } = useWho();
  return (
    <nav className="nav" aria-label={t('label')}>
      <Link to="/" className="mark voice">
        <Mark />
        <span>Journeyman</span>
      </Link>
      <div className="places">
        {places.map(({ to, word, icon: Icon }) => (
          <Link key={to} to={to} className="place" activeOptions={{ exact: to === '/' }} title={t(word)}>
            <Icon size={19} stroke={1.75} className="icon" aria-hidden />
            <span className="word">{t(word)}</span>
            {word === 'feedback' && toAnswer > 0 && (
              <span className="count">
                <span aria-hidden="true">{toAnswer}</span>
                <span className="sr">{t('unanswered', { count: toAnswer })}</span>
              </span>
            )}
            {word === 'conversations' && unread > 0 && (
              <span className="count">
                <span aria-hidden="true">{unread}</span>
                <span className="sr">{t('unread', { count: unread })}</span>
              </span>
            )}
          </Link>
        ))}
      </div>
      <button type="button" className="who" aria-label={account('menu')} popoverTarget="account">
        <Avatar name={name} />
        <span className="grow word">
          <span className="label clip" style={{ display: 'block', lineHeight: '18px' }}>
            {name}
          </span>
          <span className="t12 muted clip" style={{ display: 'block' }}>
            {below}
          </span>
        </span>
        <IconSelector size={16} className="icon quiet word" aria-hidden />
      </button>
      <div id="account" className="account" popover="auto">
        <AccountChoices />
      </div>
    </nav>
  );
}

/** Who works here, and for which business. */
function useWho() {
  const { data } = useQuery(me);
  const business = data?.businesses.find(({ id }) => id === data.businessId);
  const { data: who } = useQuery(person);
  return { name: who?.name ?? business?.name ?? '', below: business?.name ?? '' };
}

/** What an owner opens on a phone. */
const NEAREST: ReadonlySet<string> = new Set(['home', 'journeys', 'customers', 'feedback']);

function BottomBar() {
  const t = useTranslations('shell');
  const places = usePlaces();
  const [open, setOpen] = useState(false);
  const matches = useMatches();
  const at = matches.at(-1)?.pathname;
  useEffect(() => setOpen(false), [at]);
  const first = places.filter(({ word }) => NEAREST.has(word)).slice(0, 4);
  const rest = places.filter((place) => !first.includes(place));
  return (
    <nav className="bottombar" aria-label={t('nav.label')}>
      {first.map(({ to, word, icon: Icon }) => (
        <Link key={to} to={to} activeOptions={{ exact: to === '/' }}>
          <Icon size={22} stroke={1.75} aria-hidden />
          <span className="clip" style={{ maxWidth: '100%' }}>
            {t(`nav.${word}`)}
          </span>
        </Link>
      ))}
      <button type="button" aria-expanded={open} onClick={() => setOpen(true)}>
        <IconDots size={22} aria-hidden />
        {t('more')}
      </button>
      {open && (
        <Dialog title={t('more')} onClose={() => setOpen(false)}>
          <div className="drawer">
            {rest.map(({ to, word, icon: Icon }) => (
              <Link key={to} to={to} className="place">
                <Icon size={20} stroke={1.75} aria-hidden />
                {t(`nav.${word}`)}
              </Link>
            ))}
          </div>
          <AccountChoices />
        </Dialog>
      )}
    </nav>
  );
}
