import { expect, test } from "vitest";
import { parseEvent } from "../../src/audit/parse-event.ts";
import { refusalsDocument } from "../../src/documents/names.ts";
import { Busy } from "../../src/shared/failures.ts";
import { aDelivery, aPush, createReceiver, DELIVERY } from "./receiver.ts";

const BODY = JSON.stringify(aPush());
const unsigned = () => aDelivery(BODY, { "x-hub-signature-256": `sha256=${"0".repeat(64)}` });
const events = ({ audit }: ReturnType<typeof createReceiver>) =>
  audit.names("events/").map((name) => parseEvent(audit.text(name) ?? ""));

test("a refused delivery is on record with why, and what its sender claims", async () => {
  const receiver = createReceiver();

  const answer = await receiver.post(unsigned());

  expect(events(receiver)).toEqual([
    {
      format: 1,
      kind: "delivery",
      id: expect.any(String),
      at: "2026-01-05T09:00:00.000Z",
      outcome: "refused",
      status: answer.status,
      why: answer.body.message,
      delivery: expect.any(String),
    },
  ]);
});

test("a refused delivery is logged with why, and by what GitHub's own list has it", async () => {
  const { post, log } = createReceiver();

  const { body } = await post(unsigned());

  expect(log.lines).toEqual([
    {
      level: "warn",
      message: "delivery refused",
      fields: { status: 401, reason: body.message, delivery: DELIVERY },
    },
  ]);
});

test("whoever calls how often: of each hour and reason, one is on record, and the storage is asked once", async () => {
  const receiver = createReceiver();
  for (let calls = 0; calls < 50; calls += 1) await receiver.post(unsigned());
  for (let calls = 0; calls < 50; calls += 1) await receiver.post(aDelivery("", {}));
  receiver.restart();
  for (let calls = 0; calls < 50; calls += 1) await receiver.post(unsigned());

  expect(events(receiver)).toHaveLength(2);
  expect(receiver.documents.writes).toEqual([refusalsDocument, refusalsDocument]);
  receiver.clock.advance(3_600_000);
  await receiver.post(unsigned());
  expect(events(receiver)).toHaveLength(3);
});

test("a storage that can't answer changes nothing about the refusal", async () => {
  const receiver = createReceiver();
  receiver.documents.failNext("read", new Busy({ code: "ServerBusy", message: "busy" }));

  expect(await receiver.post(unsigned())).toMatchObject({ status: 401 });
  expect(receiver.log.lines.map(({ message }) => message)).toContain("refusal not recorded");
});

test("an accepted delivery is left to the sync to record: GitHub waits", async () => {
  const receiver = createReceiver();

  expect(await receiver.push(aPush())).toMatchObject({ status: 202 });

  expect(events(receiver)).toEqual([]);
});
