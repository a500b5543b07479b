/** Words of the islands; a test holds both languages to the same keys. */
export const PHRASES = {
  de: {
    "theme.dark": "Dunkel",
    "theme.light": "Hell",
    "map.as_table": "Als Tabelle",
    "map.as_map": "Als Karte",
    "map.broken": "Dieser Browser kann die Karte nicht zeichnen. Das Bild und die Tabelle zeigen dasselbe.",
    "map.outside": "Hier endet die Karte der Stadt. Das Gitter zeigt Länge und Breite.",
    "map.zoom_in": "Näher heran",
    "map.zoom_out": "Weiter weg",
    "map.attribution": "Quellen der Karte",
    "map.close": "Schließen",
    "map.label": "Karte",
    "map.canvas": "Zeichnung der Karte",
    "map.east": "O",
    "map.west": "W",
    "map.north": "N",
    "map.south": "S",
    "live.live": "verbunden",
    "live.lost": "getrennt seit {time}",
    "live.connecting": "wird verbunden …",
    "live.revoked": "Zugang beendet. Bitte die Seite neu laden.",
    "drop.title": "Fotos hierher ziehen",
    "drop.hint": "oder antippen und auswählen",
    "drop.waiting": "wartet",
    "drop.done": "angekommen",
    "drop.lost": "unterbrochen, wird fortgesetzt",
    "drop.failed": "nicht angenommen",
    "drop.retry": "Noch einmal",
    "drop.cancel": "Abbrechen",
    "drop.cancelled": "abgebrochen",
    "drop.network": "Die Verbindung ist abgerissen. Sobald sie wieder steht, geht es an derselben Stelle weiter.",
    "drop.refused": "Der Server hat die Datei nicht angenommen. Bitte noch einmal versuchen.",
    "search.count": "{count} Treffer",
    "search.none": "Kein Treffer. Straße und Hausnummer, Koordinaten oder UTMREF eingeben.",
    "search.broken": "Die Suche antwortet gerade nicht. Bitte noch einmal versuchen.",
  },
  en: {
    "theme.dark": "Dark",
    "theme.light": "Light",
    "map.as_table": "As table",
    "map.as_map": "As map",
    "map.broken": "This browser cannot draw the map. The picture and the table show the same.",
    "map.outside": "The town’s map ends here. The grid shows longitude and latitude.",
    "map.zoom_in": "Zoom in",
    "map.zoom_out": "Zoom out",
    "map.attribution": "Sources of the map",
    "map.close": "Close",
    "map.label": "Map",
    "map.canvas": "Drawing of the map",
    "map.east": "E",
    "map.west": "W",
    "map.north": "N",
    "map.south": "S",
    "live.live": "connected",
    "live.lost": "disconnected since {time}",
    "live.connecting": "connecting …",
    "live.revoked": "Access ended. Please reload the page.",
    "drop.title": "Drop photos here",
    "drop.hint": "or tap to choose them",
    "drop.waiting": "waiting",
    "drop.done": "arrived",
    "drop.lost": "interrupted, will go on",
    "drop.failed": "not accepted",
    "drop.retry": "Try again",
    "drop.cancel": "Cancel",
    "drop.cancelled": "cancelled",
    "drop.network": "The connection broke. The upload goes on at the same place as soon as it is back.",
    "drop.refused": "The server did not accept the file. Please try again.",
    "search.count": "{count} hits",
    "search.none": "No hit. Enter street and number, coordinates or a UTMREF.",
    "search.broken": "The search does not answer at the moment. Please try again.",
  },
};

/** @returns {"de"|"en"} the page's language, German when it is neither */
export function language() {
  return document.documentElement.lang.startsWith("en") ? "en" : "de";
}

/**
 * @param {string} key
 * @param {Record<string, string|number>} [values] named placeholders
 * @returns {string}
 */
export function say(key, values = {}) {
  const text = PHRASES[language()][key];
  if (text === undefined) throw new Error(`no phrase ${key}`);
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/** @param {number} value @param {number} [digits] @returns {string} a number with the language's signs */
export function figure(value, digits = 0) {
  const form = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(language(), form).format(value);
}
