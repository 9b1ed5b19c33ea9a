// Watches the live page: where the marker is in each picture that comes to the screen, and where the box is that lies
// above it at that moment. Both are read off their pixels; places are [left, top, right, bottom] in CSS pixels of the stage.
async ({ read }, { width, height, barHeight, seconds }) => {
  const video = document.querySelector("figure video");
  const overlay = document.querySelector("figure canvas[aria-hidden]");
  const readable = { willReadFrequently: true };
  const film = new OffscreenCanvas(width, height).getContext("2d", readable);
  const copy = new OffscreenCanvas(1, 1).getContext("2d", readable);

  /** Half way from the ground to the marker, of 255. */
  const MARKED_FROM = 133;
  /** The page's words and boxes of whatever is no dog: rgb(230 232 235), wholly there. */
  const isNeutral = (data, at) => data[at] >= 220 && data[at + 3] >= 250;
  /** Alpha of the seam below a box's line: what is more is the line. */
  const SEAM = 158;
  const LONGEST_LETTER = 30;

  /** Where a row of values first rises above MARKED_FROM, and where it last falls below, to a part of a pixel. */
  const edges = (values) => {
    const first = values.findIndex((value) => value >= MARKED_FROM);
    const last = values.findLastIndex((value) => value >= MARKED_FROM);
    if (first < 1 || last + 1 >= values.length) return null;
    const part = (low, high) => (MARKED_FROM - low) / (high - low);
    return [
      first - 0.5 + part(values[first - 1], values[first]),
      last + 1.5 - part(values[last + 1], values[last]),
    ];
  };

  const markerIn = (picture) => {
    film.drawImage(picture, 0, 0);
    const { data } = film.getImageData(0, 0, width, height);
    const green = (x, y) => data[4 * (y * width + x) + 1];
    const below = barHeight + 4; // what is encoded is blurred
    const middle = { count: 0, x: 0, y: 0 };
    for (let y = below; y < height; y++) {
      for (let x = 0; x < width; x++) {
        if (green(x, y) < MARKED_FROM) continue;
        middle.count++;
        middle.x += x;
        middle.y += y;
      }
    }
    if (middle.count === 0) return null;
    const [x, y] = [Math.round(middle.x / middle.count), Math.round(middle.y / middle.count)];
    const across = edges(Array.from({ length: width }, (_, at) => green(at, y)));
    const down = edges(Array.from({ length: height - below }, (_, at) => green(x, below + at)));
    return across && down && [across[0], down[0] + below, across[1], down[1] + below];
  };

  const stage = video.getBoundingClientRect();
  const scale = Math.min(stage.width / width, stage.height / height);

  /** Where `object-fit: contain` puts a place of the picture on its stage. */
  const onStage = ([left, top, right, bottom]) => {
    const [x, y] = [(stage.width - width * scale) / 2, (stage.height - height * scale) / 2];
    return [left * scale + x, top * scale + y, right * scale + x, bottom * scale + y];
  };

  /** The one box on the overlay, by the middle of its lines; null when there is none. */
  const boxOn = (canvas) => {
    if (canvas.style.visibility === "hidden") return null;
    const [w, h] = [canvas.width, canvas.height];
    if (copy.canvas.width !== w || copy.canvas.height !== h) Object.assign(copy.canvas, { width: w, height: h });
    copy.clearRect(0, 0, w, h);
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, w, h);
    const columns = new Uint32Array(w);
    for (let at = 0; at < w * h; at++) if (isNeutral(data, 4 * at)) columns[at % w]++;
    const isSide = (count) => count > LONGEST_LETTER;
    const [left, right] = [columns.findIndex(isSide), columns.findLastIndex(isSide)];
    if (left < 0) return null;
    const isEdge = (y) => {
      let count = 0;
      for (let x = left; x <= right; x++) if (isNeutral(data, 4 * (y * w + x))) count++;
      return count > 0.7 * (right - left);
    };
    let [top, bottom] = [0, h - 1];
    while (top < h && !isEdge(top)) top++;
    while (bottom > top && !isEdge(bottom)) bottom--;
    const alpha = (x, y) => data[4 * (y * w + x) + 3];
    const [x, y] = [Math.round((left + right) / 2), Math.round((top + bottom) / 2)];
    /** Middle of the line that crosses near `at`. */
    const line = (at, alphaAt) => {
      let [sum, whole] = [0, 0];
      for (let near = Math.max(at - 4, 0); near <= at + 4; near++) {
        const weight = Math.max(0, (alphaAt(near) || 0) - SEAM);
        sum += weight * (near + 0.5);
        whole += weight;
      }
      return sum / whole;
    };
    const ratio = w / canvas.getBoundingClientRect().width;
    return [
      line(left, (near) => alpha(near, y)),
      line(top, (near) => alpha(x, near)),
      line(right, (near) => alpha(near, y)),
      line(bottom, (near) => alpha(x, near)),
    ].map((place) => place / ratio);
  };

  const seen = [];
  let redraws = 0;
  const drawing = overlay.getContext("2d");
  const { clearRect } = drawing;
  drawing.clearRect = (...area) => {
    redraws++;
    clearRect.apply(drawing, area);
  };
  await new Promise((done) => {
    const until = performance.now() + seconds * 1000;
    // Asked for after the page's own, it is called after it: when the page has drawn for this picture.
    const shown = (now, { expectedDisplayTime, rtpTimestamp }) => {
      const drawnMs = performance.timeOrigin + performance.now();
      if (performance.now() > until) return done();
      video.requestVideoFrameCallback(shown);
      const number = read(video);
      const marker = number === null ? null : markerIn(video);
      if (marker === null) return;
      seen.push({
        number,
        rtpTimestamp,
        drawnMs,
        isLate: expectedDisplayTime < now,
        marker: onStage(marker),
        box: boxOn(overlay),
      });
    };
    video.requestVideoFrameCallback(shown);
  });
  delete drawing.clearRect;
  const { answers, rtpOrigin } = window.overlayBench;
  return { seen, redraws, scale, corner: onStage([0, 0, 0, 0]).slice(0, 2), answers, rtpOrigin };
}
