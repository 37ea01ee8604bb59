import type { Box } from "@/lib/geometry/box";
import { geometrySpec } from "@/lib/geometry/geometry";
import { hasSelection } from "../../commands/context";
import { labelNamesToggle, preferenceToggle } from "../../commands/preference-toggle";
import { DEFAULT_PREFERENCES } from "../../preferences";
import type { ImageEditor } from "../image-editor";
import { actualSize, fitImage, ZOOM_STEP, zoomAt, zoomToBounds } from "../viewport";
import type { ImageCommand } from "./context";

/** A step of brightness or contrast, and of the boxes' opacity. */
const IMAGE_STEP = 0.1;
const OPACITY_STEP = 0.15;
const LIMITS = { brightness: [0.2, 3], contrast: [0.2, 3], boxOpacity: [0, 1] } as const;

export const viewCommands: readonly ImageCommand[] = [
  {
    id: "view.zoom-in",
    group: "view",
    title: "view.zoomIn",
    shortcuts: ["plus", "="],
    run: ({ editor }) => zoom(editor, ZOOM_STEP),
  },
  {
    id: "view.zoom-out",
    group: "view",
    title: "view.zoomOut",
    shortcuts: ["-"],
    run: ({ editor }) => zoom(editor, 1 / ZOOM_STEP),
  },
  {
    id: "view.fit",
    group: "view",
    title: "view.fit",
    shortcuts: ["shift+1", "home"],
    run: ({ editor }) => editor.setViewport((_, frame) => fitImage(frame)),
  },
  {
    id: "view.actual-size",
    group: "view",
    title: "view.actualSize",
    shortcuts: ["shift+0"],
    run: ({ editor }) => editor.setViewport((viewport, frame) => actualSize(viewport, frame)),
  },
  {
    id: "view.zoom-to-selection",
    group: "view",
    title: "view.zoomToSelection",
    shortcuts: ["shift+2", "z"],
    isEnabled: hasSelection,
    run: ({ editor }) => {
      const bounds = selectionBounds(editor);
      if (bounds) editor.setViewport((_, frame) => zoomToBounds(bounds, frame));
    },
  },
  toggle("grid", "showGrid", ["g"]),
  toggle("crosshair", "showCrosshair", ["c"]),
  labelNamesToggle,
  toggle("smooth-image", "smoothImage", []),
  adjust("brighter", "brightness", IMAGE_STEP),
  adjust("darker", "brightness", -IMAGE_STEP),
  adjust("more-contrast", "contrast", IMAGE_STEP),
  adjust("less-contrast", "contrast", -IMAGE_STEP),
  adjust("more-fill", "boxOpacity", OPACITY_STEP),
  adjust("less-fill", "boxOpacity", -OPACITY_STEP),
  {
    id: "view.reset-image",
    group: "view",
    title: "view.resetImage",
    shortcuts: [],
    run: ({ editor }) => {
      const { brightness, contrast } = DEFAULT_PREFERENCES;
      editor.preferences.setState({ brightness, contrast });
    },
  },
];

function toggle(name: string, key: "showGrid" | "showCrosshair" | "smoothImage", keys: string[]) {
  return preferenceToggle({
    id: `view.${name}`,
    title: `view.${camel(name)}`,
    key,
    shortcuts: keys,
  });
}

function adjust(name: string, key: keyof typeof LIMITS, by: number): ImageCommand {
  const [low, high] = LIMITS[key];
  return {
    id: `view.${name}`,
    group: "view",
    title: `view.${camel(name)}`,
    shortcuts: [],
    run: ({ editor }) =>
      editor.preferences.setState((state) => ({
        [key]: Math.min(high, Math.max(low, Number((state[key] + by).toFixed(2)))),
      })),
  };
}

function zoom(editor: ImageEditor, factor: number): void {
  editor.setViewport((viewport, frame) => zoomAt(viewport, frame, { factor }));
}

function selectionBounds(editor: ImageEditor): Box | null {
  let left = Number.POSITIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (const id of editor.session.getState().selection) {
    const geometry = editor.document.current().get(id)?.geometry;
    if (!geometry) continue;
    const { x, y, w, h } = geometrySpec(geometry).bounds(geometry);
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + w);
    bottom = Math.max(bottom, y + h);
  }
  return left > right ? null : { x: left, y: top, w: right - left, h: bottom - top };
}

function camel(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
