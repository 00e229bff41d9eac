import type { ConfigurationEvent, SourceRecord } from "../audit/event.ts";
import { eventId, record } from "../audit/record.ts";
import { configurationDocument } from "../documents/names.ts";
import type { RecordedConfiguration } from "../documents/recorded-configuration.ts";
import type { Source } from "../documents/source.ts";
import { groupPath } from "../pool/id.ts";
import type { Audit, Clock, Documents, Log } from "../ports.ts";
import { attempt } from "../shared/attempt.ts";
import { canonicalJson, sha256 } from "../shared/canonical.ts";
import type { Json } from "../shared/json.ts";
import { toIso } from "../shared/time.ts";

export interface ConfigurationDeps {
  readonly documents: Pick<Documents, "read" | "create" | "replace">;
  readonly audit: Pick<Audit, "create">;
  readonly clock: Clock;
  readonly log: Log;
  /** The deployer's own. */
  readonly version: string;
  /** Settings that are no secret. */
  readonly settings: { readonly [name: string]: string };
}

/**
 * Records with which version and settings the deployer runs, when that is another than before. A storage that can't
 * answer is no reason not to go on: the next call records it.
 */
export async function recordConfiguration(
  sources: readonly Source[],
  deps: ConfigurationDeps,
): Promise<void> {
  const recorded = await attempt(() => recordChange(sources, deps));
  if (!recorded.ok) deps.log.warn("configuration not recorded", { code: recorded.failure.code });
}

async function recordChange(sources: readonly Source[], deps: ConfigurationDeps): Promise<void> {
  const { documents, audit, version, settings } = deps;
  const configuration = { version, settings, sources: sources.map(toRecord) };
  const hash = sha256(canonicalJson(configuration as unknown as Json));
  const stored = await documents.read(configurationDocument);
  if (stored?.value.hash === hash && stored.value.isRecorded) return;
  // Written down with its time first, so that a crash before the event is made up for by the same event.
  const event = stored?.value.hash === hash ? stored.value.event : eventOf(configuration, hash, deps.clock);
  const noted: RecordedConfiguration = { format: 1, hash, event, isRecorded: false };
  if (stored) await documents.replace(configurationDocument, noted, stored.etag);
  else if (!(await documents.create(configurationDocument, noted))) return;
  await record(event, audit);
  const written = await documents.read(configurationDocument);
  if (written?.value.hash === hash)
    await documents.replace(configurationDocument, { ...noted, isRecorded: true }, written.etag);
}

type Configuration = Pick<ConfigurationEvent, "version" | "settings" | "sources">;

function eventOf(configuration: Configuration, hash: string, clock: Clock): ConfigurationEvent {
  const at = toIso(clock.now());
  return { format: 1, kind: "configuration", id: eventId(hash), at, ...configuration };
}

function toRecord(source: Source): SourceRecord {
  const {
    name,
    repository,
    repositoryId,
    branch,
    directory,
    resourceGroups,
    keyVaults,
    removed,
    drift,
    deletionsMax,
    paused,
  } = source;
  return {
    ...{ name, repository: `${repository.owner}/${repository.name}`, branch, directory },
    ...(repositoryId !== undefined && { repositoryId }),
    resourceGroups: resourceGroups.map(groupPath),
    keyVaults,
    ...{ removed, drift, deletionsMax },
    ...(paused && { paused }),
  };
}
