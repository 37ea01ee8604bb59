"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { useEditor } from "@/components/editor/editor-context";
import { useEditorPage } from "@/components/editor/editor-page-context";
import { useIdleAnnotations } from "@/components/editor/use-idle-annotations";
import { toast } from "@/components/ui/toast";
import type { Annotation } from "@/lib/annotation/annotation";
import { apiFetch } from "@/lib/api/client";
import { type ItemLayer, itemLayersSchema } from "@/lib/api/review";
import { frontOrder } from "@/lib/editor/edit";
import { MEDIA } from "@/lib/media/media";
import { type Cluster, compareLayers, differencesOf, resultEnds } from "@/lib/review/differences";
import { pickPatch } from "@/lib/review/pick";
import { type LayerLook, layerLook } from "./layer-look";

/** One layer beside the result, and how it is drawn. */
export type ShownLayer = {
  layer: ItemLayer;
  look: LayerLook;
  name: string;
  isShown: boolean;
  annotations: readonly Annotation[];
};

const NO_LAYERS: readonly ItemLayer[] = [];

export type CompareState = {
  isOn: boolean;
  isSide: boolean;
  /** Layers that the person took out of the comparison or into it, by id. */
  shown: Readonly<Record<string, boolean>>;
  /** The difference at hand, by its key. */
  current: string | null;
};
export const NOT_COMPARING: CompareState = {
  isOn: false,
  isSide: false,
  shown: {},
  current: null,
};

export type Comparison = CompareState & {
  /** Every layer that there is, the result among them. */
  all: readonly ItemLayer[];
  /** Every layer but the result. */
  layers: readonly ShownLayer[];
  resultId: string;
  result: readonly Annotation[];
  clusters: readonly Cluster[];
  differences: readonly Cluster[];
  currentCluster: Cluster | null;
  isPossible: boolean;
  isLoading: boolean;
  set(change: Partial<CompareState>): void;
  step(by: 1 | -1): void;
  /** Takes the version of that layer into the result; null: none of them. */
  pick(cluster: Cluster, layerId: string | null): void;
  /** Things that all compared layers have alike and the result has not. */
  agreed: readonly Cluster[];
  takeAgreed(): void;
};

/** The layers of the open item beside its result as it is edited, and what differs between them. */
export function useComparison(
  state: CompareState,
  setState: (change: Partial<CompareState>) => void,
): Comparison {
  const t = useTranslations("review");
  const editor = useEditor();
  const { data, project } = useEditorPage();
  const { id: itemId, layerId: resultId } = data.item;
  const layersQuery = useItemLayers(itemId);
  const annotations = useIdleAnnotations();
  const names = useLayerNames();
  const found = layersQuery.data?.layers;
  const layers = useMemo(
    () => shownLayers(found ?? [], { shown: state.shown, nameOf: names }),
    [found, state.shown, names],
  );
  const result = useMemo(() => [...annotations.values()], [annotations]);
  const clusters = useMemo(() => {
    if (!state.isOn) return [];
    const questions = new Map(
      project.labels.flatMap(({ id, answer }) =>
        answer?.kind === "one" ? [[id, answer.question] as const] : [],
      ),
    );
    const compared = layers.filter(({ isShown }) => isShown);
    return compareLayers(
      [
        ...compared.map(({ layer, annotations: own }) => ({
          id: layer.layerId,
          annotations: own,
        })),
        { id: resultId, annotations: result },
      ],
      {
        resultId,
        isExact: MEDIA[project.mediaKind].unit === "codepoint",
        questionOf: (labelId) => questions.get(labelId) ?? null,
      },
    );
  }, [state.isOn, layers, result, resultId, project]);
  const differences = useMemo(() => differencesOf(clusters), [clusters]);
  const agreed = useMemo(() => notTaken(clusters, resultId), [clusters, resultId]);
  const currentCluster = clusters.find(({ key }) => key === state.current) ?? null;

  return {
    ...state,
    all: found ?? NO_LAYERS,
    layers,
    resultId,
    result,
    clusters,
    differences,
    currentCluster,
    isPossible: layers.length > 0,
    isLoading: layersQuery.isPending,
    set: setState,
    step(by) {
      const at = differences.findIndex(({ key }) => key === state.current);
      // What was settled is in the list no more: one goes on from where it stood among all.
      const from = at >= 0 ? at : placeAmong(clusters, differences, { key: state.current, by });
      const next = differences[(from + by + differences.length) % Math.max(1, differences.length)];
      setState({ current: next?.key ?? null });
    },
    pick(cluster, layerId) {
      const patch = patchOf(cluster, layerId, 0);
      if (patch === null) {
        toast(t("compare.endsFirst"));
        return;
      }
      editor.commit(patch);
      setState({ current: cluster.key });
    },
    agreed,
    takeAgreed() {
      const patches = agreed.map((cluster, index) =>
        patchOf(cluster, cluster.members[0]?.layerId ?? null, index),
      );
      editor.commit(new Map(patches.flatMap((patch) => [...(patch ?? [])])));
    },
  };

  /** `index`: of several that are taken at once, each in front of the one before. */
  function patchOf(cluster: Cluster, layerId: string | null, index: number) {
    const current = editor.document.current();
    return pickPatch(cluster, layerId, {
      annotations: current,
      resultId,
      endOf: resultEnds(clusters, resultId),
      order: frontOrder(current) + index,
      newId: editor.newId,
    });
  }
}

