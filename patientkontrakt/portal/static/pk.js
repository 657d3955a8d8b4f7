// Adds to pages that work without it: focus on what is wrong, the time-out dialog, autosave and more rows.
"use strict";
(() => {
  const find = (what, within = document) => within.querySelector(what);
  const home = document.body.classList.contains("staff") ? "/arbete" : "/min";
  const written = new Set(); // forms with words that are not sent
  document.addEventListener("input", (e) => e.target.form?.method === "post" && written.add(e.target.form));
  find("#fel")?.focus();

  // The session's end, shared by the windows of a browser: only the hour is kept there.
  const held = () => Math.max(ends, Number(localStorage.getItem("pk-ends")) || 0);
  let ends = 0, watch;
  const live = (seconds) => {
    if (!(seconds > 0)) return;
    ends = Date.now() + seconds * 1000;
    localStorage.setItem("pk-ends", ends);
  };
  const leave = () => {
    clearInterval(watch);
    const form = find("form.leave");
    form ? form.requestSubmit() : location.replace("/");
  };
  const stay = async (box) => {
    const answer = await fetch(home + "/kvar", { redirect: "manual" }).catch(() => null);
    if (answer?.status !== 204) return location.reload();
    live(Number(answer.headers.get("Ends-In")));
    box.close();
    box.remove();
  };
  const keep = (form) => {
    const body = new URLSearchParams(new FormData(form));
    body.set("kvar-till", new URL(form.action).pathname);
    return fetch(home + "/kvar", { method: "POST", body, keepalive: true, redirect: "manual" }).catch(() => null);
  };
  const ask = () => {
    written.forEach((form) => (form === draft ? save() : keep(form)));
    const box = find("#stay").content.firstElementChild.cloneNode(true);
    box.addEventListener("cancel", (e) => (e.preventDefault(), stay(box)));
    box.addEventListener("click", ({ target: { value } }) => (value === "stay" ? stay(box) : value === "leave" && leave()));
    document.body.append(box);
    box.showModal();
  };
  if (find("#stay")) {
    live(Number(document.body.dataset.ends));
    watch = setInterval(() => {
      const left = held() - Date.now(), box = find("dialog[open]");
      if (left <= 0) leave();
      else if (left <= 125000 && !box) ask();
      else if (left > 125000 && box) (box.close(), box.remove()); // she stayed in another window
    }, 1000);
  }

  // A draft saves itself when a field is left, and when she pauses.
  const draft = find("form[data-autosave]");
  const told = draft && find("[data-said]", draft);
  let pause, saving;
  const send = async () => {
    written.delete(draft);
    const body = new URLSearchParams(new FormData(draft));
    body.set("gor", "auto");
    try {
      const answer = await fetch(draft.action, { method: "POST", body, keepalive: true, redirect: "manual" });
      if (!answer.ok) throw answer;
      taken(await answer.json());
    } catch {
      written.add(draft);
      tell(told.dataset.said);
    }
  };
  const tell = (said) => told.textContent === said || (told.textContent = said);
  const taken = ({ said, path, fields, presence, ends }) => {
    tell(said);
    live(ends);
    find("[data-presence]").innerHTML = presence;
    for (const [name, value] of Object.entries(fields)) {
      const field = draft.elements[name] || draft.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name }));
      field.value = value;
    }
    history.replaceState(null, "", path); // a reload then reads what is saved, and sends nothing again
    if (new URL(draft.action).pathname === path) return;
    draft.setAttribute("action", path);
    draft.querySelectorAll("[formaction]").forEach((button) => button.setAttribute("formaction", path + "#" + button.formAction.split("#")[1]));
  };
  const save = () => {
    clearTimeout(pause);
    return (saving ??= send().finally(() => {
      saving = null;
      told.dataset.state = written.has(draft) ? "later" : "saved";
      if (written.has(draft)) pause = setTimeout(save, 1500);
    }));
  };
  if (draft) {
    draft.addEventListener("input", (e) => {
      if (e.target.name === "paket") return; // a choice of what to fetch, not of what to write
      told.dataset.state = "later";
      clearTimeout(pause);
      pause = setTimeout(save, 1500);
    });
    draft.addEventListener("change", (e) => e.target.name !== "paket" && save());
    addEventListener("pagehide", () => written.has(draft) && (saving ? keep(draft) : save()));
    draft.addEventListener("submit", async (e) => {
      clearTimeout(pause);
      if (!saving) return written.delete(draft);
      e.preventDefault(); // first what is on its way, so that nobody meets herself
      await saving;
      draft.requestSubmit(e.submitter);
    });
    draft.addEventListener("click", (e) => {
      const kind = e.target.closest("[data-add]")?.dataset.add;
      if (!kind) return;
      e.preventDefault();
      const rows = find(`[data-rows=${kind}]`), row = find(`template[data-row=${kind}]`).innerHTML;
      rows.insertAdjacentHTML("beforeend", row.replaceAll("__n__", rows.children.length));
      find("textarea, input:not([type=hidden])", rows.lastElementChild).focus();
    });
  }
})();
