/*
 * TCP relay that delays each direction, for tests of slow and failing hosts.
 *
 * usage: relay LISTEN_ADDRESS PORT TARGET_ADDRESS PORT DELAY_MS [BYTES drop|close|PID]
 *
 * If BYTES is given, one action is done once, when the target has sent BYTES bytes: drop all
 * further bytes of the current connection, close this connection, or stop the process PID with
 * SIGSTOP. Other connections are not affected.
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MAX_PAIRS = 100, CHUNK = 65536 };

/* Bytes of one read. An empty chunk (len 0) marks the end of the direction. */
struct chunk {
	struct chunk *next;
	long long due; /* when to send it: now_ms() */
	size_t len, sent;
	char bytes[];
};

/* One direction of a connection: from one socket to the other. */
struct way {
	int from, to;
	bool ended; /* the end of input was read from `from` */
	struct chunk *first, **last;
};

static struct pair {
	struct way ways[2];
	bool used, dropped;
} pairs[MAX_PAIRS];

/*
 * The argument drop, close or PID of the command line; done when the number of bytes that the
 * target has sent, `seen`, reaches the argument BYTES, `limit`.
 */
static struct {
	long long limit, seen;
	const char *action; /* NULL: not given, or already done */
} event;

static long long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

static struct sockaddr_in address_of(const char *host, const char *port)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_port = htons((unsigned short)atoi(port)) };

	if (inet_pton(AF_INET, host, &address.sin_addr) != 1) {
		fprintf(stderr, "relay: invalid address %s\n", host);
		exit(2);
	}
	return address;
}

static void die(const char *what)
{
	perror(what);
	exit(2);
}

static void close_pair(struct pair *pair)
{
	for (int i = 0; i < 2; i++)
		while (pair->ways[i].first) {
			struct chunk *next = pair->ways[i].first->next;

			free(pair->ways[i].first);
			pair->ways[i].first = next;
		}
	close(pair->ways[0].from);
	close(pair->ways[0].to);
	pair->used = false;
}

/* Accept a client and connect to the target. */
static void accept_pair(int listener, const struct sockaddr_in *target)
{
	int client = accept(listener, NULL, NULL), server, on = 1;
	struct pair *pair = pairs;

	if (client < 0)
		return;
	while (pair < pairs + MAX_PAIRS && pair->used)
		pair++;
	server = socket(AF_INET, SOCK_STREAM, 0);
	if (pair == pairs + MAX_PAIRS || server < 0 ||
		connect(server, (const struct sockaddr *)target, sizeof(*target))) {
		close(client);
		close(server);
		return;
	}
	setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	setsockopt(server, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	*pair = (struct pair){ .used = true,
		.ways = { { .from = client, .to = server }, { .from = server, .to = client } } };
	for (int i = 0; i < 2; i++)
		pair->ways[i].last = &pair->ways[i].first;
}

static void receive(struct way *way, int delay)
{
	struct chunk *chunk = malloc(sizeof(*chunk) + CHUNK);
	ssize_t n;

	if (!chunk)
		die("malloc");
	n = read(way->from, chunk->bytes, CHUNK);
	if (n <= 0) {
		way->ended = true;
		n = 0;
	}
	*chunk = (struct chunk){ .due = now_ms() + delay, .len = (size_t)n };
	*way->last = chunk;
	way->last = &chunk->next;
}

/* Do the action. Returns false if the connection must be closed. */
static bool happen(struct pair *pair)
{
	const char *action = event.action;

	event.action = NULL;
	if (!strcmp(action, "close"))
		return false;
	if (strcmp(action, "drop"))
		kill((pid_t)atoi(action), SIGSTOP);
	else
		pair->dropped = true;
	return true;
}

/*
 * Send the chunks of one direction that are due. Returns false if the connection must be closed: a
 * direction has ended, an error occurred, or the action is "close".
 */
static bool deliver(struct pair *pair, struct way *way)
{
	while (way->first && way->first->due <= now_ms() && !pair->dropped) {
		struct chunk *chunk = way->first;
		ssize_t n;

		if (!chunk->len)
			return false;
		n = send(way->to, chunk->bytes + chunk->sent, chunk->len - chunk->sent,
			MSG_NOSIGNAL);
		if (n < 0)
			return false;
		chunk->sent += (size_t)n;
		if (way == &pair->ways[1] && event.action && (event.seen += n) >= event.limit)
			return happen(pair);
		if (chunk->sent < chunk->len)
			break;
		way->first = chunk->next;
		if (!way->first)
			way->last = &way->first;
		free(chunk);
	}
	return true;
}

/* Return the milliseconds until the next chunk is due; -1 if no chunk is waiting. */
static int time_left(void)
{
	long long first = -1, now = now_ms();

	for (int i = 0; i < 2 * MAX_PAIRS; i++) {
		const struct pair *pair = &pairs[i / 2];
		const struct chunk *chunk =
			pair->used && !pair->dropped ? pair->ways[i % 2].first : NULL;

		if (chunk && (first < 0 || chunk->due < first))
			first = chunk->due;
	}
	return first < 0 ? -1 : first < now ? 0 : (int)(first - now);
}

static void forward(int listener, const struct sockaddr_in *target, int delay)
{
	struct pollfd fds[1 + 2 * MAX_PAIRS] = { { .fd = listener, .events = POLLIN } };
	struct way *ways[1 + 2 * MAX_PAIRS];
	nfds_t n = 1;

	for (int i = 0; i < 2 * MAX_PAIRS; i++) {
		struct way *way = &pairs[i / 2].ways[i % 2];

		if (!pairs[i / 2].used || way->ended)
			continue;
		ways[n] = way;
		fds[n++] = (struct pollfd){ .fd = way->from, .events = POLLIN };
	}
	if (poll(fds, n, time_left()) > 0) {
		for (nfds_t i = 1; i < n; i++)
			if (fds[i].revents)
				receive(ways[i], delay);
		if (fds[0].revents)
			accept_pair(listener, target);
	}
	for (int i = 0; i < MAX_PAIRS; i++)
		if (pairs[i].used &&
			(!deliver(&pairs[i], &pairs[i].ways[0]) ||
				!deliver(&pairs[i], &pairs[i].ways[1])))
			close_pair(&pairs[i]);
}

int main(int argc, char **argv)
{
	struct sockaddr_in own, target;
	int listener, on = 1;

	if (argc != 6 && argc != 8) {
		fputs("usage: relay ADDRESS PORT ADDRESS PORT DELAY_MS [BYTES ACTION]\n", stderr);
		return 2;
	}
	if (argc == 8) {
		event.limit = atoll(argv[6]);
		event.action = argv[7];
	}
	own = address_of(argv[1], argv[2]);
	target = address_of(argv[3], argv[4]);
	listener = socket(AF_INET, SOCK_STREAM, 0);
	setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (listener < 0 || bind(listener, (const struct sockaddr *)&own, sizeof(own)) ||
		listen(listener, MAX_PAIRS))
		die("relay");
	while (1)
		forward(listener, &target, atoi(argv[5]));
}
