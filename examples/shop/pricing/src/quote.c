#include "quote.h"

#include <stddef.h>

/* From this many pieces on, this discount: the greatest quantity first. */
static const struct {
  int64_t from;
  int64_t percent;
} discounts[] = {{100, 15}, {50, 10}, {10, 5}};

static int64_t discount_for(int64_t quantity) {
  for (size_t i = 0; i < sizeof discounts / sizeof discounts[0]; i++) {
    if (quantity >= discounts[i].from) {
      return discounts[i].percent;
    }
  }
  return 0;
}

static int64_t divide_half_up(int64_t amount, int64_t divisor) {
  return (amount + divisor / 2) / divisor;
}

bool quote_compute(int64_t unit, int64_t quantity, int64_t tax_basis_points, struct quote *quote) {
  if (unit < 0 || unit > UNIT_MAX || quantity < 1 || quantity > QUANTITY_MAX ||
      tax_basis_points < 0 || tax_basis_points > TAX_BASIS_POINTS_MAX) {
    return false;
  }
  int64_t discount = discount_for(quantity);
  int64_t net = divide_half_up(unit * quantity * (100 - discount), 100);
  int64_t tax = divide_half_up(net * tax_basis_points, 10000);
  *quote = (struct quote){
      .unit = unit,
      .quantity = quantity,
      .discount_percent = discount,
      .net = net,
      .tax = tax,
      .gross = net + tax,
  };
  return true;
}

bool read_number(const char **text, int64_t max, int64_t *number) {
  const char *at = *text;
  int64_t value = 0;
  if (*at < '0' || *at > '9') {
    return false;
  }
  for (; *at >= '0' && *at <= '9'; at++) {
    value = value * 10 + (*at - '0');
    if (value > max) {
      return false;
    }
  }
  *text = at;
  *number = value;
  return true;
}
