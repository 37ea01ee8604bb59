import type { ModelIo, TensorInfo } from "../model-io";
import type { PictureOptions } from "../model-options";

/** The input of a model that takes the picture. */
export type PictureSlot = {
  name: string;
  type: "float32" | "float16" | "uint8";
  layout: PictureOptions["layout"];
  /** Null where the file leaves it free. */
  width: number | null;
  height: number | null;
};

/** The one input with three channels and a batch of one; null when there is none, or there are several. */
export function findPictureInput(io: ModelIo): PictureSlot | null {
  const [slot, ...others] = io.inputs.flatMap((input) => pictureSlot(input) ?? []);
  return slot && others.length === 0 ? slot : null;
}

function pictureSlot({ name, type, dims }: TensorInfo): PictureSlot | null {
  if (type !== "float32" && type !== "float16" && type !== "uint8") return null;
  const [batch, second, third, fourth] = dims;
  if (dims.length !== 4 || (typeof batch === "number" && batch !== 1)) return null;
  if (fourth === 3 && second !== 3) {
    return { name, type, layout: "nhwc", width: fixed(third), height: fixed(second) };
  }
  // All free, as some exports have it: then it is what PyTorch has.
  if (second !== 3 && typeof second === "number") return null;
  return { name, type, layout: "nchw", width: fixed(fourth), height: fixed(third) };
}

/** How wide and high the input is: as the file says, else as the options say. */
export function pictureSize(
  slot: PictureSlot,
  options: Pick<PictureOptions, "width" | "height">,
): { width: number; height: number } {
  return { width: slot.width ?? options.width, height: slot.height ?? options.height };
}

export function hasFixedSides(slot: PictureSlot | null): boolean {
  return slot !== null && slot.width !== null && slot.height !== null;
}

function fixed(dim: number | string | null | undefined): number | null {
  return typeof dim === "number" && dim > 0 ? dim : null;
}
