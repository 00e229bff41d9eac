import type { AuditReader } from "../audit/reader.ts";
import type { ManifestSignature } from "../audit/signature.ts";
import type { PoolResources } from "../ports.ts";

/** Every effect that the commands can have, besides what they return. Paths are the caller's, or absolute. */
export interface World {
  readonly files: Files;
  readonly input: Input;
  /** Session pools by ARM, as whoever is signed in on this machine. Made when first asked for. */
  readonly pools: () => Promise<Pick<PoolResources, "get" | "list">>;
  /** The record of the audit, as whoever is signed in on this machine. */
  readonly audit: (place: AuditPlace) => Promise<AuditReader>;
  /** Reads public keys: PEM, a JWK, or a set of JWKs. A file that holds none is a `CannotRun`. */
  readonly keys: (path: string, bytes: Uint8Array) => SignatureCheck;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** A new random UUID. */
  readonly uuid: () => string;
  /** What standard output shows colours on, as far as the machine can tell. */
  readonly isColorful: boolean;
  readonly version: string;
  /** Where the schema of a spec lies, for editors. */
  readonly schemaPath: string;
}

/** Where the record is. */
export type AuditPlace =
  /** A folder that the container was downloaded to. */
  | { readonly kind: "folder"; readonly path: string }
  /** `url` is that of the account's blobs. */
  | { readonly kind: "account"; readonly url: string; readonly container: string }
  /** The account that the deployer's own settings name. */
  | { readonly kind: "environment"; readonly container: string };

/** Whether this is the signature of the text, by one of the keys. */
export type SignatureCheck = (text: string, signature: ManifestSignature) => boolean;

/** A path that nobody may read is a `CannotRun`. */
export interface Files {
  /** One spelling for each path, with slashes: relative to the working directory where it lies below it. */
  tidy(path: string): string;
  /** `undefined` if nothing is there. Links are not followed. */
  look(path: string): Promise<Found | undefined>;
  /** The directory that a link leads to is one too. */
  isDirectory(path: string): Promise<boolean>;
  list(directory: string): Promise<readonly Listed[]>;
  read(path: string): Promise<Uint8Array>;
  /** A directory's path from the root of its git repository (`""` for the root itself), if it is in one. */
  fromRepository(directory: string): Promise<string | undefined>;
  /** Writes a file, and the directories on the way. False if one is there already; then it stays as it is. */
  create(path: string, text: string): Promise<boolean>;
  /** The same, over what is there. */
  replace(path: string, text: string): Promise<void>;
  /** A path as a file beside `from` would name it. */
  relative(from: string, to: string): string;
}

export type FileKind = "file" | "directory" | "link" | "other";

export interface Found {
  readonly kind: FileKind;
  readonly size: number;
}

export interface Listed {
  readonly name: string;
  readonly kind: FileKind;
}

/** Standard input. */
export interface Input {
  readonly isTerminal: boolean;
  read(): Promise<Uint8Array>;
}

/** What a command leaves behind for the shell. */
export interface Outcome {
  /** 0: fine · 1: there are errors in specs, or in the record · 2: it could not run. */
  readonly exitCode: 0 | 1 | 2;
  readonly output: string;
  /** What is printed behind the output, piece by piece, as it comes. */
  readonly stream?: AsyncIterable<string>;
  readonly errorOutput?: string;
}

/** The command can't do what it was asked for; the message says why, and what to do. */
export class CannotRun extends Error {
  override readonly name = "CannotRun";
}
