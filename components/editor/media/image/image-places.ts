import type { StagePlaces } from "@/components/editor/talk/stage-places";
import type { Editor } from "@/lib/editor/editor";
import { isImageEditor } from "@/lib/editor/image/image-editor";
import { toImage, toScreen } from "@/lib/editor/image/viewport";
import { boundsOf, isPlaced } from "@/lib/geometry/geometry";

/** Places of an image: px of the upright image. */
export function imagePlaces(editor: Editor, host: HTMLElement): StagePlaces {
  if (!isImageEditor(editor)) throw new TypeError("This is no image.");
  const { width, height } = editor.item.extent;
  return {
    rectOf({ annotationId, point }) {
      const { viewport } = editor.session.getState();
      const annotation = annotationId && editor.document.current().get(annotationId);
      if (annotation && isPlaced(annotation.geometry)) {
        const { x, y, w, h } = boundsOf(annotation.geometry);
        const { scale } = viewport;
        return { ...toScreen(viewport, { x, y }), w: w * scale, h: h * scale };
      }
      if (!point || point.y === null) return null;
      return { ...toScreen(viewport, { x: point.x, y: point.y }), w: 0, h: 0 };
    },
    pointAt(client) {
      const { left, top } = host.getBoundingClientRect();
      const at = toImage(editor.session.getState().viewport, {
        x: client.x - left,
        y: client.y - top,
      });
      const isInside = at.x >= 0 && at.y >= 0 && at.x <= width && at.y <= height;
      return isInside ? at : null;
    },
  };
}
