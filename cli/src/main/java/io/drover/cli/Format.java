package io.drover.cli;

/** How something is printed. */
enum Format {
  TEXT,
  JSON
}
