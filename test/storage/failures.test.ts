import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { Busy, NotYet, Refused } from "../../src/shared/failures.ts";
import { createAudit } from "../../src/storage/audit.ts";
import { createDocuments } from "../../src/storage/documents.ts";
import { createQueues } from "../../src/storage/queues.ts";
import { failureOf } from "../contract/failure-of.ts";
import { type Listening, type ServiceResponse, serve } from "../local/http.ts";
import { createStorageClients, type StorageClients } from "./clients.ts";
import { clientsOf } from "./connection.ts";

let service: Listening | undefined;
afterEach(() => service?.close());

/** Storage that gives every request the same answer. */
async function storageThat(answer: ServiceResponse | "drop"): Promise<StorageClients & { calls: string[] }> {
  const calls: string[] = [];
  service = await serve(async ({ method, url }) => {
    calls.push(`${method} ${url.pathname}`);
    return answer;
  });
  return { ...clientsOf(service.origin), calls };
}

const refusal = (status: number, code: string, headers = {}): ServiceResponse => ({
  status,
  headers: {
    "x-ms-error-code": code,
    "x-ms-request-id": "r-1",
    "content-type": "application/xml",
    ...headers,
  },
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>Why so.\nTime:now</Message></Error>`,
});

test.each([
  [408, "OperationTimedOut", Busy],
  [409, "LeaseIdMissing", Busy],
  [412, "ConditionNotMet", Busy],
  [429, "TooManyRequests", Busy],
  [500, "InternalError", Busy],
  [503, "ServerBusy", Busy],
  [401, "InvalidAuthenticationInfo", NotYet],
  [403, "AuthorizationPermissionMismatch", NotYet],
  [404, "ContainerNotFound", NotYet],
  [400, "InvalidHeaderValue", Refused],
  [413, "RequestBodyTooLarge", Refused],
])("%i %s of a read, a write, a listing and a message", async (status, code, kind) => {
  const { container, queue } = await storageThat(refusal(status, code));
  const documents = createDocuments(container("state"));

  const failures = await Promise.all([
    failureOf(documents.read("a.json")),
    failureOf(documents.replace("a.json", {}, '"1"')),
    failureOf(documents.list("")[Symbol.asyncIterator]().next()),
    failureOf(documents.hold("a.json", async () => {})),
    failureOf(createAudit(container("audit")).create("a.json", "{}")),
    failureOf(
      createQueues({ queue }).send("syncs", { source: "s", reason: "poll", attempt: 1, firstAt: "" }),
    ),
  ]);

  for (const failure of failures) {
    expect(failure).toBeInstanceOf(kind);
    expect(failure).toMatchObject({ code, status, requestId: "r-1" });
    expect(failure.message).not.toContain("\n");
  }
});

test("a busy service is asked once: waiting belongs to the queue", async () => {
  const { container, calls } = await storageThat(refusal(503, "ServerBusy", { "retry-after": "7" }));

  const failure = await failureOf(createDocuments(container("state")).read("a.json"));

  expect(failure.retryAfterMs).toBe(7000);
  expect(calls).toEqual(["GET /blobs/state/a.json"]);
});

test("an answer that never comes is busy", async () => {
  const { container } = await storageThat("drop");

  const failure = await failureOf(createDocuments(container("state")).read("a.json"));

  expect(failure).toBeInstanceOf(Busy);
  expect(failure.code).toBe("NetworkError");
});

test("an answer that breaks off is busy", async () => {
  let requests = 0;
  const cutting = createServer((request, response) => {
    requests += 1;
    response.writeHead(200, { "content-length": "100", etag: '"1"' });
    response.write('{"n":', () => request.socket.destroy());
  });
  await new Promise<void>((resolve) => cutting.listen(0, "127.0.0.1", resolve));
  service = { origin: "", close: async () => void cutting.close() };
  const { port } = cutting.address() as AddressInfo;

  const failure = await failureOf(
    createAudit(clientsOf(`http://127.0.0.1:${port}`).container("audit")).read("a.json"),
  );

  expect(failure).toBeInstanceOf(Busy);
  expect(failure).toMatchObject({ code: "NetworkError", message: "storage: the answer broke off" });
  expect(requests).toBe(1);
});

test("a service that is down is busy", async () => {
  const { container } = clientsOf("http://127.0.0.1:1");

  const failure = await failureOf(createAudit(container("audit")).read("a.json"));

  expect(failure).toBeInstanceOf(Busy);
  expect(failure.code).toBe("NetworkError");
});

test("a credential that gets no token is busy, and says so", async () => {
  const { container } = createStorageClients({
    kind: "identity",
    blobServiceUri: "https://127.0.0.1:1/",
    queueServiceUri: "https://127.0.0.1:1/",
    credential: {
      getToken: async () => {
        throw Object.assign(new Error("the identity endpoint is down"), { name: "AuthenticationError" });
      },
    },
  });

  const failure = await failureOf(createAudit(container("audit")).read("a.json"));

  expect(failure).toBeInstanceOf(Busy);
  expect(failure).toMatchObject({ code: "NoToken", message: "storage: the identity endpoint is down" });
});