/** Of two or more layers; what one alone says nobody has agreed to. */
function notTaken(clusters: readonly Cluster[], resultId: string): Cluster[] {
  return clusters.filter(
    ({ isAgreed, missing, members }) =>
      isAgreed && members.length > 1 && missing.length === 1 && missing[0] === resultId,
  );
}

function useItemLayers(itemId: string) {
  return useQuery({
    queryKey: ["item-layers", itemId],
    queryFn: ({ signal }) =>
      apiFetch(`/api/v1/items/${itemId}/layers`, { schema: itemLayersSchema, signal }),
    staleTime: 0,
  });
}

/** The index from which a step in that direction reaches the difference nearest to `key`. */
function placeAmong(
  clusters: readonly Cluster[],
  differences: readonly Cluster[],
  { key, by }: { key: string | null; by: 1 | -1 },
): number {
  const place = clusters.findIndex((cluster) => cluster.key === key);
  if (place < 0) return by === 1 ? -1 : 0;
  const placeOf = new Map(clusters.map((cluster, index) => [cluster.key, index]));
  const after = differences.findIndex((each) => (placeOf.get(each.key) ?? 0) > place);
  if (after < 0) return by === 1 ? -1 : differences.length;
  return by === 1 ? after - 1 : after;
}

function useLayerNames(): (layer: ItemLayer) => string {
  const t = useTranslations("review");
  return useMemo(
    () => (layer) =>
      layer.kind === "person"
        ? (layer.author?.name ?? t("compare.kind.person"))
        : layer.kind === "gold"
          ? t("compare.kind.gold")
          : (layer.title ?? t(`compare.kind.${layer.kind}`)),
    [t],
  );
}

/** People's work and known answers are compared from the start; what models say, when it is all there is. */
function shownLayers(
  all: readonly ItemLayer[],
  { shown, nameOf }: { shown: CompareState["shown"]; nameOf: (layer: ItemLayer) => string },
): ShownLayer[] {
  const layers = all.filter(({ isResult, records }) => !isResult && records.length > 0);
  const beside = all.filter(({ isResult, kind }) => !isResult && kind === "person");
  // Somebody who handed in nothing says something too.
  const kept = [...new Set([...beside, ...layers])];
  const isByPeople = kept.some(({ kind }) => kind !== "model");
  return kept.map((layer, index) => ({
    layer,
    look: layerLook(index),
    name: nameOf(layer),
    isShown: shown[layer.layerId] ?? (layer.kind !== "model" || !isByPeople),
    annotations: layer.records.flatMap(({ annotation }) => (annotation ? [annotation] : [])),
  }));
}
