#ifndef SERVER_H
#define SERVER_H

#include <stdbool.h>
#include <stdint.h>

/* Listens on all addresses; port 0 takes a free one. Returns the socket, or -1 with errno set. */
int server_listen(int64_t port);

/* The port that a listening socket has. */
int server_port(int listener);

/*
 * Serves until SIGTERM or SIGINT: many connections at once, in one thread. Requests under way then
 * have a second to finish. Returns the exit status of the process.
 */
int server_run(int listener, int64_t tax_basis_points);

/* Asks the server on this machine for /health, as a health check does; true when it is well. */
bool server_check(int64_t port);

#endif
