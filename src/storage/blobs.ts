import type { BlobUploadCommonResponse, BlockBlobClient, ContainerClient } from "@azure/storage-blob";
import type { Labels, Listed } from "../ports.ts";
import { Busy } from "../shared/failures.ts";
import { storageCall, toFailure, unless } from "./failures.ts";

export interface BlobText {
  readonly text: string;
  readonly etag: string;
}

export interface Upload {
  readonly labels?: Labels;
  readonly conditions: {
    readonly ifMatch?: string;
    readonly ifNoneMatch?: string;
    readonly leaseId?: string;
  };
}

/** The largest that Azure gives in one page. */
const PAGE_SIZE = 5000;
/** Of a whole listing. */
const LISTING_TIMEOUT_MS = 5 * 60_000;

/** `undefined` if there is no such blob. */
export async function download(blob: BlockBlobClient): Promise<BlobText | undefined> {
  return unless(
    ["BlobNotFound"],
    undefined,
    storageCall(async (abortSignal) => {
      const answer = await blob.download(0, undefined, { abortSignal, maxRetryRequests: 0 });
      return { text: await readText(answer.readableStreamBody), etag: answer.etag ?? "" };
    }),
  );
}

async function readText(stream: AsyncIterable<string | Buffer> | undefined): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of stream ?? []) chunks.push(Buffer.from(chunk));
  } catch (error) {
    throw new Busy({ code: "NetworkError", message: "storage: the answer broke off", cause: error });
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Stores JSON text; labels that are not given are gone from the blob. */
export function upload(
  blob: BlockBlobClient,
  text: string,
  { labels = {}, conditions }: Upload,
): Promise<BlobUploadCommonResponse> {
  return storageCall((abortSignal) =>
    blob.upload(text, Buffer.byteLength(text), {
      abortSignal,
      conditions,
      metadata: { ...labels },
      blobHTTPHeaders: { blobContentType: "application/json; charset=utf-8" },
    }),
  );
}

/** Blobs whose name begins with `prefix` and that hold something, in order of name. */
export async function* list(container: ContainerClient, prefix: string): AsyncGenerator<Listed> {
  const pages = container
    .listBlobsFlat({ prefix, includeMetadata: true, abortSignal: AbortSignal.timeout(LISTING_TIMEOUT_MS) })
    .byPage({ maxPageSize: PAGE_SIZE })
    [Symbol.asyncIterator]();
  for (;;) {
    const page = await pages.next().catch((error: unknown) => {
      throw toFailure(error);
    });
    if (page.done) return;
    for (const { name, metadata = {}, properties } of page.value.segment.blobItems) {
      if (properties.contentLength !== 0) yield { name, labels: metadata };
    }
  }
}
