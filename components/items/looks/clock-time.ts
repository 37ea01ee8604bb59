/** Below this, seconds alone would say too little. */
const SHORT_S = 10;

/** A duration as a player shows it: 4:09, 1:02:05; short ones with tenths: 0:03.7. */
export function clockTime(seconds: number): string {
  if (seconds < SHORT_S - 0.05) return `0:0${seconds.toFixed(1)}`;
  const whole = Math.round(seconds);
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60];
  const rest = two(whole % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}
