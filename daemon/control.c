#include "control.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <event2/event.h>
#include <evenkeel/mem.h>
#include <evenkeel/text.h>

struct connection {
	struct control *control;
	int fd; /* -1 = a free place */
	struct event *readable, *writable;
	size_t got; /* bytes of in */
	struct text out;
	size_t put;  /* bytes of out that were written */
	bool ending; /* when out is written */
	uint8_t *in;
};

struct control {
	struct event_base *base;
	int listen_fd;
	struct timeval idle;
	struct event *acceptable, *again;
	control_handler handler;
	void *context;
	struct connection connections[CONTROL_CONNECTIONS_MAX];
	int count;
};

#define IN_SIZE (PROTO_HEADER_SIZE + PROTO_BODY_MAX)
static void listen_again(struct control *control)
{
	if (control->acceptable && control->count < CONTROL_CONNECTIONS_MAX)
		event_add(control->acceptable, NULL);
}

static void end(struct connection *connection)
{
	struct control *control = connection->control;

	event_free(connection->readable);
	event_free(connection->writable);
	close(connection->fd);
	text_clear(&connection->out);
	mem_free(connection->in);
	*connection = (struct connection){.control = control, .fd = -1};
	control->count--;
	listen_again(control);
}

static void answer(struct connection *connection, const struct proto_message *request)
{
	struct proto_message reply = {.type = PROTO_OK};

	connection->control->handler(connection->control->context, request, &reply);
	proto_encode(&reply, &connection->out);
}

static void refuse(struct connection *connection, const struct error *err)
{
	struct proto_message reply = {.type = PROTO_ERROR, .kind = ERROR_USAGE};

	snprintf(reply.text, sizeof reply.text, "%.*s", PROTO_STRING_MAX, err->message);
	proto_encode(&reply, &connection->out);
	connection->ending = true;
}

/* Serve the whole requests that are there. */
static void serve(struct connection *connection)
{
	size_t done = 0;

	while (!connection->ending && done < connection->got) {
		struct proto_message request = {0};
		struct error err = {0};
		size_t used = 0;
		int result = proto_decode(connection->in + done, connection->got - done, &request, &used, &err);
		if (result == PROTO_MORE)
			break;
		if (result < 0)
			refuse(connection, &err);
		else
			answer(connection, &request);
		done += result < 0 ? connection->got - done : used;
	}
	memmove(connection->in, connection->in + done, connection->got - done);
	connection->got -= done;
}

/* Write what can be written; then either wait until more can be, end, or go on reading. */
static void flush(struct connection *connection)
{
	while (connection->put < connection->out.length) {
		ssize_t put = send(connection->fd, connection->out.bytes + connection->put,
				   connection->out.length - connection->put, MSG_NOSIGNAL);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0 && errno == EAGAIN) {
			event_add(connection->writable, &connection->control->idle);
			return;
		}
		if (put < 0) {
			end(connection);
			return;
		}
		connection->put += (size_t)put;
	}
	text_clear(&connection->out);
	connection->put = 0;
	if (connection->ending)
		end(connection);
	else
		event_add(connection->readable, &connection->control->idle);
}

static void on_readable(evutil_socket_t fd, short what, void *context)
{
	struct connection *connection = context;
	ssize_t got;

	if (what & EV_TIMEOUT) {
		end(connection);
		return;
	}
	got = recv(fd, connection->in + connection->got, IN_SIZE - connection->got, 0);
	if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
		event_add(connection->readable, &connection->control->idle);
		return;
	}
	if (got <= 0) {
		end(connection);
		return;
	}
	connection->got += (size_t)got;
	serve(connection);
	flush(connection);
}

static void on_writable(evutil_socket_t fd, short what, void *context)
{
	(void)fd;
	if (what & EV_TIMEOUT)
		end(context);
	else
		flush(context);
}

static bool same_user(int fd)
{
	struct ucred peer;
	socklen_t size = sizeof peer;

	return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == geteuid();
}

static struct connection *free_place(struct control *control)
{
	for (int i = 0; i < CONTROL_CONNECTIONS_MAX; i++) {
		if (control->connections[i].fd < 0)
			return &control->connections[i];
	}
	return NULL;
}

int control_adopt(struct control *control, int fd)
{
	struct connection *connection = free_place(control);

	if (!connection || !same_user(fd) || evutil_make_socket_nonblocking(fd) != 0) {
		close(fd);
		return -1;
	}
	connection->fd = fd;
	connection->in = mem_new(IN_SIZE, 1);
	connection->readable = event_new(control->base, fd, EV_READ, on_readable, connection);
	connection->writable = event_new(control->base, fd, EV_WRITE, on_writable, connection);
	event_add(connection->readable, &connection->control->idle);
	control->count++;
	return 0;
}

static void on_acceptable(evutil_socket_t fd, short what, void *context)
{
	struct control *control = context;

	(void)what;
	while (control->count < CONTROL_CONNECTIONS_MAX) {
		int peer = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
		if (peer >= 0) {
			(void)control_adopt(control, peer);
		} else if (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS) {
			/* It would stay readable: look again in a second. */
			event_del(control->acceptable);
			event_add(control->again, &(struct timeval){.tv_sec = 1});
			return;
		} else if (errno != EINTR && errno != ECONNABORTED) {
			return;
		}
	}
	event_del(control->acceptable); /* the next one waits in the queue until a place is free */
}

static void on_again(evutil_socket_t fd, short what, void *context)
{
	(void)fd;
	(void)what;
	listen_again(context);
}

struct control *control_new(struct event_base *base, int listen_fd, int idle_ms, control_handler handler, void *context)
{
	struct control *control = mem_new(1, sizeof *control);

	*control = (struct control){.base = base, .listen_fd = listen_fd, .handler = handler, .context = context};
	control->idle = (struct timeval){.tv_sec = idle_ms / 1000, .tv_usec = idle_ms % 1000 * 1000};
	for (int i = 0; i < CONTROL_CONNECTIONS_MAX; i++)
		control->connections[i] = (struct connection){.control = control, .fd = -1};
	if (listen_fd >= 0) {
		control->acceptable = event_new(base, listen_fd, EV_READ | EV_PERSIST, on_acceptable, control);
		control->again = evtimer_new(base, on_again, control);
		event_add(control->acceptable, NULL);
	}
	return control;
}

struct control *control_free(struct control *control)
{
	if (!control)
		return NULL;
	for (int i = 0; i < CONTROL_CONNECTIONS_MAX; i++) {
		if (control->connections[i].fd >= 0)
			end(&control->connections[i]);
	}
	if (control->listen_fd >= 0) {
		event_free(control->acceptable);
		event_free(control->again);
		close(control->listen_fd);
	}
	return mem_free(control);
}

int control_connections(const struct control *control)
{
	return control->count;
}
