import { openAdts } from "./adts";
import type { AudioContainer } from "./audio-worker";
import { openContained } from "./contained";
import type { OpenedAudio } from "./decoded-block";
import { FileWindow } from "./file-window";
import { openMp3 } from "./mp3";
import { openWav } from "./wav";

const READERS = { wav: openWav, mp3: openMp3, adts: openAdts } as const;

/** Throws AudioProblem. Close it. */
export async function openAudio(path: string, container: AudioContainer): Promise<OpenedAudio> {
  if (container === "contained") return openContained(path);
  const file = await FileWindow.open(path);
  try {
    return await READERS[container](file);
  } catch (error) {
    await file.close();
    throw error;
  }
}
