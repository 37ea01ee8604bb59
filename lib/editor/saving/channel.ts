import * as z from "zod/mini";

const newsSchema = z.object({ layerId: z.string(), rev: z.int() });
/** A layer has reached `rev`; whoever shows it should pull. */
export type News = z.infer<typeof newsSchema>;

/** Tells the other tabs, and the other editors of this tab, what the server has accepted. */
export interface Channel {
  announce(news: News): void;
  subscribe(listener: (news: News) => void): () => void;
  close(): void;
}

export function browserChannel(name = "trazo-saving"): Channel {
  const channel = new BroadcastChannel(name);
  const listeners = new Set<(news: News) => void>();
  const tell = (news: News) => {
    for (const listener of listeners) listener(news);
  };
  channel.onmessage = ({ data }) => {
    const news = newsSchema.safeParse(data);
    if (news.success) tell(news.data);
  };
  return {
    announce(news) {
      // A BroadcastChannel does not deliver to itself.
      channel.postMessage(news);
      tell(news);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => channel.close(),
  };
}
