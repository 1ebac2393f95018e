import './logo-card.css';
import { IconPhoto } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type CSSProperties } from 'react';
import { answer, api, type Shape } from '../../api/client.js';
import { business } from '../../api/queries.js';
import { Button, Card, FaultNote, toast } from '../../ui/index.js';
import { shrink } from './shrink.js';
import { useLogoWords } from './words/index.js';

/** The logo as customers see it, by day and by night. Saved at once, apart from the form around it. */
export function LogoCard({ saved, may }: { saved: Shape<'Business'>; may: boolean }) {
  const { t } = useLogoWords();
  const client = useQueryClient();
  const file = useRef<HTMLInputElement>(null);
  const [refused, setRefused] = useState<'unreadable' | 'tooHeavy' | null>(null);
  const showNow = (logoUrl: string | null) =>
    client.setQueryData<Shape<'Business'>>(business.queryKey, (now) => now && { ...now, logoUrl });
  const save = useMutation({
    mutationFn: async (chosen: File) => {
      setRefused(null);
      const image = await shrink(chosen);
      if (image === 'unreadable' || image === 'too_heavy') {
        setRefused(image === 'unreadable' ? 'unreadable' : 'tooHeavy');
        return;
      }
      showNow((await answer(api.PUT('/business/logo', { body: { image } }))).logoUrl);
      toast(t('saved'));
    },
  });
  const remove = useMutation({
    mutationFn: () => answer(api.DELETE('/business/logo')),
    onSuccess: () => {
      showNow(null);
      toast(t('removed'));
    },
  });
  const isBusy = save.isPending || remove.isPending;
  return (
    <Card title={t('title')}>
      <div className="body logocard">
        <div className="stack" style={{ gap: 12 }}>
          <p className="muted">
            {t('intro')} {!saved.logoUrl && t('none')}
          </p>
          <input
            ref={file}
            type="file"
            aria-label={t('choose')}
            hidden
            accept="image/png,image/jpeg,image/webp,image/svg+xml"
            onChange={(event) => {
              const [chosen] = event.target.files ?? [];
              // The same file may be chosen again after it was changed.
              event.target.value = '';
              if (chosen) save.mutate(chosen);
            }}
          />
          <div className="row wrap" style={{ gap: 8 }}>
            <Button
              icon={<IconPhoto size={18} aria-hidden />}
              disabled={!may}
              busy={save.isPending}
              onClick={() => file.current?.click()}
            >
              {saved.logoUrl ? t('replace') : t('choose')}
            </Button>
            {saved.logoUrl && may && (
              <Button kind="quiet" disabled={isBusy} onClick={() => remove.mutate()}>
                {t('remove')}
              </Button>
            )}
          </div>
          <p className="t13 muted">{t('hint')}</p>
          {refused && (
            <p className="bad" role="alert">
              {t(refused)}
            </p>
          )}
          <FaultNote error={save.error ?? remove.error} />
        </div>
        <div className="views">
          <View of={saved} scheme="bright" label={t('byDay')} alt={t('alt')} />
          <View of={saved} scheme="dim" label={t('byNight')} alt="" />
        </div>
      </div>
    </Card>
  );
}

/** The head of a customers’ page, drawn as the page draws it. */
function View({
  of,
  scheme,
  label,
  alt,
}: {
  of: Shape<'Business'>;
  scheme: 'bright' | 'dim';
  label: string;
  alt: string;
}) {
  return (
    <figure className={`logoview ${scheme}`}>
      <div className="head">
        {of.logoUrl ? (
          <img src={new URL(of.logoUrl).pathname} alt={alt} />
        ) : (
          <span
            className="letter"
            aria-hidden
            style={of.accent ? ({ '--accent': of.accent } as CSSProperties) : undefined}
          >
            {[...of.name][0]?.toUpperCase()}
          </span>
        )}
        <span className="name">{of.name}</span>
      </div>
      <figcaption className="t13 muted">{label}</figcaption>
    </figure>
  );
}
