import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { Draft } from '../../workflows/flow/draft.js';
import { useCanvasWords } from '../canvas/words/index.js';
import { Button } from '../ui/index.js';
import { useOwnSentences } from '../words/own-sentences.js';
import { changeLines } from './change-lines.js';
import { Drawing, MarkSign } from './drawing.js';
import { laidOver } from './marked.js';
import { usePublishWords } from './words/index.js';

/** What makes one journey different from another: in sentences, and marked on one drawing. */
export function Changes({
  before,
  after,
  open = false,
  none,
}: {
  before: Draft;
  after: Draft;
  /** The drawing is shown at once. */
  open?: boolean;
  /** What is said when nothing is different. */
  none?: string;
}) {
  const words = useCanvasWords();
  const { t } = usePublishWords();
  const say = useOwnSentences();
  const [drawn, setDrawn] = useState(open);
  const [shown, setShown] = useState<{ itemId: string } | null>(null);
  const lines = useMemo(() => changeLines(before, after, words, t, say), [before, after, words, t, say]);
  const marked = useMemo(() => laidOver(before, after), [before, after]);
  return (
    <>
      {lines.length === 0 ? (
        <p className="muted">{none ?? t('changes.none')}</p>
      ) : (
        <ul className="pb-changes">
          {lines.map(({ mark, sentence, itemId }, index) => (
            <li key={index}>
              <MarkSign mark={mark} />
              <span className="sr">{t(`mark.${mark}`)}: </span>
              {itemId === null ? (
                <span>{sentence}</span>
              ) : (
                <button
                  type="button"
                  className="pb-jump"
                  title={t('changes.jump', { what: sentence })}
                  onClick={() => {
                    setDrawn(true);
                    setShown({ itemId });
                  }}
                >
                  {sentence}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      <div>
        <Button
          small
          kind="quiet"
          aria-expanded={drawn}
          icon={drawn ? <IconChevronUp size={16} aria-hidden /> : <IconChevronDown size={16} aria-hidden />}
          onClick={() => setDrawn(!drawn)}
        >
          {t(drawn ? 'changes.hide' : 'changes.show')}
        </Button>
      </div>
      {drawn && <Drawing marked={marked} shown={shown} />}
    </>
  );
}

/** How many sentences there are to read. */
export function useChangeCount(before: Draft, after: Draft): number {
  const words = useCanvasWords();
  const { t } = usePublishWords();
  const say = useOwnSentences();
  return useMemo(() => changeLines(before, after, words, t, say).length, [before, after, words, t, say]);
}
