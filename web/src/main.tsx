import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Page } from "./app/Page";
import { createPage } from "./app/createPage";
import { registerWorker } from "./notifications/worker";
import "./styles.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <Page {...createPage()} />
  </StrictMode>,
);

// The development server has no worker: it would come between the page and its changes.
if (import.meta.env.PROD) registerWorker();
