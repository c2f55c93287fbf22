type Props = {
  readonly label: string;
  readonly days: readonly string[];
  readonly values: readonly number[];
  readonly nameOf: (day: string) => string;
  readonly show: (value: number) => string;
};

const [WIDTH, HEIGHT, FOOT, HEAD] = [640, 180, 24, 20];

/** Columns over days, drawn by hand: no library for one chart. The figures are in its label for screen readers. */
export function Columns({ label, days, values, nameOf, show }: Props) {
  const most = Math.max(1, ...values);
  const step = WIDTH / Math.max(1, days.length);
  const spoken = days.map((day, index) => `${nameOf(day)} ${show(values[index] ?? 0)}`).join("；");
  return (
    <svg className="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${label}：${spoken}`}>
      <line x1="0" x2={WIDTH} y1={HEIGHT - FOOT} y2={HEIGHT - FOOT} className="chart-line" />
      {days.map((day, index) => {
        const value = values[index] ?? 0;
        const height = (value / most) * (HEIGHT - FOOT - HEAD);
        const isLast = index === days.length - 1;
        return (
          <g key={day} transform={`translate(${index * step} 0)`}>
            <rect
              x={step * 0.18}
              width={step * 0.64}
              y={HEIGHT - FOOT - height}
              height={height}
              rx="2"
              className={isLast ? "chart-now" : "chart-past"}
            />
            {(isLast || value === most) && value > 0 && (
              <text x={step / 2} y={HEIGHT - FOOT - height - 6} className="chart-value">
                {show(value)}
              </text>
            )}
            {(isLast || index % 3 === (days.length - 1) % 3) && (
              <text x={step / 2} y={HEIGHT - 7} className="chart-name">
                {nameOf(day)}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}
