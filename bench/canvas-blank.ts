import type { BrowserContext } from "@playwright/test";
import type { TestServer } from "../e2e/support/server";
import { type Gestures, measureGestures, type Rect } from "./canvas-gestures";

/**
 * A page with nothing but an empty canvas, as large as the editor's and in the same place, under the
 * same gestures. Moved by the same CSS transform as the editor's, once a frame: what the browser
 * takes to show anything at all. Or redrawn at the new place, as canvases usually are: one plain
 * rectangle a frame.
 */
export async function measureBlank(
  context: BrowserContext,
  server: TestServer,
  { area, isRedrawn }: { area: Rect; isRedrawn: boolean },
): Promise<Gestures> {
  const page = await context.newPage();
  const address = `${server.url}/bench-empty-canvas`;
  const box = `left:${area.x}px;top:${area.y}px;width:${area.width}px;height:${area.height}px`;
  await page.route(address, (route) =>
    route.fulfill({
      contentType: "text/html",
      body: `<!doctype html><body style="margin:0;background:#222">
        <div style="position:absolute;overflow:hidden;${box}">
          <canvas width="${area.width}" height="${area.height}"
            style="transform-origin:0 0;will-change:transform"></canvas>
        </div>
        <script>const isRedrawn = ${isRedrawn};${PAGE_SCRIPT}</script>`,
    }),
  );
  await page.goto(address);
  const gestures = await measureGestures(page, area);
  await page.close();
  return gestures;
}

const PAGE_SCRIPT = `
  const canvas = document.querySelector("canvas");
  const context = canvas.getContext("2d");
  const draw = () => {
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = "#345";
    context.fillRect(view.x, view.y, canvas.width * view.scale, canvas.height * view.scale);
  };
  let view = { x: 0, y: 0, scale: 1 }, from = null, frame = 0;
  draw();
  const show = () => {
    frame = 0;
    if (isRedrawn) return draw();
    canvas.style.transform =
      "translate(" + view.x + "px, " + view.y + "px) scale(" + view.scale + ")";
  };
  const change = (next) => { view = next; frame = frame || requestAnimationFrame(show); };
  addEventListener("pointerdown", (event) => {
    event.preventDefault();
    from = { x: event.clientX - view.x, y: event.clientY - view.y };
  });
  addEventListener("pointerup", () => { from = null; });
  addEventListener("pointermove", (event) => {
    if (from) change({ ...view, x: event.clientX - from.x, y: event.clientY - from.y });
  });
  addEventListener("wheel", (event) => {
    event.preventDefault();
    const factor = 2 ** (-event.deltaY / 240);
    const { left, top } = canvas.parentElement.getBoundingClientRect();
    const x = event.clientX - left, y = event.clientY - top;
    change({
      scale: view.scale * factor,
      x: x - (x - view.x) * factor,
      y: y - (y - view.y) * factor,
    });
  }, { passive: false });`;
