import { IconAlertTriangle, IconInfoCircle, IconUserFilled } from '@tabler/icons-react';
import { memo } from 'react';
import { ENTRY, type Item } from '../draft/tree.js';
import { isPillItem, ItemTile } from './face.js';
import { labelOf, textOf, useDesk, useView } from './view.js';

/** A step on the canvas: a ticket for an act, a pill for time and for ends. */
export const StepCard = memo(function StepCard({
  item,
  onDragStart,
}: {
  item: Item;
  onDragStart: (item: Item, event: React.PointerEvent) => void;
}) {
  const view = useView();
  const { desk, words, flow } = view;
  const focused = useDesk((state) => state.focused === item.id);
  const open = useDesk((state) => state.open === item.id);
  const moving = useDesk((state) => state.placing?.how === 'move' && state.placing.stepId === item.id);
  const { title, detail, error, warning } = textOf(item, view);
  const pill = isPillItem(item);
  const opens = item.as === 'entry' || item.as === 'step';
  const classes = [
    'jc-node nopan',
    pill ? 'jc-pill' : '',
    open ? 'jc-sel' : '',
    error ? 'jc-fix' : '',
    moving ? 'jc-moving' : '',
  ];
  return (
    <div className={classes.filter(Boolean).join(' ')}>
      <button
        type="button"
        className="jc-hit"
        data-item={item.id}
        tabIndex={focused ? 0 : -1}
        aria-roledescription={words.t('stepRole')}
        aria-label={labelOf(item, view)}
        aria-current={open ? 'step' : undefined}
        onFocus={() => desk.state.setState({ focused: item.id })}
        onPointerDown={(event) => item.as === 'step' && onDragStart(item, event)}
        onClick={() => {
          if (opens) desk.openSettings(item.id);
          else if (item.as === 'join' && item.to) desk.focus(item.to);
          else if (item.place) desk.openMenu(item.place);
        }}
      />
      <ItemTile item={item} entry={flow.entry} />
      <div className="jc-words" aria-hidden>
        <div className="jc-tt">{title}</div>
        {!pill && (
          <div className={`jc-dd${error ? ' jc-warn' : ''}`}>
            {error?.message ?? warning?.message ?? detail}
          </div>
        )}
      </div>
      <Tabs
        item={item}
        pill={pill}
        focused={focused}
        hasError={error !== undefined}
        hasWarning={warning !== undefined}
      />
    </div>
  );
});

/** What sits on the edge of a card: people who are here, or that something needs a look. */
function Tabs({
  item,
  pill,
  focused,
  hasError,
  hasWarning,
}: {
  item: Item;
  pill: boolean;
  focused: boolean;
  hasError: boolean;
  hasWarning: boolean;
}) {
  const view = useView();
  const { words, numbers, showPeople } = view;
  const here = item.as === 'step' || item.id === ENTRY ? numbers.here(item.id) : 0;
  return (
    <>
      {pill && here > 0 && <span className="jc-sep" />}
      <span className={pill ? 'jc-inline' : 'jc-tabs'}>
        {here > 0 && (
          <button
            type="button"
            className="jc-here"
            tabIndex={focused ? 0 : -1}
            aria-label={words.t('hereAt', { count: here, step: textOf(item, view).title })}
            onClick={() =>
              showPeople(item.id === ENTRY ? { as: 'started' } : { as: 'here', stepId: item.id })
            }
          >
            <IconUserFilled size={12} aria-hidden />
            {words.t('here', { count: here })}
          </button>
        )}
        {hasError && (
          <span className="jc-tab jc-fixtab" aria-hidden>
            <IconAlertTriangle size={13} stroke={1.75} />
            {words.t('fix')}
          </span>
        )}
        {!hasError && hasWarning && (
          <span className="jc-tab jc-looktab" aria-hidden>
            <IconInfoCircle size={13} stroke={1.75} />
            {words.t('look')}
          </span>
        )}
      </span>
    </>
  );
}
