export const LOCALES = ["en", "es"] as const;
export type Locale = (typeof LOCALES)[number];

export const DEFAULT_LOCALE: Locale = "en";
export const LOCALE_COOKIE = "trazo-locale";

/** Each language in its own words, as a menu shows it. */
export const LOCALE_NAMES = { en: "English", es: "Español" } as const satisfies Record<
  Locale,
  string
>;

export function isLocale(value: unknown): value is Locale {
  return LOCALES.some((locale) => locale === value);
}

/**
 * The language to speak: the cookie when it names one of ours, else the best of the
 * Accept-Language header by its quality values, else English.
 */
export function chooseLocale(request: {
  cookie?: string | undefined;
  acceptLanguage?: string | null | undefined;
}): Locale {
  if (isLocale(request.cookie)) return request.cookie;
  const wanted = (request.acceptLanguage ?? "")
    .split(",")
    .map(parseLanguageRange)
    .filter((range) => range.quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { language } of wanted) {
    if (language === "*") return DEFAULT_LOCALE;
    if (isLocale(language)) return language;
  }
  return DEFAULT_LOCALE;
}

function parseLanguageRange(range: string): { language: string; quality: number } {
  const [tag = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
  const language = tag.split("-")[0] ?? "";
  const q = parameters.find((parameter) => parameter.startsWith("q="));
  const quality = q === undefined ? 1 : Number(q.slice(2));
  return { language, quality: language !== "" && Number.isFinite(quality) ? quality : 0 };
}

/** The browser's time zone, told to the server so that both write the same dates. */
export const TIME_ZONE_COOKIE = "trazo-time-zone";

export const COOKIE_MAX_AGE_S = 365 * 24 * 3600;
