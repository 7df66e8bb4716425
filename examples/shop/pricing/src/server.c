#include "server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "answer.h"

#define CONNECTIONS_MAX 128
#define CLIENT_MILLISECONDS 5000 /* for a whole request, however slowly it comes */
#define DRAIN_MILLISECONDS 1000  /* at the end */

/* A connection reads its request, writes the answer, then waits until the client hangs up: closed
   at once, what the client still sends would make it lose the answer. */
enum state { FREE, READING, WRITING, LINGERING };

struct connection {
  enum state state;
  int socket;
  int64_t deadline; /* milliseconds, as now() counts */
  size_t received;
  size_t length;
  size_t sent;
  char request[REQUEST_MAX + 1];
  char answer[ANSWER_MAX];
};

static struct connection connections[CONNECTIONS_MAX];
static volatile sig_atomic_t stopping;

static void stop(int signal) {
  (void)signal;
  stopping = 1;
}

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void hang_up(struct connection *connection) {
  close(connection->socket);
  connection->state = FREE;
}

static struct connection *free_connection(void) {
  for (int i = 0; i < CONNECTIONS_MAX; i++) {
    if (connections[i].state == FREE) {
      return &connections[i];
    }
  }
  return NULL;
}

static void accept_one(int listener) {
  struct connection *connection = free_connection();
  int client = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (client < 0) {
    return;
  }
  if (connection == NULL) {
    close(client);
    return;
  }
  connection->state = READING;
  connection->socket = client;
  connection->deadline = now() + CLIENT_MILLISECONDS;
  connection->received = connection->sent = 0;
}

static bool would_block(void) { return errno == EAGAIN || errno == EINTR; }

static void write_some(struct connection *connection) {
  ssize_t count = send(connection->socket, connection->answer + connection->sent,
                       connection->length - connection->sent, MSG_NOSIGNAL);
  if (count < 0) {
    if (!would_block()) {
      hang_up(connection);
    }
    return;
  }
  connection->sent += (size_t)count;
  if (connection->sent == connection->length) {
    shutdown(connection->socket, SHUT_WR);
    connection->state = LINGERING;
  }
}

static void read_some(struct connection *connection, int64_t tax_basis_points) {
  ssize_t count = recv(connection->socket, connection->request + connection->received,
                       REQUEST_MAX - connection->received, 0);
  if (count <= 0) {
    if (count == 0 || !would_block()) {
      hang_up(connection);
    }
    return;
  }
  connection->received += (size_t)count;
  connection->request[connection->received] = '\0';
  bool complete =
      memmem(connection->request, connection->received, "\r\n\r\n", 4) != NULL ||
      memmem(connection->request, connection->received, "\n\n", 2) != NULL;
  if (complete || connection->received == REQUEST_MAX) {
    connection->length = answer_request(complete ? connection->request : NULL, tax_basis_points,
                                        connection->answer);
    connection->state = WRITING;
    write_some(connection);
  }
}

static void discard_some(struct connection *connection) {
  char unread[4096];
  ssize_t count = recv(connection->socket, unread, sizeof unread, 0);
  if (count == 0 || (count < 0 && !would_block())) {
    hang_up(connection);
  }
}

static void advance(struct connection *connection, short events, int64_t tax_basis_points) {
  if (events != 0) {
    switch (connection->state) {
      case FREE: break;
      case READING: read_some(connection, tax_basis_points); break;
      case WRITING: write_some(connection); break;
      case LINGERING: discard_some(connection); break;
    }
  }
  if (connection->state != FREE && now() >= connection->deadline) {
    hang_up(connection);
  }
}

/* At the end: who has not asked anything yet is let go, the others get a last second. */
static void begin_to_stop(int listener) {
  close(listener);
  for (int i = 0; i < CONNECTIONS_MAX; i++) {
    struct connection *connection = &connections[i];
    bool asked = connection->state == WRITING || connection->received > 0;
    if (connection->state != FREE && !asked) {
      hang_up(connection);
    } else if (connection->deadline > now() + DRAIN_MILLISECONDS) {
      connection->deadline = now() + DRAIN_MILLISECONDS;
    }
  }
}

