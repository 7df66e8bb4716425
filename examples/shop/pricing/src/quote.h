#ifndef QUOTE_H
#define QUOTE_H

#include <stdbool.h>
#include <stdint.h>

/* The greatest values taken: with them no product below comes near the limit of 64 bits. */
#define UNIT_MAX 100000000      /* cents: a million */
#define QUANTITY_MAX 10000      /* pieces */
#define TAX_BASIS_POINTS_MAX 10000 /* hundredths of a per cent: 100 % */

/* What a number of pieces costs. Amounts are whole cents, rounded half up. */
struct quote {
  int64_t unit;             /* one piece, before discount and tax */
  int64_t quantity;         /* pieces */
  int64_t discount_percent; /* for the quantity */
  int64_t net;              /* all pieces, after the discount, before tax */
  int64_t tax;
  int64_t gross; /* net + tax: what the customer pays */
};

/* Works out the quote; false when a value is out of range. */
bool quote_compute(int64_t unit, int64_t quantity, int64_t tax_basis_points, struct quote *quote);

/* Reads a decimal number from 0 to max at *text and moves *text behind it; false otherwise. */
bool read_number(const char **text, int64_t max, int64_t *number);

#endif
