import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { Labels } from './column-chart.js';
import { useWidth } from './use-width.js';

const HEIGHT = 200;
const AXIS = { left: 36, bottom: 24, top: 10, right: 10 };
const STARS = [1, 2, 3, 4, 5];

/** The average rating over time, on the whole scale of one to five; days without an answer are bridged. */
export function RatingChart({
  points,
  label,
}: {
  points: readonly { label: string; average: number | null; answers: number }[];
  label: string;
}) {
  const [box, width] = useWidth<HTMLDivElement>();
  const x = scaleLinear(
    [0, Math.max(1, points.length - 1)],
    [AXIS.left + 8, Math.max(AXIS.left + 9, width - AXIS.right)],
  );
  const y = scaleLinear([1, 5], [HEIGHT - AXIS.bottom, AXIS.top]);
  const known = points.flatMap(({ average, answers }, at) =>
    average === null ? [] : [{ at, average, answers }],
  );
  const most = Math.max(1, ...known.map(({ answers }) => answers));
  const path = line<(typeof known)[number]>(
    (p) => x(p.at),
    (p) => y(p.average),
  )(known);
  return (
    <div ref={box} className="chart">
      <svg width={width} height={HEIGHT} role="img" aria-label={label}>
        {STARS.map((star) => (
          <g key={star}>
            <path d={`M${AXIS.left} ${Math.round(y(star)) + 0.5}H${width - AXIS.right}`} className="grid" />
            <text x={AXIS.left - 8} y={y(star) + 4} textAnchor="end">
              {star}
            </text>
          </g>
        ))}
        {path && known.length > 1 && <path d={path} className="rating" />}
        {known.map(({ at, average, answers }) => (
          <circle
            key={at}
            cx={x(at)}
            cy={y(average)}
            r={2.75 + 2.5 * Math.sqrt(answers / most)}
            className="rated"
          />
        ))}
        <Labels labels={points.map((each) => each.label)} at={(index) => x(index)} width={width} />
      </svg>
    </div>
  );
}
