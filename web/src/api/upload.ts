import { apiError, Unreachable } from "./errors";
import type { Camera } from "./client";

export type Upload = {
  readonly form: FormData;
  /** Is given the part sent, 0..1. */
  readonly onProgress: (sent: number) => void;
  readonly signal: AbortSignal;
};

/**
 * Sends a form with a file in it. By XMLHttpRequest, as `fetch` can't tell how far an upload is.
 *
 * @throws ApiError, Unreachable; an AbortError when `signal` aborts.
 */
export function upload<Answer>(path: string, { form, onProgress, signal }: Upload): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      const body: unknown = request.response;
      if (request.status >= 200 && request.status < 300) resolve(body as Answer);
      else reject(apiError(request.status, body));
    };
    request.onerror = () => reject(new Unreachable("the upload broke off"));
    request.onabort = () => reject(new DOMException("the upload was cancelled", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    request.open("POST", path);
    request.send(form);
  });
}

/** Uploads a video as a camera. */
export function uploadCamera(name: string, file: File, rest: Omit<Upload, "form">): Promise<Camera> {
  const form = new FormData();
  form.set("name", name);
  form.set("file", file);
  return upload("/api/cameras/upload", { ...rest, form });
}
