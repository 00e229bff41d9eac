import { Secret } from "../../src/shared/secret.ts";
import { createStorageClients, type StorageClients } from "./clients.ts";

const KEY = Buffer.from("a key of the tests").toString("base64");

/** Clients of an account whose services a test plays itself. */
export function clientsOf(origin: string): StorageClients {
  const account = `DefaultEndpointsProtocol=http;AccountName=account;AccountKey=${KEY}`;
  const endpoints = `BlobEndpoint=${origin}/blobs;QueueEndpoint=${origin}/queues`;
  return createStorageClients({
    kind: "connectionString",
    connectionString: new Secret(`${account};${endpoints}`),
  });
}
