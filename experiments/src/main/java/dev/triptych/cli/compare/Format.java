package dev.triptych.cli.compare;

/** How a comparison is written. */
enum Format {
  TABLE,
  MARKDOWN,
  LATEX,
  CSV,
  JSON,
  HTML
}
