#ifndef ANSWER_H
#define ANSWER_H

#include <stddef.h>
#include <stdint.h>

#define REQUEST_MAX 8192 /* bytes of request line and headers */
#define ANSWER_MAX 16384 /* bytes; room for ITEMS_MAX of the longest quotes */
#define ITEMS_MAX 64     /* quotes in one answer */

/*
 * Writes the whole HTTP answer to a request into answer and returns its length. The request is
 * everything up to the empty line, as text; a request that had no end after REQUEST_MAX bytes is
 * passed as NULL. One line about it goes to standard output, except for /health.
 */
size_t answer_request(const char *request, int64_t tax_basis_points, char answer[ANSWER_MAX]);

#endif
