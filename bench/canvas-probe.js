/*
 * Runs in the measured page. Frames are counted from one animation frame to the next, and only those
 * that had a wheel or pointer event to show: with no limit on the rate, the others would be idle.
 */
(() => {
  let frames = [];
  let isRecordingAll = false;
  let hasInput = false;
  let wasShowing = false;
  let lastAt = performance.now();

  function tick() {
    const at = performance.now();
    if (wasShowing || isRecordingAll) frames.push(at - lastAt);
    wasShowing = hasInput;
    hasInput = false;
    lastAt = at;
    requestAnimationFrame(tick);
  }
  requestAnimationFrame(tick);
  for (const type of ["pointermove", "wheel"]) {
    window.addEventListener(
      type,
      () => {
        hasInput = true;
      },
      { capture: true, passive: true },
    );
  }

  /** After everything that the task at hand brought about in script, before or after a frame. */
  function afterTask(then) {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => then(performance.now());
    channel.port2.postMessage(null);
  }

  const firstDrawn = new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (!document.querySelector("[data-drawn]")) return;
      observer.disconnect();
      requestAnimationFrame(() => afterTask(resolve));
    });
    observer.observe(document, { subtree: true, childList: true, attributes: true });
  });

  /*
   * A redraw begins with the emptying of the first canvas. Its work is what follows in script, and
   * the frame that shows it, up to the end of its commit; the wait for that frame is not counted.
   */
  let redraws = [];
  let isRedrawing = false;
  const { clearRect } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.clearRect = function (...args) {
    if (!isRedrawing) watchRedraw();
    return clearRect.apply(this, args);
  };

  function watchRedraw() {
    isRedrawing = true;
    const startedAt = performance.now();
    let scriptMs = 0;
    // Runs when the handler or timer that draws has come to its end.
    queueMicrotask(() => {
      scriptMs = performance.now() - startedAt;
    });
    requestAnimationFrame(() => {
      const frameAt = performance.now();
      afterTask((at) => {
        redraws.push(scriptMs + at - frameAt);
        isRedrawing = false;
      });
    });
  }

  window.benchProbe = {
    takeRedraws() {
      const taken = redraws;
      redraws = [];
      return taken;
    },
    takeFrames() {
      const taken = frames;
      frames = [];
      return taken;
    },
    recordAll(isOn) {
      isRecordingAll = isOn;
    },
    /** From the next release of the pointer to the end of its handlers, and to the frame after. */
    nextRelease() {
      return new Promise((resolve) => {
        window.addEventListener(
          "pointerup",
          () => {
            const startedAt = performance.now();
            let scriptMs = null;
            let drawnMs = null;
            const finish = () => {
              if (scriptMs !== null && drawnMs !== null) resolve({ scriptMs, drawnMs });
            };
            // Heard last, when all other handlers and what they left to do at once are through.
            window.addEventListener(
              "pointerup",
              () => {
                scriptMs = performance.now() - startedAt;
                finish();
              },
              { once: true },
            );
            requestAnimationFrame(() =>
              afterTask((at) => {
                drawnMs = at - startedAt;
                finish();
              }),
            );
          },
          { capture: true, once: true },
        );
      });
    },
    /** From the next key to the end of its handlers, and to the frame after. */
    nextKey() {
      return new Promise((resolve) => {
        window.addEventListener(
          "keydown",
          () => {
            const startedAt = performance.now();
            let scriptMs = 0;
            window.addEventListener(
              "keydown",
              () => {
                scriptMs = performance.now() - startedAt;
              },
              { once: true },
            );
            requestAnimationFrame(() =>
              afterTask((at) => resolve({ scriptMs, drawnMs: at - startedAt })),
            );
          },
          { capture: true, once: true },
        );
      });
    },
    /** When the first item was on screen; ms since the page was asked for. */
    firstDrawn() {
      return firstDrawn;
    },
    /** From the next key to the frame that shows another item. */
    nextItem() {
      return new Promise((resolve) => {
        window.addEventListener(
          "keydown",
          () => {
            const startedAt = performance.now();
            const observer = new MutationObserver(() => {
              observer.disconnect();
              requestAnimationFrame(() => afterTask((at) => resolve(at - startedAt)));
            });
            observer.observe(document.body, { subtree: true, attributeFilter: ["data-drawn"] });
          },
          { capture: true, once: true },
        );
      });
    },
  };
})();
