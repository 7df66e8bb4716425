#include "settings.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "quote.h"

static bool read_variable(const char *name, int64_t otherwise, int64_t max, int64_t *value) {
  const char *text = getenv(name);
  if (text == NULL) {
    *value = otherwise;
    return true;
  }
  const char *end = text;
  if (read_number(&end, max, value) && *end == '\0') {
    return true;
  }
  fprintf(stderr, "shop-pricing: %s is '%s': expected a number from 0 to %" PRId64 "\n", name, text,
          max);
  return false;
}

bool settings_read(struct settings *settings) {
  return read_variable("PORT", 8090, 65535, &settings->port) &&
         read_variable("TAX_BASIS_POINTS", 1900, TAX_BASIS_POINTS_MAX, &settings->tax_basis_points);
}
