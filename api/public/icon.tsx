/** On a square of 24, as lines of one weight. */
const LINES = {
  google: 'M12 12h8a8 8 0 1 1-2.4-5.7',
  facebook: 'M16 4h-1.5A3.5 3.5 0 0 0 11 7.5V20M8 11.5h7',
  lock: 'M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3M12 15v1.5',
} as const;

/** A sign before the words of a button, which say it to everybody. */
export function Icon({ draws }: { draws: keyof typeof LINES }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d={LINES[draws]} />
    </svg>
  );
}
