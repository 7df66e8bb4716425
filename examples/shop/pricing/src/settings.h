#ifndef SETTINGS_H
#define SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

/* What the environment says. */
struct settings {
  int64_t port;             /* PORT, 8090 */
  int64_t tax_basis_points; /* TAX_BASIS_POINTS, 1900: 19 % */
};

/* Reads the environment; false, with a line on standard error, when a value cannot be used. */
bool settings_read(struct settings *settings);

#endif
