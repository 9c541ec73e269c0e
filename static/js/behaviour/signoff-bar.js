/* The bar that leads to the decision steps aside while the decision itself is on screen. */
const bar = document.querySelector(".signoff-bar");
const decision = document.getElementById("decision");

if (bar && decision) {
  new IntersectionObserver(([entry]) => {
    bar.hidden = entry.isIntersecting;
  }).observe(decision);
}
