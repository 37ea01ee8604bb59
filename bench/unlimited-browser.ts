import { type Browser, chromium } from "@playwright/test";
import { CHROMIUM_ARGS, chromiumPath } from "../scripts/chromium.mjs";

/** Frames as fast as they can be made: else every one would last at least 16.7 ms. */
const UNLIMITED = ["--disable-frame-rate-limit", "--disable-gpu-vsync"];

/** The browser in which frames are measured. */
export function launchUnlimited(): Promise<Browser> {
  return launch(UNLIMITED);
}

/** As people have it, for what is no gesture: frames without a limit take a core of their own from a page that loads. */
export function launchUsual(): Promise<Browser> {
  return launch([]);
}

function launch(args: readonly string[]): Promise<Browser> {
  const executablePath = chromiumPath();
  return chromium.launch({
    chromiumSandbox: false,
    args: [...CHROMIUM_ARGS, ...args],
    ...(executablePath ? { executablePath } : {}),
  });
}
