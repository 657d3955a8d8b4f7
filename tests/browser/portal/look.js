// What a page holds, gathered in the browser: the checks of survey.py read it.
() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const shown = (e) => e.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && !e.closest(".vh");
  const words = (e) => e.innerText.replace(/\s+/g, " ").trim();
  const short = (e) => e.outerHTML.slice(0, 160);
  const boxes = (e) => [e, ...(e.labels || [])].map((each) => each.getBoundingClientRect());
  const widest = (e) => Math.max(...boxes(e).map((box) => box.width));
  const highest = (e) => Math.max(...boxes(e).map((box) => box.height));
  const labelled = (e) =>
    e.getAttribute("aria-label") || [...(e.labels || [])].some((label) => label.textContent.trim());
  const inputs = all("input:not([type=hidden]), select, textarea").filter(shown);
  const targets = [...all("a[href], button, summary").filter(shown), ...inputs];
  const chart = (e) => {
    const figure = e.closest("figure") || document;
    const desc = e.querySelector("desc");
    return {
      role: e.getAttribute("role"),
      title: Boolean(e.querySelector("title")),
      desc: desc ? desc.textContent : "",
      captioned: Boolean(figure.querySelector("table caption")),
      scoped: Boolean(figure.querySelector("th[scope]")),
    };
  };
  const ids = all("[id]").map((e) => e.id);
  return {
    lang: document.documentElement.lang,
    title: document.title,
    headings: all("h1,h2,h3,h4,h5,h6").filter((e) => e.checkVisibility()).map((e) => [+e.tagName[1], words(e)]),
    unlabelled: inputs.filter((e) => !labelled(e)).map(short),
    // A link within a sentence may be as high as its line (WCAG 2.5.8, inline).
    small: targets
      .filter((e) => getComputedStyle(e).display !== "inline" && (widest(e) < 24 || highest(e) < 24))
      .map(short),
    low: all(".btn, nav a").filter(shown).filter((e) => e.getBoundingClientRect().height < 43.5).map(short),
    tags: all(".tag").filter(shown).filter((e) => !words(e)).length,
    links: all("a[href]").map((e) => e.getAttribute("href")),
    doubled: ids.filter((id, i) => ids.indexOf(id) !== i),
    styled: all("[style], script:not([src]), style").length,
    canvases: all("canvas").length,
    charts: all("svg.chart").map(chart),
    phones: all('a[href^="tel:"]').filter(shown).map((e) => e.getAttribute("href")),
    words: document.body.innerText,
  };
};
