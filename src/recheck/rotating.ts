import { readWantedLabels } from "../documents/labels.ts";
import { poolNameOf, wantedDocuments } from "../documents/names.ts";
import type { ResourceGroup } from "../pool/id.ts";
import type { Documents } from "../ports.ts";
import type { SuspectPool } from "./suspects.ts";

/** The pools that want the newest version of a secret, from their labels: a version may have come since. */
export async function findRotating(
  groups: readonly ResourceGroup[],
  documents: Pick<Documents, "list">,
): Promise<readonly SuspectPool[]> {
  const rotating: SuspectPool[] = [];
  for (const group of groups) {
    for await (const { name, labels } of documents.list(wantedDocuments(group))) {
      const wanted = readWantedLabels(labels);
      if (wanted?.secrets)
        rotating.push({ pool: { ...group, name: poolNameOf(name) }, commit: wanted.commit });
    }
  }
  return rotating;
}
