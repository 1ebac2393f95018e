import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { draft as asDraft, emptyDraft, type Draft } from '../../workflows/flow/draft.js';
import * as server from '../canvas/api.js';
import { Button, CheckField, Dialog, useFaultSentence } from '../ui/index.js';
import { getVersion } from './api.js';
import { useChangeCount } from './changes.js';
import { usePublishWords } from './words/index.js';

/**
 * Bring a version back as the draft. The editor does it, so that it stands on the undo list; a draft that holds
 * unpublished work can be kept as a journey of its own first, which no closed window takes away.
 */
export function RestoreDialog({
  journey,
  draft,
  number,
  onClose,
}: {
  journey: server.Journey;
  draft: Draft;
  number: number;
  onClose: () => void;
}) {
  const { t } = usePublishWords();
  const sentence = useFaultSentence();
  const go = useNavigate();
  const [keep, setKeep] = useState(true);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const live = useQuery({
    queryKey: ['journeys', journey.id, 'versions', journey.liveVersion],
    queryFn: () => getVersion(journey.id, journey.liveVersion ?? 1),
    enabled: journey.liveVersion !== null,
    staleTime: Infinity,
  });
  const changes = useChangeCount(live.data ? asDraft(live.data.flow) : emptyDraft, draft);
  const over = journey.draftChanged;

  async function restore() {
    setBusy(true);
    setFault(null);
    try {
      if (over && keep) {
        const name = t('versions.copyName', { name: journey.name, number }).slice(0, 200);
        await server.saveCopy(name, draft);
      }
      await go({
        to: '/journeys/$id',
        params: { id: journey.id },
        search: { restore: number } as never,
      });
    } catch (error) {
      setFault(t('versions.restoreFailed', { message: sentence(error) }));
      setBusy(false);
    }
  }

  return (
    <Dialog
      title={t('versions.restoreTitle', { number })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('versions.restoreCancel')}</Button>
          <Button kind="primary" busy={busy} onClick={() => void restore()}>
            {t('versions.restoreGo')}
          </Button>
        </>
      }
    >
      {over && live.data && <p>{t('versions.restoreOver', { count: changes, number })}</p>}
      <p>{t('versions.restoreBody')}</p>
      {over && (
        <CheckField
          label={t('versions.keepCopy')}
          checked={keep}
          onChange={({ target: { checked } }) => setKeep(checked)}
        />
      )}
      {fault && (
        <p className="je-note bad" role="alert">
          {fault}
        </p>
      )}
    </Dialog>
  );
}
