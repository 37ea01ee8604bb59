/** The page's colours as a canvas needs them. */
export type SurfaceTheme = {
  isLight: boolean;
  background: string;
  card: string;
  foreground: string;
  muted: string;
  border: string;
  borderStrong: string;
  primary: string;
  primaryText: string;
  danger: string;
  font: string;
};

export function readTheme(element: HTMLElement): SurfaceTheme {
  const style = getComputedStyle(element);
  const of = (name: string) => style.getPropertyValue(name).trim();
  return {
    isLight: !document.documentElement.classList.contains("dark"),
    background: of("--canvas"),
    card: of("--card"),
    foreground: of("--foreground"),
    muted: of("--muted-foreground"),
    border: of("--border"),
    borderStrong: of("--border-strong"),
    primary: of("--primary"),
    primaryText: of("--primary-text"),
    danger: of("--danger"),
    font: style.fontFamily,
  };
}

/** Hears of the other theme. Returns what ends that. */
export function watchTheme(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributeFilter: ["class"] });
  return () => observer.disconnect();
}

/** "#rrggbb", or "#rgb" as style sheets are shortened to, with an opacity from 0 to 1. */
export function translucent(color: string, opacity: number): string {
  const share = Math.round(Math.min(1, Math.max(0, opacity)) * 255);
  const long = color.length === 4 ? color.replace(/[0-9a-f]/gi, "$&$&") : color;
  return `${long}${share.toString(16).padStart(2, "0")}`;
}
