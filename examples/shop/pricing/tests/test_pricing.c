/* The tests of pricing: test_pricing REPORT writes a JUnit XML report. */

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "answer.h"
#include "quote.h"
#include "server.h"

#define TAX 1900

static const char *failure; /* what did not hold in the test that runs */
static int failure_line;

#define CHECK(condition)      \
  do {                        \
    if (!(condition)) {       \
      failure = #condition;   \
      failure_line = __LINE__; \
      return;                 \
    }                         \
  } while (0)

/* The arithmetic. */

static int64_t gross(int64_t unit, int64_t quantity) {
  struct quote quote;
  return quote_compute(unit, quantity, TAX, &quote) ? quote.gross : -1;
}

static int64_t discount(int64_t quantity) {
  struct quote quote;
  return quote_compute(1000, quantity, TAX, &quote) ? quote.discount_percent : -1;
}

static void tax_is_rounded_half_up(void) {
  CHECK(gross(1190, 1) == 1416); /* tax 226.1 */
  CHECK(gross(150, 1) == 179);   /* tax 28.5 */
  CHECK(gross(0, 1) == 0);
}

static void discounts_begin_at_their_quantities(void) {
  CHECK(discount(1) == 0 && discount(9) == 0);
  CHECK(discount(10) == 5 && discount(49) == 5);
  CHECK(discount(50) == 10 && discount(99) == 10);
  CHECK(discount(100) == 15 && discount(QUANTITY_MAX) == 15);
}

static void the_discount_is_taken_before_tax(void) {
  struct quote quote;
  CHECK(quote_compute(1190, 10, TAX, &quote));
  CHECK(quote.net == 11305 && quote.tax == 2148 && quote.gross == 13453);
}

static void the_greatest_values_do_not_overflow(void) {
  struct quote quote;
  CHECK(quote_compute(UNIT_MAX, QUANTITY_MAX, TAX_BASIS_POINTS_MAX, &quote));
  CHECK(quote.net == 850000000000 && quote.gross == 1700000000000);
}

static void values_out_of_range_are_refused(void) {
  CHECK(gross(-1, 1) == -1 && gross(UNIT_MAX + 1, 1) == -1);
  CHECK(gross(1, 0) == -1 && gross(1, QUANTITY_MAX + 1) == -1);
}

/* The answers. */

static char answer[ANSWER_MAX + 1];

static const char *ask(const char *request) {
  answer[answer_request(request, TAX, answer)] = '\0';
  return answer;
}

static bool answers(const char *request, const char *status, const char *text) {
  ask(request);
  return strncmp(answer + strlen("HTTP/1.1 "), status, 3) == 0 && strstr(answer, text) != NULL;
}

static void quotes_come_in_the_order_asked(void) {
  ask("GET /quotes?item=1190x1&item=890x10 HTTP/1.1\r\n\r\n");
  const char *first = strstr(answer, "\"unit\": 1190, \"quantity\": 1, \"discount_percent\": 0");
  const char *second = strstr(answer, "\"net\": 8455, \"tax\": 1606, \"gross\": 10061");
  CHECK(first != NULL && second != NULL && first < second);
}

static void bad_items_are_refused(void) {
  const char *queries[] = {"",           "?",           "?item=",          "?item=1",
                           "?item=x1",   "?item=1x",    "?item=1x0",       "?item=-1x1",
                           "?item=1x1&", "?item=1x1;",  "?item=1x1&foo=1", "?item=1.5x1",
                           "?item=1x1x", "?item=%31x1", "?item=99999999999999999999x1"};
  for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++) {
    char request[128];
    snprintf(request, sizeof request, "GET /quotes%s HTTP/1.1\r\n\r\n", queries[i]);
    CHECK(answers(request, "400", "\"error\""));
  }
}

static void the_longest_list_fits_and_one_more_is_refused(void) {
  char request[REQUEST_MAX] = "GET /quotes?";
  for (int i = 1; i <= ITEMS_MAX; i++) {
    strcat(request, i == 1 ? "item=100000000x10000" : "&item=100000000x10000");
  }
  size_t length = strlen(request);
  strcat(request, " HTTP/1.1\r\n\r\n");
  CHECK(answers(request, "200", "}]}\n"));
  strcpy(request + length, "&item=1x1 HTTP/1.1\r\n\r\n");
  CHECK(answers(request, "400", "too many"));
}

static void what_is_not_http_is_refused(void) {
  CHECK(answers("\r\n\r\n", "400", "error"));
  CHECK(answers("GET\r\n\r\n", "400", "error"));
  CHECK(answers("GET /\r\n\r\n", "400", "error"));
  CHECK(answers("GET quotes HTTP/1.1\r\n\r\n", "400", "error"));
  CHECK(answers("GET /a b HTTP/1.1\r\n\r\n", "400", "error"));
  CHECK(answers("GET /\x1b[2J HTTP/1.1\r\n\r\n", "400", "error"));
  CHECK(answers(NULL, "431", "error"));
}

static void other_methods_and_places_are_refused(void) {
  CHECK(answers("DELETE /quotes HTTP/1.1\r\n\r\n", "405", "Allow: GET, HEAD"));
  CHECK(answers("GET /other HTTP/1.1\r\n\r\n", "404", "error"));
}

static void health_and_version_are_told(void) {
  CHECK(answers("GET /health HTTP/1.1\r\n\r\n", "200", "\"ok\""));
  CHECK(answers("GET /version HTTP/1.1\r\n\r\n", "200", VERSION));
  ask("HEAD /health HTTP/1.1\r\n\r\n");
  CHECK(strcmp(answer + strlen(answer) - 4, "\r\n\r\n") == 0);
}

