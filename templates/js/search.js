/* Finds schools by words of their names or by URN. Without this script the schools
   stand under their authorities. */
(() => {
  "use strict";
  const form = document.getElementById("school-search");
  const input = document.getElementById("search");
  const list = document.getElementById("found");
  const status = form.querySelector("[role=status]");
  const most = 50;
  const plain = (s) => s.normalize("NFD").replace(/[\u0300-\u036f'’]/g, "").toLowerCase();
  let schools;
  form.hidden = false;
  form.addEventListener("submit", (e) => e.preventDefault());
  input.addEventListener("input", () => {
    schools ||= [...document.querySelectorAll("details li")].map((item) => ({ item, text: plain(item.textContent) }));
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    list.replaceChildren();
    status.textContent = "";
    if (words.join("").length < 2) return;
    const hits = [];
    for (const s of schools) {
      if (words.every((w) => s.text.includes(w)) && hits.push(s) > most) break;
    }
    list.append(...hits.slice(0, most).map((s) => {
      const copy = s.item.cloneNode(true);
      copy.append(" · " + s.item.closest("details").querySelector("summary").textContent.split(":")[0]);
      return copy;
    }));
    status.textContent = (hits.length > most ? form.dataset.many : form.dataset.found).replace("{n}", Math.min(hits.length, most));
  });
})();
