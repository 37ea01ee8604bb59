import type { LucideIcon } from "lucide-react";
import type { ComponentType } from "react";
import type { ItemSummary, PreviewBox, WaveSource } from "@/lib/api/items";
import type { Size } from "../view-state";

/** What an item's picture shows beside the item itself. */
export interface ItemPreview {
  /** In the unit of the medium; intervals are 1 high. */
  boxes: readonly PreviewBox[];
  /** How a text begins. */
  text: string | undefined;
  lines: number | undefined;
  wave: WaveSource | undefined;
}

export interface PictureProps {
  item: ItemSummary;
  /** Undefined until it is there, and where none is needed. */
  preview: ItemPreview | undefined;
  colors: ReadonlyMap<string, string>;
  className?: string;
  /** In a row of the table, 36 px high. */
  isRow?: boolean;
}

export type MeasureProps = Pick<PictureProps, "item" | "preview">;

/** How items of one kind of media look in the grid and in the table. */
export interface ItemLook {
  /** Of what has no item yet, and of adding some. */
  AddIcon: LucideIcon;
  Picture: ComponentType<PictureProps>;
  /** How large it is, in words. */
  Measure: ComponentType<MeasureProps>;
  /** Is there text to search, its own or what annotations say? */
  hasText: boolean;
  /** Is there anything to ask the server for? */
  needsPreview(item: ItemSummary): boolean;
  card: {
    /** Height of the picture for its width. */
    ratio: number;
    /** Cards are at least so wide, by the size chosen. */
    minWidthPx: Readonly<Record<Size, number>>;
  };
  row: {
    /** The columns of head and rows alike: mark, picture, name, state, split, annotations, measure, last change. */
    columns: string;
    /** Of the picture in its column. */
    picture: string;
  };
}