/* The server, in a process of its own. */

static int connect_to(int port) {
  struct sockaddr_in address = {
      .sin_family = AF_INET,
      .sin_port = htons((uint16_t)port),
      .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
  };
  struct timeval limit = {.tv_sec = 3};
  int client = socket(AF_INET, SOCK_STREAM, 0);
  setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  return connect(client, (struct sockaddr *)&address, sizeof address) == 0 ? client : -1;
}

static bool say(int client, const char *text) {
  return send(client, text, strlen(text), MSG_NOSIGNAL) == (ssize_t)strlen(text);
}

static bool hears_ok(int client) {
  char text[16] = "";
  return recv(client, text, 15, MSG_WAITALL) == 15 && strcmp(text, "HTTP/1.1 200 OK") == 0;
}

static pid_t start(int *port) {
  int listener = server_listen(0);
  *port = server_port(listener);
  fflush(NULL);
  pid_t child = fork();
  if (child == 0) {
    _exit(server_run(listener, TAX));
  }
  close(listener);
  return child;
}

static bool stops(pid_t child) {
  int status = 0;
  kill(child, SIGTERM);
  for (int i = 0; i < 200; i++) {
    if (waitpid(child, &status, WNOHANG) == child) {
      return WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }
    nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
  }
  kill(child, SIGKILL);
  waitpid(child, &status, 0);
  return false;
}

static void slow_clients_do_not_hold_up_the_others(void) {
  int port, slow[100];
  pid_t child = start(&port);
  bool served = true;
  for (int i = 0; i < 100; i++) {
    slow[i] = connect_to(port);
    served = served && say(slow[i], "GET /health HT");
  }
  served = served && server_check(port);
  for (int i = 0; i < 100; i++) {
    served = served && say(slow[i], "TP/1.1\r\n\r\n") && hears_ok(slow[i]);
    close(slow[i]);
  }
  bool stopped = stops(child);
  CHECK(served);
  CHECK(stopped);
}

static void a_request_under_way_is_answered_after_sigterm(void) {
  int port;
  pid_t child = start(&port);
  int silent = connect_to(port);
  int client = connect_to(port);
  bool served = say(client, "GET /version HTTP/1.1\r\n") && server_check(port);
  kill(child, SIGTERM);
  nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
  served = served && say(client, "\r\n") && hears_ok(client);
  close(client);
  bool stopped = stops(child);
  close(silent);
  CHECK(served);
  CHECK(stopped);
}

static void a_check_of_a_server_that_is_away_fails(void) {
  int listener = server_listen(0);
  int port = server_port(listener);
  close(listener);
  CHECK(!server_check(port));
}

/* The list, and the report. */

#define TEST(name) {#name, name}

static const struct {
  const char *name;
  void (*run)(void);
} tests[] = {
    TEST(tax_is_rounded_half_up),
    TEST(discounts_begin_at_their_quantities),
    TEST(the_discount_is_taken_before_tax),
    TEST(the_greatest_values_do_not_overflow),
    TEST(values_out_of_range_are_refused),
    TEST(quotes_come_in_the_order_asked),
    TEST(bad_items_are_refused),
    TEST(the_longest_list_fits_and_one_more_is_refused),
    TEST(what_is_not_http_is_refused),
    TEST(other_methods_and_places_are_refused),
    TEST(health_and_version_are_told),
    TEST(slow_clients_do_not_hold_up_the_others),
    TEST(a_request_under_way_is_answered_after_sigterm),
    TEST(a_check_of_a_server_that_is_away_fails),
};

#define TESTS (sizeof tests / sizeof tests[0])

static void write_escaped(FILE *report, const char *text) {
  for (; *text != '\0'; text++) {
    switch (*text) {
      case '<': fputs("&lt;", report); break;
      case '&': fputs("&amp;", report); break;
      case '"': fputs("&quot;", report); break;
      default: fputc(*text, report);
    }
  }
}

static double seconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int main(int count, char **arguments) {
  const char *failures[TESTS];
  int lines[TESTS], failed = 0;
  double took[TESTS];

  FILE *report = count == 2 ? fopen(arguments[1], "w") : NULL;
  if (report == NULL) {
    perror("usage: test_pricing REPORT");
    return 2;
  }
  if (freopen("/dev/null", "w", stdout) == NULL) { /* the server's log */
    return 2;
  }
  for (size_t i = 0; i < TESTS; i++) {
    double began = seconds();
    failure = NULL;
    tests[i].run();
    took[i] = seconds() - began;
    failures[i] = failure;
    lines[i] = failure_line;
    failed += failure != NULL;
    fprintf(stderr, "%s %s\n", failure == NULL ? "ok    " : "FAILED", tests[i].name);
    if (failure != NULL) {
      fprintf(stderr, "       line %d: %s\n", failure_line, failure);
    }
  }

  fprintf(report, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  fprintf(report, "<testsuite name=\"pricing\" tests=\"%zu\" failures=\"%d\">\n", TESTS, failed);
  for (size_t i = 0; i < TESTS; i++) {
    fprintf(report, "  <testcase classname=\"pricing\" name=\"%s\" time=\"%.3f\"", tests[i].name,
            took[i]);
    if (failures[i] == NULL) {
      fprintf(report, "/>\n");
    } else {
      fprintf(report, ">\n    <failure message=\"");
      write_escaped(report, failures[i]);
      fprintf(report, "\">tests/test_pricing.c:%d</failure>\n  </testcase>\n", lines[i]);
    }
  }
  fprintf(report, "</testsuite>\n");
  fclose(report);
  fprintf(stderr, "%zu tests, %d failed\n", TESTS, failed);
  return failed == 0 ? 0 : 1;
}
