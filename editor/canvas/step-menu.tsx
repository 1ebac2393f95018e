import { IconFlag, IconSearch } from '@tabler/icons-react';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { Kind } from '../../workflows/flow/steps/index.js';
import { targetAt, type Place } from '../draft/places.js';
import { JoinTile, KindTile, Tile } from './icons.js';
import { cardText } from './card.js';
import { useView } from './view.js';

/** The eight verbs, the most used first, and what is needed now and then. */
const VERBS: readonly Kind[] = [
  'sms',
  'email',
  'review_request',
  'wait',
  'wait_for_event',
  'branch',
  'notify_team',
  'update_customer',
];
const MORE: readonly Kind[] = ['split', 'webhook', 'go_to'];

interface Choice {
  id: string;
  title: string;
  what: string;
  tile: React.ReactNode;
  more: boolean;
  take: () => void;
}

/** Search first, Enter takes the first. Opens on a “+”; closes by Esc or a click beside it. */
export function StepMenu({
  place,
  alone,
  at,
}: {
  place: Place;
  alone: boolean;
  at?: { left: number; top: number } | undefined;
}) {
  const view = useView();
  const { desk, words, flow } = view;
  const { t } = words;
  const [text, setText] = useState('');
  const [index, setIndex] = useState(0);
  const [joining, setJoining] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const id = useId();

  useEffect(() => input.current?.focus({ preventScroll: true }), [joining]);

  const choices = useMemo<Choice[]>(() => {
    if (joining) {
      return flow.steps
        .filter((step) => step.kind !== 'go_to' && !(place !== 'first' && step.id === place.stepId))
        .map((step) => {
          const { title, detail } = cardText(step, words);
          return {
            id: step.id,
            title,
            what: detail,
            tile: <KindTile kind={step.kind} size={28} />,
            more: false,
            take: () => desk.leadTo(place, step.id, alone),
          };
        });
    }
    const verbs = [...VERBS, ...MORE.filter((kind) => kind !== 'go_to')].map((kind) => ({
      id: kind,
      title: t(`verb.${kind}`),
      what: t(`what.${kind}`),
      tile: <KindTile kind={kind} size={28} />,
      more: MORE.includes(kind),
      take: () => desk.add(place, kind, alone),
    }));
    const join: Choice = {
      id: 'join',
      title: t('verb.go_to'),
      what: t('menu.existing'),
      tile: <JoinTile round={false} />,
      more: true,
      take: () => {
        setJoining(true);
        setText('');
        setIndex(0);
      },
    };
    const finish: Choice = {
      id: 'finish',
      title: t('menu.finish'),
      what: t('menu.finishWhat'),
      tile: <Tile picture={IconFlag} tint="end" size={28} />,
      more: true,
      take: () => desk.leadTo(place, null, alone),
    };
    return [...verbs, ...(flow.steps.length > 0 ? [join] : []), ...(targetAt(flow, place) ? [finish] : [])];
  }, [joining, flow, place, alone, desk, words, t]);

  const wanted = plain(text);
  const shown = choices.filter(({ title, what }) => plain(`${title} ${what}`).includes(wanted));
  const chosen = Math.min(index, shown.length - 1);

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);

  function onKeyDown(event: React.KeyboardEvent) {
    event.stopPropagation();
    if (event.key === 'ArrowDown') setIndex((chosen + 1) % Math.max(1, shown.length));
    else if (event.key === 'ArrowUp') setIndex((chosen - 1 + shown.length) % Math.max(1, shown.length));
    else if (event.key === 'Enter') shown[chosen]?.take();
    else if (event.key === 'Escape' || event.key === 'Tab') desk.closeMenu();
    else return;
    event.preventDefault();
  }

  return (
    <>
      <div className="jc-beside" onPointerDown={() => desk.closeMenu()} />
      <div className="jc-menu nopan nowheel" style={at} onKeyDown={onKeyDown}>
        <div className="jc-search">
          <IconSearch size={17} stroke={1.75} aria-hidden />
          <input
            ref={input}
            role="combobox"
            aria-expanded
            aria-controls={`${id}-list`}
            aria-activedescendant={shown[chosen] ? `${id}-${shown[chosen].id}` : undefined}
            aria-autocomplete="list"
            aria-label={joining ? t('menu.pickStep') : t('menu.search')}
            placeholder={joining ? t('menu.pickStep') : t('menu.search')}
            value={text}
            autoComplete="off"
            onChange={(event) => {
              setText(event.target.value);
              setIndex(0);
            }}
          />
        </div>
        <ul ref={list} id={`${id}-list`} role="listbox" aria-label={t('menu.label')}>
          {shown.map((choice, at) => (
            <li
              key={choice.id}
              id={`${id}-${choice.id}`}
              role="option"
              aria-selected={at === chosen}
              className={choice.more && !shown[at - 1]?.more && at > 0 ? 'jc-mi jc-first-more' : 'jc-mi'}
              onPointerMove={() => setIndex(at)}
              onClick={choice.take}
            >
              {choice.tile}
              <span className="grow">
                <span className="jc-mt">{choice.title}</span>
                <span className="jc-mw">{choice.what}</span>
              </span>
              {at === chosen && <kbd aria-hidden>{t('menu.enter')}</kbd>}
            </li>
          ))}
        </ul>
        {shown.length === 0 && <p className="jc-none">{t('menu.none')}</p>}
      </div>
    </>
  );
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .trim();
