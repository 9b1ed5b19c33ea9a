import { apiError, Unreachable } from "./errors";
import type { Camera } from "./client";

/**
 * Uploads a video as a camera. By XMLHttpRequest, as `fetch` can't tell how far an upload is.
 *
 * @param onProgress is given the part sent, 0..1.
 * @throws ApiError, Unreachable; an AbortError when `signal` aborts.
 */
export function uploadCamera(
  name: string,
  file: File,
  onProgress: (sent: number) => void,
  signal: AbortSignal,
): Promise<Camera> {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    form.set("name", name);
    form.set("file", file);
    const request = new XMLHttpRequest();
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      const body: unknown = request.response;
      if (request.status === 201) resolve(body as Camera);
      else reject(apiError(request.status, body));
    };
    request.onerror = () => reject(new Unreachable("the upload broke off"));
    request.onabort = () => reject(new DOMException("the upload was cancelled", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    request.open("POST", "/api/cameras/upload");
    request.send(form);
  });
}
