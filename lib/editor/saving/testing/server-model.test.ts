import { describe } from "vitest";
import { boxAt } from "./box-at";
import { protocolConformance } from "./protocol-conformance";
import { createServerModel } from "./server-model";

describe("the server model keeps its own protocol", () => {
  protocolConformance({
    makeBox: boxAt,
    makeServer: async () => {
      const model = createServerModel();
      return {
        send: async (request) => model.send(request),
        pull: async (since) => ({ kind: "pulled", snapshot: model.snapshot(since) }),
      };
    },
  });
});
