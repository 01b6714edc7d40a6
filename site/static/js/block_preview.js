// A block in the frame of the block picker: drawn as small as it must be to be seen whole. The frame does not scroll.
const block = document.querySelector("[data-whole]");

function fit() {
  const scale = Math.min(1, innerWidth / block.offsetWidth, innerHeight / block.offsetHeight);
  block.style.transform = `translateX(${(innerWidth - block.offsetWidth * scale) / 2}px) scale(${scale})`;
}

for (const picture of document.querySelectorAll("img")) picture.loading = "eager"; // none is out of sight
new ResizeObserver(fit).observe(block);
addEventListener("resize", fit);
fit();
