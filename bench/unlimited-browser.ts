import { type Browser, chromium } from "@playwright/test";
import { CHROMIUM_ARGS, chromiumPath } from "../scripts/chromium.mjs";

/** Frames as fast as they can be made: else every one would last at least 16.7 ms. */
const UNLIMITED = ["--disable-frame-rate-limit", "--disable-gpu-vsync"];

/** The browser in which frames are measured. */
export function launchUnlimited(): Promise<Browser> {
  const executablePath = chromiumPath();
  return chromium.launch({
    chromiumSandbox: false,
    args: [...CHROMIUM_ARGS, ...UNLIMITED],
    ...(executablePath ? { executablePath } : {}),
  });
}
