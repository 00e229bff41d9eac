import type { Repository } from "../documents/source.ts";

export interface BlobCache {
  get(repository: Repository, sha: string): Uint8Array | undefined;
  keep(repository: Repository, sha: string, bytes: Uint8Array): void;
}

/**
 * Blobs read before, by their names: what a name stands for never changes. Kept by repository all the same, so that
 * nobody is shown what GitHub would not show him. The oldest go first.
 */
export function createBlobCache(bytesMax: number): BlobCache {
  const blobs = new Map<string, Uint8Array>();
  let size = 0;

  function drop(key: string): void {
    size -= blobs.get(key)?.byteLength ?? 0;
    blobs.delete(key);
  }

  return {
    get: (repository, sha) => blobs.get(keyOf(repository, sha)),
    keep(repository, sha, bytes) {
      const key = keyOf(repository, sha);
      drop(key);
      blobs.set(key, bytes);
      size += bytes.byteLength;
      for (const oldest of blobs.keys()) {
        if (size <= bytesMax) break;
        drop(oldest);
      }
    },
  };
}

const keyOf = ({ owner, name }: Repository, sha: string): string => `${owner}/${name} ${sha}`.toLowerCase();
