/** A line without axes, as long as its place; `name` says what it shows. */
export function Sparkline({ values, name }: { values: readonly number[]; name: string }) {
  const most = Math.max(1, ...values);
  const least = Math.min(0, ...values);
  const points = values
    .map((value, at) => {
      const x = (at / Math.max(1, values.length - 1)) * 100;
      const y = 22 - ((value - least) / (most - least)) * 20;
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(" ");
  return (
    <svg
      role="img"
      aria-label={name}
      viewBox="0 0 100 24"
      preserveAspectRatio="none"
      className="h-6 w-28"
    >
      <polyline
        points={points}
        fill="none"
        stroke="var(--primary)"
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
