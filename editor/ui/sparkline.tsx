import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';

/** The shape of a few numbers; what they are is said by `label`. Nulls are left out. */
export function Sparkline({
  values,
  label,
  width = 104,
  height = 34,
}: {
  values: readonly (number | null)[];
  label: string;
  width?: number;
  height?: number;
}) {
  const points = values.flatMap((value, at) => (value === null ? [] : [{ at, value }]));
  if (points.length < 2) return null;
  const [low, high] = [Math.min(...points.map((p) => p.value)), Math.max(...points.map((p) => p.value))];
  const x = scaleLinear([0, values.length - 1], [4, width - 4]);
  const y = scaleLinear([low, high === low ? low + 1 : high], [height - 4, 4]);
  const drawn = line<(typeof points)[number]>(
    (p) => x(p.at),
    (p) => y(p.value),
  )(points)!;
  const filled = area<(typeof points)[number]>(
    (p) => x(p.at),
    height,
    (p) => y(p.value),
  )(points)!;
  const last = points.at(-1)!;
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
      className="icon"
    >
      <path d={filled} fill="var(--brand)" opacity=".09" />
      <path
        d={drawn}
        fill="none"
        stroke="var(--brand)"
        strokeWidth="1.5"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      <circle cx={x(last.at)} cy={y(last.value)} r="2.75" fill="var(--brand)" />
    </svg>
  );
}
