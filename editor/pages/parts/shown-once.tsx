import { Button, CopyField, Dialog } from '../../ui/index.js';

/** What was made and will not be shown again, to be copied now. */
export function ShownOnce({
  title,
  text,
  label,
  value,
  done,
  onClose,
}: {
  title: string;
  text: string;
  label: string;
  value: string;
  done: string;
  onClose: () => void;
}) {
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <Button kind="primary" onClick={onClose}>
          {done}
        </Button>
      }
    >
      <p className="muted">{text}</p>
      <CopyField label={label} value={value} />
    </Dialog>
  );
}
