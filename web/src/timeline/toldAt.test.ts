import { expect, it } from "vitest";
import { anEvent } from "../test/samples";
import { marksOf, toldAt } from "./lanes";

const BEGIN = Date.UTC(2025, 9, 24, 10, 30);
const after = (seconds: number) => BEGIN + seconds * 1000;
const event = (id: string, type: string, seconds: number, durationMs?: number) =>
  anEvent({ id, type, ts: new Date(after(seconds)).toISOString(), data: durationMs ? { durationMs } : {} });

const marks = marksOf([
  event("1", "sit", 0, 12_000),
  event("2", "bark", 5, 1000),
  event("3", "leave_frame", 30),
]);
const told = (seconds: number) => toldAt(marks, after(seconds)).map(({ words }) => words);

it("tells what happens while it lasts, and what is over at once for a moment", () => {
  expect(told(-1)).toEqual([]);
  expect(told(0)).toEqual(["Sat for 12 s"]);
  expect(told(6)).toEqual(["Barked for 1 s", "Sat for 12 s"]);
  expect(told(11)).toEqual(["Sat for 12 s"]);
  expect(told(13)).toEqual([]);
  expect(told(33)).toEqual(["Dog left the view"]);
  expect(told(35)).toEqual([]);
});

it("tells the newest three", () => {
  const many = marksOf(["1", "2", "3", "4"].map((id) => event(id, "bark", Number(id) / 10)));
  expect(toldAt(many, after(1)).map(({ id }) => id)).toEqual(["4", "3", "2"]);
});
