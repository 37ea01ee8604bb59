import { spectrumColumns } from "@/lib/audio/spectrum-columns";
import type { SpectrumAnswer, SpectrumRequest } from "./spectrum-messages";

self.onmessage = ({ data }: MessageEvent<SpectrumRequest>) => {
  const values = spectrumColumns(data.options);
  const answer: SpectrumAnswer = { key: data.key, values };
  self.postMessage(answer, { transfer: [values.buffer] });
};
