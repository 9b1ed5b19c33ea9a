import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Page } from "./app/Page";
import { createPage } from "./app/createPage";
import "./styles.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <Page {...createPage()} />
  </StrictMode>,
);
