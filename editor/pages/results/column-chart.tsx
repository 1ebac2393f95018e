import { scaleBand, scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { useWidth } from './use-width.js';

const HEIGHT = 200;
const AXIS = { left: 36, bottom: 24, top: 10, right: 4 };

export interface Column {
  /** Under the column. */
  label: string;
  value: number;
  /** Where the line runs above it. */
  beside: number;
}

/** Counts over time as columns, and a second count of the same kind as a line. What it shows is said by `label`. */
export function ColumnChart({
  columns,
  label,
  names,
  format,
}: {
  columns: readonly Column[];
  label: string;
  names: { value: string; beside: string };
  format: (value: number) => string;
}) {
  const [box, width] = useWidth<HTMLDivElement>();
  const most = Math.max(1, ...columns.flatMap(({ value, beside }) => [value, beside]));
  const x = scaleBand(
    columns.map((_, at) => at),
    [AXIS.left, Math.max(AXIS.left + 1, width - AXIS.right)],
  ).padding(0.28);
  const y = scaleLinear([0, most], [HEIGHT - AXIS.bottom, AXIS.top]).nice(4);
  const ticks = y.ticks(4).filter(Number.isInteger);
  const middle = (at: number) => x(at)! + x.bandwidth() / 2;
  const path = line<Column>(
    (_, at) => middle(at),
    ({ beside }) => y(beside),
  )([...columns]);
  return (
    <div ref={box} className="chart">
      <svg width={width} height={HEIGHT} role="img" aria-label={label}>
        {ticks.map((tick) => (
          <g key={tick}>
            <path d={`M${AXIS.left} ${Math.round(y(tick)) + 0.5}H${width - AXIS.right}`} className="grid" />
            <text x={AXIS.left - 8} y={y(tick) + 4} textAnchor="end">
              {format(tick)}
            </text>
          </g>
        ))}
        {columns.map(({ value }, at) => (
          <rect
            key={at}
            x={x(at)}
            y={y(value)}
            width={x.bandwidth()}
            height={Math.max(0, y(0) - y(value))}
            rx={Math.min(3, x.bandwidth() / 3)}
            className="column"
          />
        ))}
        {path && columns.length > 1 && <path d={path} className="beside" />}
        {columns.length <= 45 &&
          columns.map(({ beside }, at) => (
            <circle
              key={at}
              cx={middle(at)}
              cy={y(beside)}
              r={columns.length > 31 ? 2 : 2.75}
              className="dot"
            />
          ))}
        <Labels labels={columns.map((each) => each.label)} at={middle} width={width} />
      </svg>
      <ul className="key t12 muted">
        <li>
          <span className="swatch" aria-hidden /> {names.value}
        </li>
        <li>
          <span className="swatch line" aria-hidden /> {names.beside}
        </li>
      </ul>
    </div>
  );
}

/** As many labels as have room, the last always among them. */
export function Labels({
  labels,
  at,
  width,
}: {
  labels: readonly string[];
  at: (index: number) => number;
  width: number;
}) {
  const room = Math.max(1, Math.floor((width - AXIS.left) / 76));
  const every = Math.max(1, Math.ceil(labels.length / room));
  return labels.map((label, index) =>
    (labels.length - 1 - index) % every === 0 ? (
      <text
        key={index}
        x={at(index)}
        y={HEIGHT - 6}
        textAnchor={index === labels.length - 1 && labels.length > 3 ? 'end' : 'middle'}
        dx={index === labels.length - 1 && labels.length > 3 ? 8 : 0}
      >
        {label}
      </text>
    ) : null,
  );
}
