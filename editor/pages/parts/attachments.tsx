import { IconDownload, IconFile, IconPhotoOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { answerFile, api, type Shape } from '../../api/client.js';
import { Refusal } from '../../api/refusal.js';
import { Button, Dialog, useFaultSentence, useWhen } from '../../ui/index.js';
import './attachments.css';

type Message = Shape<'Message'>;
type Attachment = Message['attachments'][number];

/** The pictures and other files that came with a customer's text. */
export function Attachments({ message, name }: { message: Message; name: string }) {
  return (
    <ul className="attachments">
      {message.attachments.map((one) => (
        <li key={one.number}>
          {one.mediaType.startsWith('image/') ? (
            <Picture message={message} number={one.number} name={name} />
          ) : (
            <OtherFile attachment={one} name={name} />
          )}
        </li>
      ))}
    </ul>
  );
}

/** Small in the talk, as large as the screen when it is pressed. */
function Picture({ message, number, name }: { message: Message; number: number; name: string }) {
  const t = useTranslations('conversations.attached');
  const when = useWhen();
  const [isOpen, setOpen] = useState(false);
  const params = { path: { id: message.id, number: String(number) } };
  const picture = useQuery({
    queryKey: ['picture', message.id, number],
    queryFn: () => answerFile(api.GET('/messages/{id}/attachments/{number}', { params, parseAs: 'blob' })),
    // What was texted never changes.
    staleTime: Infinity,
    retry: false,
    refetchOnWindowFocus: false,
  });
  const src = useAddressOf(picture.data);
  const [isBroken, setBroken] = useState(false);
  if (picture.error) return <NoPicture error={picture.error} retry={() => void picture.refetch()} />;
  if (isBroken) return <Said>{t('broken', { name })}</Said>;
  if (!src)
    return (
      <div className="attached-thumb skeleton" role="status">
        <span className="sr">{t('fetching')}</span>
      </div>
    );
  const alt = t('from', { name });
  const title = t('fromAt', { name, when: when.moment(message.createdAt) });
  return (
    <>
      <button type="button" className="attached-thumb" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <img src={src} alt={alt} onError={() => setBroken(true)} />
      </button>
      {isOpen && (
        <Dialog
          wide
          title={title}
          onClose={() => setOpen(false)}
          footer={
            <a className="button" href={src} download={fileName(picture.data!, message.createdAt)}>
              <IconDownload size={18} className="icon" aria-hidden />
              {t('save')}
            </a>
          }
        >
          <img className="attached-large" src={src} alt={alt} />
        </Dialog>
      )}
    </>
  );
}

function NoPicture({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useTranslations('shell');
  const sentence = useFaultSentence();
  const isRefused = error instanceof Refusal && error.status !== 0 && error.code !== 'internal';
  const mayCome = !isRefused || error.status >= 500;
  return (
    <Said>
      {isRefused ? error.detail : sentence(error)}
      {mayCome && (
        <>
          {' '}
          <Button small onClick={retry}>
            {t('tryAgain')}
          </Button>
        </>
      )}
    </Said>
  );
}

const Said = ({ children }: { children: React.ReactNode }) => (
  <p className="attached-said t13" role="status">
    <IconPhotoOff size={18} className="icon" aria-hidden />
    <span>{children}</span>
  </p>
);

const KINDS = { video: 'video', audio: 'audio', text: 'card' } as const;

function OtherFile({ attachment, name }: { attachment: Attachment; name: string }) {
  const t = useTranslations('conversations.attached');
  const [kind] = attachment.mediaType.split('/');
  return (
    <p className="attached-said t13">
      <IconFile size={18} className="icon" aria-hidden />
      <span>{t(KINDS[kind as 'video'] ?? 'other', { name })}</span>
    </p>
  );
}

/** Where the browser finds these bytes, for as long as they are shown. */
function useAddressOf(blob: Blob | undefined): string | null {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    if (!blob) return;
    const made = URL.createObjectURL(blob);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return address;
}

const fileName = ({ type }: Blob, at: string) =>
  `${at.slice(0, 10)}.${/^image\/(png|gif|webp)$/.exec(type)?.[1] ?? 'jpg'}`;
