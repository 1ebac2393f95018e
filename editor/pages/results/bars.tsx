export interface Bar {
  name: string;
  value: string;
  /** Of the whole, 0 to 1. */
  part: number;
  /** What the part is of. */
  aside?: string | undefined;
}

/** Counts as lying bars, one a line: the words and numbers are text, the bar only shows. */
export const Bars = ({ bars }: { bars: readonly Bar[] }) => (
  <ul className="bars">
    {bars.map(({ name, value, part, aside }) => (
      <li key={name}>
        <span className="name">
          {name}
          {aside && <span className="t12 muted"> {aside}</span>}
        </span>
        <span className="value num strong">{value}</span>
        <span className="track" aria-hidden>
          <span style={{ width: `${Math.max(part > 0 ? 1.5 : 0, Math.min(1, part) * 100)}%` }} />
        </span>
      </li>
    ))}
  </ul>
);