/* Fills the list for poll and returns its length; the listener, if any, comes first. */
static nfds_t watch(int listener, struct pollfd *watched, struct connection **owners) {
  nfds_t count = 0;
  if (listener >= 0 && free_connection() != NULL) {
    owners[count] = NULL;
    watched[count++] = (struct pollfd){.fd = listener, .events = POLLIN};
  }
  for (int i = 0; i < CONNECTIONS_MAX; i++) {
    if (connections[i].state != FREE) {
      owners[count] = &connections[i];
      watched[count++] = (struct pollfd){
          .fd = connections[i].socket,
          .events = connections[i].state == WRITING ? POLLOUT : POLLIN,
      };
    }
  }
  return count;
}

int server_run(int listener, int64_t tax_basis_points) {
  struct sigaction action = {.sa_handler = stop};
  sigset_t stop_signals, otherwise;
  struct pollfd watched[CONNECTIONS_MAX + 1];
  struct connection *owners[CONNECTIONS_MAX + 1];

  /* The signals arrive inside ppoll and nowhere else, so that none comes just before it. */
  sigemptyset(&stop_signals);
  sigaddset(&stop_signals, SIGTERM);
  sigaddset(&stop_signals, SIGINT);
  sigprocmask(SIG_BLOCK, &stop_signals, &otherwise);
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGINT, &action, NULL);

  for (;;) {
    if (stopping && listener >= 0) {
      begin_to_stop(listener);
      listener = -1;
    }
    nfds_t count = watch(listener, watched, owners);
    if (stopping && count == 0) {
      return 0;
    }
    /* Often enough to notice the deadlines; idle, nothing wakes it. */
    struct timespec tick = {.tv_nsec = 200 * 1000000};
    bool idle = count == 1 && owners[0] == NULL;
    if (ppoll(watched, count, idle ? NULL : &tick, &otherwise) < 0) {
      if (errno != EINTR) {
        perror("shop-pricing: poll");
        return 1;
      }
      continue;
    }
    for (nfds_t i = 0; i < count; i++) {
      if (owners[i] != NULL) {
        advance(owners[i], watched[i].revents, tax_basis_points);
      } else if (watched[i].revents != 0) {
        accept_one(listener);
      }
    }
  }
}

int server_listen(int64_t port) {
  struct sockaddr_in address = {
      .sin_family = AF_INET,
      .sin_port = htons((uint16_t)port),
      .sin_addr.s_addr = htonl(INADDR_ANY),
  };
  int yes = 1;
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (listener < 0) {
    return -1;
  }
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0 ||
      listen(listener, SOMAXCONN) < 0) {
    int reason = errno;
    close(listener);
    errno = reason;
    return -1;
  }
  return listener;
}

int server_port(int listener) {
  struct sockaddr_in address = {0};
  socklen_t size = sizeof address;
  getsockname(listener, (struct sockaddr *)&address, &size);
  return ntohs(address.sin_port);
}

bool server_check(int64_t port) {
  static const char request[] = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";
  static const char wanted[] = "HTTP/1.1 200 ";
  char answer[sizeof wanted] = "";
  struct timeval limit = {.tv_sec = 2};
  struct sockaddr_in address = {
      .sin_family = AF_INET,
      .sin_port = htons((uint16_t)port),
      .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
  };
  int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  setsockopt(client, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  bool well = connect(client, (struct sockaddr *)&address, sizeof address) == 0 &&
              send(client, request, sizeof request - 1, MSG_NOSIGNAL) > 0 &&
              recv(client, answer, sizeof wanted - 1, MSG_WAITALL) == sizeof wanted - 1 &&
              strcmp(answer, wanted) == 0;
  close(client);
  return well;
}
