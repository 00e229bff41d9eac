import { randomUUID } from "node:crypto";
import { pathToFileURL } from "node:url";
import { type HookName, offerCoreModule, type Registrations } from "./core-module.ts";
import { hostLog, writeLog } from "./log.ts";
import type {
  Bindings,
  CoreInvocationContext,
  FunctionMetadata,
  InvocationRequest,
  InvocationResponse,
  ProgrammingModel,
} from "./rpc.ts";

/** The bundle can't serve as an app. In Azure nothing would tell: the app would be up, with no functions. */
class BundleError extends Error {
  override readonly name = "BundleError";
}

/** A loaded bundle: what Azure's Node.js worker is to the host. */
export interface Worker {
  /** What the worker would index: every function with its bindings, in order of registration. */
  functions(): readonly FunctionMetadata[];
  /** Runs a function once. Rejects with what the function threw. */
  invoke(name: string, request: Omit<InvocationRequest, "invocationId">): Promise<InvocationResponse>;
  /** How many invocations are running. */
  running(): number;
  terminate(): Promise<void>;
}

export interface WorkerLimits {
  readonly functionTimeoutMs: number;
  readonly onTimeout: () => void;
}

/** Loads a built bundle as the worker does. A process can do so once. */
export async function loadBundle(path: string, limits: WorkerLimits): Promise<Worker> {
  const registered = offerCoreModule();
  try {
    await import(pathToFileURL(path).href);
  } catch (error) {
    throw new BundleError(whyItFailed(path, registered), { cause: error });
  }
  const { model } = registered;
  if (model === undefined || registered.functions.size === 0)
    throw new BundleError(`${path} registers no function. In Azure the app would start, and do nothing.`);
  registered.close();
  const capabilities = await model.getCapabilities({});
  if ("HttpUri" in capabilities)
    throw new BundleError(`${path} wants HTTP streaming, which this host has not.`);
  const worker = new LoadedBundle(registered, model, limits);
  await worker.runHooks("appStart", {});
  return worker;
}

function whyItFailed(path: string, registered: Registrations): string {
  return registered.functions.size === 0
    ? `${path} failed while it loaded. In Azure the app would start with no functions, and say nothing.`
    : `${path} failed while it loaded, after ${registered.functions.size} functions. In Azure none would run.`;
}

class LoadedBundle implements Worker {
  readonly #registered: Registrations;
  readonly #model: ProgrammingModel;
  readonly #limits: WorkerLimits;
  readonly #appHookData = {};
  #running = 0;

  constructor(registered: Registrations, model: ProgrammingModel, limits: WorkerLimits) {
    this.#registered = registered;
    this.#model = model;
    this.#limits = limits;
  }

  functions(): readonly FunctionMetadata[] {
    return [...this.#registered.functions.values()].map(({ metadata }) => metadata);
  }

  running(): number {
    return this.#running;
  }

  async invoke(name: string, given: Omit<InvocationRequest, "invocationId">): Promise<InvocationResponse> {
    const found = this.#registered.functions.get(name);
    if (found === undefined) throw new Error(`no function is named "${name}"`);
    const request = { ...given, invocationId: randomUUID() };
    const core: CoreInvocationContext = {
      invocationId: request.invocationId,
      request,
      metadata: found.metadata,
      log: writeLog,
    };
    const timer = setTimeout(() => {
      hostLog(`${name} ran for longer than functionTimeout`);
      this.#limits.onTimeout();
    }, this.#limits.functionTimeoutMs);
    this.#running += 1;
    try {
      return await this.#invoke(core, found.callback);
    } finally {
      this.#running -= 1;
      clearTimeout(timer);
    }
  }

  /** The steps and their order are the worker's own. */
  async #invoke(
    core: CoreInvocationContext,
    callback: (...args: unknown[]) => unknown,
  ): Promise<InvocationResponse> {
    const model = await this.#model.getInvocationModel(core);
    const { context, inputs } = await model.getArguments();
    const shared = { hookData: {}, invocationContext: context };
    const before = { ...shared, functionCallback: callback, inputs };
    core.state = "preInvocationHooks";
    await this.runHooks("preInvocation", before);
    const after = { ...shared, inputs: before.inputs, result: null as unknown, error: null as unknown };
    core.state = "invocation";
    try {
      after.result = await model.invokeFunction(context, before.inputs, before.functionCallback);
    } catch (error) {
      after.error = error;
    }
    core.state = "postInvocationHooks";
    await this.runHooks("postInvocation", after);
    core.state = undefined;
    // The worker takes a thrown `undefined` for success, so nobody may learn here to rely on better.
    if (after.error !== null && after.error !== undefined) throw after.error as Error;
    return model.getResponse(context, after.result);
  }

  async runHooks(name: HookName, context: object): Promise<void> {
    const whole = Object.assign(context, { appHookData: this.#appHookData });
    for (const hook of this.#registered.hooks.get(name) ?? []) await hook(whole);
  }

  terminate(): Promise<void> {
    return this.runHooks("appTerminate", {});
  }
}

/** The binding that sets a function off. */
export function triggerOf({
  name,
  bindings,
}: FunctionMetadata): Bindings[string] & { readonly name: string } {
  const trigger = Object.entries(bindings).find(([, { type }]) => /trigger$/i.test(type));
  if (trigger === undefined) throw new BundleError(`function "${name}" has no trigger`);
  return { ...trigger[1], name: trigger[0] };
}
