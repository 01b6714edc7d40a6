// The share kit's screen in the admin: counts as the network counts, and copies. Without it the form works all the same.
const said = document.querySelector("[data-kit-said]");
const grouped = new Intl.NumberFormat(document.documentElement.lang || "vi");
const SINGLE = [[0, 4351], [8192, 8205], [8208, 8223], [8242, 8247]];

// As sharing/kit/captions.py counts: X counts links as 23, and twice what lies beyond its four ranges.
function onX(text) {
  let links = 0;
  const bare = text.replace(/https?:\/\/\S+/g, () => { links += 1; return ""; });
  const weights = Array.from(bare, (sign) => SINGLE.some(([from, to]) => sign.codePointAt(0) >= from && sign.codePointAt(0) <= to) ? 1 : 2);
  return links * 23 + weights.reduce((sum, weight) => sum + weight, 0);
}

function count(box) {
  const text = box.value.normalize("NFC").trim();
  const length = box.name === "caption-x" ? onX(text) : Array.from(text).length;
  const place = box.closest(".kit-caption").querySelector("[data-count]");
  place.textContent = grouped.format(length);
  place.classList.toggle("kit-over", length > Number(box.dataset.limit));
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    said.textContent = said.dataset.copied;
  } catch {
    said.textContent = said.dataset.failed;
  }
  said.classList.remove("vh");
}

for (const box of document.querySelectorAll(".kit-caption textarea")) box.addEventListener("input", () => count(box));
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy], [data-copy-from]");
  if (button) copy(button.dataset.copy || document.getElementById(button.dataset.copyFrom).value);
});
