// A live map (Leaflet) over the list of a page. Nothing is fetched before someone asks; borders are our own GeoJSON.

const ink = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function addStyle(href) {
  return new Promise((done) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload: done, onerror: done });
    document.head.append(link);
  });
}

function addScript(src) {
  return new Promise((done, fail) => {
    document.head.append(Object.assign(document.createElement("script"), { src, onload: done, onerror: fail }));
  });
}

async function draw(section, canvas) {
  await Promise.all([addScript(section.dataset.leaflet), addStyle(section.dataset.style)]);
  const leaflet = window.L;
  const map = leaflet.map(canvas, { attributionControl: false, zoomAnimation: false, fadeAnimation: false });
  const group = leaflet.featureGroup().addTo(map);
  if (section.dataset.borders) {
    const borders = await (await fetch(section.dataset.borders)).json();
    leaflet.geoJSON(borders, { style: { color: ink("--edge"), weight: 1, fillColor: ink("--m4"), fillOpacity: 1 } }).addTo(group);
  }
  for (const place of section.querySelectorAll("[data-lat]")) {
    const link = place.querySelector("a");
    leaflet
      .circleMarker([place.dataset.lat, place.dataset.lon], { radius: 12, color: ink("--surface"), weight: 3, fillColor: ink("--indigo"), fillOpacity: 1 })
      .bindTooltip(link.textContent.trim())
      .on("click", () => link.click())
      .addTo(group);
  }
  if (group.getLayers().length) map.fitBounds(group.getBounds().pad(0.1));
}

export function show(section) {
  const button = section.querySelector("[data-show]");
  const canvas = section.querySelector("[data-canvas]");
  button.hidden = false;
  button.addEventListener("click", () => {
    button.hidden = true;
    canvas.hidden = false;
    draw(section, canvas).catch(() => { canvas.hidden = true; button.hidden = false; });
  });
}
