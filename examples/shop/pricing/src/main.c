/* shop-pricing: works out prices over HTTP. Configured by the environment, see settings.h. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "server.h"
#include "settings.h"

int main(int count, char **arguments) {
  struct settings settings;
  if (!settings_read(&settings)) {
    return 2;
  }
  if (count == 2 && strcmp(arguments[1], "--check") == 0) {
    return server_check(settings.port) ? 0 : 1;
  }
  if (count > 1) {
    fprintf(stderr, "usage: shop-pricing [--check]\n");
    return 2;
  }
  setvbuf(stdout, NULL, _IOLBF, 0);
  int listener = server_listen(settings.port);
  if (listener < 0) {
    fprintf(stderr, "shop-pricing: port %" PRId64 ": ", settings.port);
    perror("cannot listen");
    return 1;
  }
  printf("listening on port %d\n", server_port(listener));
  int status = server_run(listener, settings.tax_basis_points);
  printf("stopped\n");
  return status;
}
