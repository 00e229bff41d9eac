/*
 * What the Functions host and its Node.js worker say to each other, as far as this host speaks it. In Azure
 * this travels over gRPC; the library @azure/functions turns it into what a handler sees.
 */

export interface Binding {
  readonly type: string;
  readonly direction: "in" | "out";
  readonly [setting: string]: unknown;
}

export type Bindings = { readonly [name: string]: Binding };

export interface FunctionMetadata {
  readonly name: string;
  readonly bindings: Bindings;
}

export interface TypedData {
  readonly string?: string;
  readonly json?: string;
  readonly bytes?: Uint8Array;
  readonly http?: HttpData;
}

export type Nullable = { readonly [name: string]: { readonly value: string } };

export interface HttpData {
  readonly method?: string;
  readonly url?: string;
  readonly nullableHeaders?: Nullable;
  readonly nullableQuery?: Nullable;
  readonly nullableParams?: Nullable;
  readonly body?: TypedData | null;
  /** Of answers. */
  readonly statusCode?: string;
  readonly headers?: { readonly [name: string]: string };
}

export interface InvocationRequest {
  readonly invocationId: string;
  readonly inputData: readonly { readonly name: string; readonly data: TypedData }[];
  readonly triggerMetadata: { readonly [name: string]: TypedData };
}

export interface InvocationResponse {
  readonly returnValue?: TypedData | null;
  /** What the function set beside what it returned, by the name of the binding. */
  readonly outputData?: readonly { readonly name: string; readonly data: TypedData }[];
}

export type LogLevel = "trace" | "debug" | "information" | "warning" | "error" | "critical" | "none";

/** What the library registers with the worker, once for the whole app. */
export interface ProgrammingModel {
  getInvocationModel(context: CoreInvocationContext): InvocationModel | Promise<InvocationModel>;
  getCapabilities(capabilities: Record<string, string>): Promise<Record<string, string>>;
}

export interface CoreInvocationContext {
  readonly invocationId: string;
  readonly request: InvocationRequest;
  readonly metadata: FunctionMetadata;
  /** The library reads it to tell a log call that comes too late. */
  state?: "preInvocationHooks" | "invocation" | "postInvocationHooks" | undefined;
  log(level: LogLevel, category: string, message: string): void;
}

export interface InvocationModel {
  getArguments(): Promise<{ readonly context: unknown; readonly inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: FunctionCallback): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<InvocationResponse>;
}

export type FunctionCallback = (...args: unknown[]) => unknown;
