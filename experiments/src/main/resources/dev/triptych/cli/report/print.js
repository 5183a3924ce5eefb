/* ---- On paper: heads that were never looked at are drawn too, and what is folded is unfolded. ---- */

const unfolded = [];

addEventListener("beforeprint", () => {
  triptychs.forEach((each) => each.paint(true));
  document.querySelectorAll("img[loading]").forEach((image) => (image.loading = "eager"));
  document.querySelectorAll("details:not([open], .artefacts)").forEach((each) => {
    each.open = true;
    unfolded.push(each);
  });
});
addEventListener("afterprint", () => unfolded.splice(0).forEach((each) => (each.open = false)));
