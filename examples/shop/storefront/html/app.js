// Shows the teas. Text from the API is set as text, never as HTML.
const byId = (id) => document.getElementById(id);

async function get(path) {
  const response = await fetch(path, { headers: { Accept: "application/json" } });
  const body = await response.json();
  if (!response.ok) {
    throw new Error(body.error);
  }
  return body;
}

function money(cents, currency) {
  return new Intl.NumberFormat("en", { style: "currency", currency }).format(cents / 100);
}

function priceOf({ gross, quantity, currency, discount_percent: discount }) {
  const packs = quantity === 1 ? "" : ` for ${quantity} packs`;
  const saved = discount === 0 ? "" : `, ${discount} % off`;
  return money(gross, currency) + packs + saved;
}

function card(product) {
  const item = byId("product").content.cloneNode(true);
  item.querySelector(".cup").style.setProperty("--tea", product.colour);
  item.querySelector("h2").textContent = product.name;
  item.querySelector(".origin").textContent = `${product.origin}, ${product.grams} g`;
  item.querySelector(".description").textContent = product.description;
  item.querySelector(".price").textContent = priceOf(product.price);
  return item;
}

let latest = 0; // the last request made: an answer to an earlier one comes too late

async function showProducts() {
  const request = ++latest;
  const status = byId("status");
  try {
    const { products } = await get(`api/products?quantity=${byId("quantity").value}`);
    if (request !== latest) return;
    byId("products").replaceChildren(...products.map(card));
    status.className = "";
    status.textContent = `${products.length} teas`;
  } catch (error) {
    if (request !== latest) return;
    byId("products").replaceChildren();
    status.className = "failed";
    status.textContent = `The teas cannot be shown: ${error.message}. Please try again soon.`;
  }
}

async function showShop() {
  const { greeting } = await get("api/shop");
  byId("greeting").textContent = greeting;
}

async function showVersions() {
  const [storefront, catalog] = await Promise.all([get("version"), get("api/version")]);
  byId("versions").textContent =
    `Storefront ${storefront.version}, catalog ${catalog.version}.`;
}

byId("quantity").addEventListener("change", showProducts);
showProducts();
showShop().catch(console.error);
showVersions().catch(console.error);
