import type { Suggestion } from "@/lib/models/adapter";

/** An image with what a model proposed on it. Sizes are those of the upright image, in pixels. */
export function TrialPicture(props: {
  url: string;
  width: number;
  height: number;
  classes: readonly string[];
  suggestions: readonly Suggestion[];
}) {
  const { url, width, height, classes, suggestions } = props;
  // Lines and letters keep their size on the screen, whatever the picture's.
  const unit = Math.max(width, height) / 480;
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      className="max-h-[46vh] w-full rounded-md bg-canvas"
      aria-hidden="true"
    >
      <image href={url} width={width} height={height} />
      {suggestions.map(({ geometry, classIndex, score }, index) =>
        geometry.kind === "box" ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is shown once, as it is
          <g key={index}>
            <rect
              x={geometry.x}
              y={geometry.y}
              width={geometry.w}
              height={geometry.h}
              fill="none"
              stroke="#fff"
              strokeWidth={2.5 * unit}
            />
            <rect
              x={geometry.x}
              y={geometry.y}
              width={geometry.w}
              height={geometry.h}
              fill="none"
              stroke="#4a56d0"
              strokeWidth={1.5 * unit}
              strokeDasharray={`${5 * unit} ${3 * unit}`}
            />
            <text
              x={geometry.x + 2 * unit}
              y={Math.max(11 * unit, geometry.y - 3 * unit)}
              fontSize={11 * unit}
              fill="#fff"
              stroke="#1b1d22"
              strokeWidth={2.5 * unit}
              paintOrder="stroke"
            >
              {`${classes[classIndex] ?? ""} ${score.toFixed(2)}`}
            </text>
          </g>
        ) : null,
      )}
    </svg>
  );
}
