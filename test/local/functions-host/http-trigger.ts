import type { Handler, ServiceRequest, ServiceResponse } from "../http.ts";
import type { AppSettings } from "./app-settings.ts";
import { hostLog } from "./log.ts";
import { findRoute, inOrder, type Parameters, parseRoute, type Route } from "./route.ts";
import type { FunctionMetadata, HttpData, Nullable, TypedData } from "./rpc.ts";
import { triggerOf, type Worker } from "./worker.ts";

const BODY_BYTES_MAX = 104_857_600; // Azure's own, on Linux
const NOT_FOUND: ServiceResponse = { status: 404 };

/** Answers requests by the worker's HTTP functions. Keys are not asked for, as Core Tools does not either. */
export function httpTriggers(
  worker: Worker,
  functions: readonly FunctionMetadata[],
  { routePrefix, settings }: { readonly routePrefix: string; readonly settings: AppSettings },
): Handler {
  const bodyBytesMax = Number(settings.FUNCTIONS_REQUEST_BODY_SIZE_LIMIT ?? BODY_BYTES_MAX);
  const routes = inOrder(functions.map((each) => routeOf(each, routePrefix)));
  const triggers = new Map(functions.map((each) => [each.name, triggerOf(each).name]));
  return async (request) => {
    if (request.body.length > bodyBytesMax) return { status: 413 };
    const found = findRoute(routes, request.method, request.url.pathname);
    if (found === undefined) return NOT_FOUND;
    try {
      const { returnValue } = await worker.invoke(found.function, {
        inputData: [
          { name: triggers.get(found.function) ?? "", data: requestData(request, found.parameters) },
        ],
        triggerMetadata: triggerMetadata(request, found.parameters),
      });
      return response(returnValue);
    } catch (error) {
      hostLog(`${found.function} failed`, error);
      return { status: 500 };
    }
  };
}

function routeOf(metadata: FunctionMetadata, routePrefix: string): Route {
  const { methods, route } = triggerOf(metadata);
  return {
    function: metadata.name,
    methods: (methods as readonly string[]).map((method) => method.toUpperCase()),
    segments: parseRoute(`${routePrefix}/${String(route ?? metadata.name)}`),
  };
}

function requestData(request: ServiceRequest, parameters: Parameters): TypedData {
  const http: HttpData = {
    url: request.url.href,
    method: request.method,
    nullableHeaders: nullable(request.headers),
    nullableQuery: nullable(queryOf(request.url)),
    nullableParams: nullable(parameters),
    // The host sends no body that comes without its length (chunked), and neither does this one.
    body: Number(request.headers["content-length"] ?? 0) > 0 ? { bytes: request.body } : null,
  };
  return { http };
}

function triggerMetadata(
  request: ServiceRequest,
  parameters: Parameters,
): { readonly [name: string]: TypedData } {
  return {
    Headers: { json: JSON.stringify(request.headers) },
    Query: { json: JSON.stringify(queryOf(request.url)) },
    ...Object.fromEntries(Object.entries(parameters).map(([name, string]) => [name, { string }])),
  };
}

/** Values of the same name are joined by commas, as .NET does. */
function queryOf({ searchParams }: URL): { readonly [name: string]: string } {
  return Object.fromEntries(
    [...searchParams.keys()].map((name) => [name, searchParams.getAll(name).join(",")]),
  );
}

function nullable(values: { readonly [name: string]: string }): Nullable {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));
}

function response(returnValue: TypedData | null | undefined): ServiceResponse {
  const http = returnValue?.http;
  if (http === undefined) return { status: 204 };
  return {
    status: Number(http.statusCode),
    headers: http.headers ?? {},
    body: http.body?.bytes ?? "",
  };
}
