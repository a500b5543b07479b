/** Words of the light's islands, in both languages. */
const WORDS = {
  de: {
    confirmed: "bestätigt", commanded: "gesendet, noch keine Antwort", expected: "erwartet, nicht gemessen", unknown: "unbekannt",
    lamp: "Straßenlampe", derived: "Position aus der Straßenkarte abgeleitet, keine amtlichen Daten.", attribution: "Lampen: Lage abgeleitet, keine amtlichen Daten",
    page: "Zur Seite der Lampe", take: "Diese Straße übersteuern",
  },
  en: {
    confirmed: "confirmed", commanded: "sent, no answer yet", expected: "expected, not measured", unknown: "unknown",
    lamp: "Street lamp", derived: "Position derived from the street map, no official data.", attribution: "Lamps: positions derived, no official data",
    page: "Open the lamp’s page", take: "Override this street",
  },
};

/** @param {keyof typeof WORDS.de} key @returns {string} */
export function word(key) {
  return WORDS[document.documentElement.lang === "en" ? "en" : "de"][key];
}
