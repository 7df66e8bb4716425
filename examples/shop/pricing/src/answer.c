#include "answer.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "quote.h"

#ifndef VERSION
#define VERSION "development"
#endif

#define BODY_MAX (ANSWER_MAX - 512) /* leaves room for the headers */

struct body {
  int status;
  size_t length;
  char text[BODY_MAX];
};

static void add(struct body *body, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void add(struct body *body, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  size_t room = sizeof body->text - body->length;
  int written = vsnprintf(body->text + body->length, room, format, arguments);
  va_end(arguments);
  if (written > 0) {
    body->length += (size_t)written < room ? (size_t)written : room - 1;
  }
}

static void fail(struct body *body, int status, const char *reason) {
  body->status = status;
  body->length = 0;
  add(body, "{\"error\": \"%s\"}\n", reason);
}

static const char *phrase(int status) {
  switch (status) {
    case 200: return "OK";
    case 400: return "Bad Request";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 431: return "Request Header Fields Too Large";
    default: return "Internal Server Error";
  }
}

/* The query is item=<unit>x<quantity>, joined by &: a quote for each, in the same order. */
static void answer_quotes(struct body *body, const char *query, int64_t tax_basis_points) {
  add(body, "{\"tax_basis_points\": %" PRId64 ", \"quotes\": [", tax_basis_points);
  const char *at = query;
  for (int items = 0; items == 0 || *at == '&'; items++) {
    int64_t unit, quantity;
    struct quote quote;
    at += items == 0 ? 0 : 1;
    if (items == ITEMS_MAX) {
      fail(body, 400, "too many items");
      return;
    }
    if (strncmp(at, "item=", 5) != 0) {
      fail(body, 400, "expected item=<cents>x<quantity>");
      return;
    }
    at += 5;
    if (!read_number(&at, UNIT_MAX, &unit) || *at++ != 'x' ||
        !read_number(&at, QUANTITY_MAX, &quantity) ||
        !quote_compute(unit, quantity, tax_basis_points, &quote)) {
      fail(body, 400, "an item is not <cents>x<quantity>, or out of range");
      return;
    }
    add(body,
        "%s{\"unit\": %" PRId64 ", \"quantity\": %" PRId64 ", \"discount_percent\": %" PRId64
        ", \"net\": %" PRId64 ", \"tax\": %" PRId64 ", \"gross\": %" PRId64 "}",
        items == 0 ? "" : ", ", quote.unit, quote.quantity, quote.discount_percent, quote.net,
        quote.tax, quote.gross);
  }
  if (*at != '\0') {
    fail(body, 400, "an item is not <cents>x<quantity>, or out of range");
    return;
  }
  add(body, "]}\n");
}

static void answer_target(struct body *body, char *target, int64_t tax_basis_points) {
  char *query = strchr(target, '?');
  if (query != NULL) {
    *query++ = '\0';
  }
  body->status = 200;
  if (strcmp(target, "/health") == 0) {
    add(body, "{\"status\": \"ok\"}\n");
  } else if (strcmp(target, "/version") == 0) {
    add(body, "{\"service\": \"pricing\", \"version\": \"%s\"}\n", VERSION);
  } else if (strcmp(target, "/quotes") == 0) {
    answer_quotes(body, query == NULL ? "" : query, tax_basis_points);
  } else {
    fail(body, 404, "there is nothing here");
  }
}

/* Splits "GET /target HTTP/1.x" at its blanks; false unless all is there in printable ASCII. */
static bool split_request_line(const char *request, char *line, size_t size, char **target) {
  size_t length = strcspn(request, "\r\n");
  if (length >= size) {
    return false;
  }
  for (size_t i = 0; i < length; i++) {
    if (request[i] < ' ' || request[i] > '~') {
      return false;
    }
  }
  memcpy(line, request, length);
  line[length] = '\0';
  char *blank = strchr(line, ' ');
  char *last = strrchr(line, ' ');
  if (blank == NULL || blank == line || last == blank || strncmp(last, " HTTP/1.", 8) != 0 ||
      blank[1] != '/') {
    return false;
  }
  *blank = *last = '\0';
  *target = blank + 1;
  return strchr(*target, ' ') == NULL;
}

size_t answer_request(const char *request, int64_t tax_basis_points, char answer[ANSWER_MAX]) {
  static struct body body; /* one thread answers, one request after the other */
  char line[REQUEST_MAX];
  char *target = NULL;
  bool with_body = true;
  bool quiet = false;

  body.length = 0;
  if (request == NULL) {
    fail(&body, 431, "the request has too many headers");
    printf("(too long) 431\n");
  } else if (!split_request_line(request, line, sizeof line, &target)) {
    fail(&body, 400, "this is not an HTTP request");
    printf("(unreadable) 400\n");
  } else {
    with_body = strcmp(line, "HEAD") != 0;
    quiet = strcmp(target, "/health") == 0;
    if (!quiet) {
      printf("%s %s", line, target);
    }
    if (with_body && strcmp(line, "GET") != 0) {
      fail(&body, 405, "only GET is understood");
    } else {
      answer_target(&body, target, tax_basis_points);
    }
    if (!quiet) {
      printf(" %d\n", body.status);
    }
  }

  int head = snprintf(answer, ANSWER_MAX,
                      "HTTP/1.1 %d %s\r\n"
                      "Content-Type: application/json\r\n"
                      "Content-Length: %zu\r\n"
                      "Cache-Control: no-store\r\n"
                      "%s"
                      "Connection: close\r\n\r\n",
                      body.status, phrase(body.status), body.length,
                      body.status == 405 ? "Allow: GET, HEAD\r\n" : "");
  size_t length = (size_t)head;
  if (with_body) {
    memcpy(answer + length, body.text, body.length);
    length += body.length;
  }
  return length;
}
