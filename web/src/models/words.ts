import { calledInWords, fullNameOf, type NamedModel } from "./names";
import type { Model, ModelChange, ModelType, Slot } from "./queries";

/** What each type does, and what a file of it may be. */
export const TYPES: Readonly<
  Record<ModelType, { readonly label: string; readonly does: string; readonly accepts: string }>
> = {
  detector: { label: "Detector", does: "finds dogs and things", accepts: ".onnx,.tflite" },
  pose: { label: "Pose", does: "finds a dog's joints", accepts: ".onnx,.safetensors,.pt" },
  sound: {
    label: "Sound",
    does: "hears barks, howls, whines and growls",
    accepts: ".onnx,.tflite,.safetensors,.pt",
  },
};

export const MODEL_TYPES = Object.keys(TYPES) as ModelType[];

const STATES: Readonly<Record<Model["status"], string>> = {
  live: "Answers now",
  previous: "Answered before, kept for a way back",
  switch: "Is being loaded",
  canary: "Answers some cameras",
  shadow: "Looks on",
  available: "Ready to be tried",
  refused: "Failed when it was last tried",
};

export const stateInWords = ({ status }: Model): string => STATES[status];

const STEPS: Readonly<Record<ModelChange["action"], (model: string, instead: string) => string>> = {
  registered: (model) => `${model} was registered`,
  deleted: (model) => `${model} was deleted`,
  switched: (model, instead) => `${model} answers${instead}`,
  refused: (model) => `${model} was refused before it answered`,
  rolled_back: (model, instead) => `Back to ${model}${instead}`,
  failed: (model, instead) => `${model} was taken back${instead}`,
  canary_started: (model) => `${model} began to answer some cameras`,
  canary_ended: (model) => `${model} answers some cameras no more`,
  shadow_started: (model) => `${model} began to look on`,
  shadow_ended: (model) => `${model} looks on no more`,
};

/** "nanodet@2 answers instead of built-in", and why where the system says so. */
export function changeInWords({ action, model, insteadOf, reason, byUser }: ModelChange): string {
  const said = STEPS[action](
    calledInWords(model),
    insteadOf === null ? "" : ` instead of ${calledInWords(insteadOf)}`,
  );
  const words = said.replace(/^the /, "The ");
  const whose = byUser === null ? ", by itself" : "";
  return reason === null ? `${words}${whose}.` : `${words}${whose}: ${reason}.`;
}

/** What a candidate does meanwhile, and how it does it. */
export function candidateInWords({ candidate, role, share, fps, agreement }: Slot): string | null {
  if (candidate === null || role === null) return null;
  if (role === "switch") return `${candidate} is being loaded beside it.`;
  if (role === "canary") return `${candidate} answers ${percent(share ?? 0)} of the cameras.`;
  const rate = fps === null ? "" : `, ${fps} a second at most`;
  if (agreement === null || agreement.inputs === 0) {
    return `${candidate} looks on${rate}. Nothing was compared yet.`;
  }
  const failed = agreement.failures > 0 ? ` It failed ${agreement.failures.toLocaleString()} times.` : "";
  return (
    `${candidate} looks on${rate}. They agree by ${percent(agreement.agreement)} over ${agreement.inputs.toLocaleString()} ` +
    `looks; it takes ${Math.round(agreement.shadowMs)} ms, the live one ${Math.round(agreement.liveMs)} ms.${failed}`
  );
}

/** How those that answer do: of all replicas together. */
export function replicasInWords({ replicas }: Slot): string {
  if (replicas.length === 0) return "Nobody answers right now; it may still start.";
  const answers = replicas.reduce((sum, one) => sum + one.answers, 0);
  const failures = replicas.reduce((sum, one) => sum + one.failures, 0);
  const slowest = Math.max(...replicas.map(({ p95Ms }) => p95Ms ?? 0));
  const many = replicas.length === 1 ? "" : ` in ${replicas.length} replicas`;
  const speed = slowest > 0 ? `, 95 in a hundred within ${Math.round(slowest)} ms` : "";
  return `${count(answers, "answer")}${many}${speed}, ${failures === 0 ? "none failed" : `${failures.toLocaleString()} failed`}.`;
}

/** What a switch does, said before. */
export const switchConsequence = (model: NamedModel, slot: Slot): string =>
  `First ${calledInWords(fullNameOf(model))} is loaded beside ${calledInWords(slot.live)} and has to pass the examination; ` +
  "only then it answers every camera. No frame is lost. The one before stays in memory, so that you can go back at once, " +
  "and for five minutes the system goes back by itself if the new one fails or is slow.";

export const rollBackConsequence = (slot: Slot): string =>
  `Every camera is answered by ${calledInWords(slot.previous ?? "the model before")} again, at once: it was kept in memory. ` +
  `In turn ${calledInWords(slot.live)} is kept, so this can be undone the same way.`;

export const percent = (fraction: number): string => `${Math.round(fraction * 100)} %`;

const count = (many: number, what: string) => `${many.toLocaleString()} ${what}${many === 1 ? "" : "s"}`;
