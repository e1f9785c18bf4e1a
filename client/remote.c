#include "remote.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <evenkeel/os.h>

#include "service.h"

enum { PATIENCE_MS = 5000 };

static int is_down(struct error *err)
{
	error_set(err, ERROR_FAILED, "the daemon is not running; start it with '%s'", service_start_words());
	return REMOTE_DOWN;
}

static int no_answer(struct error *err)
{
	return error_set(err, ERROR_FAILED,
			 "the daemon does not answer; restart it with 'systemctl --user restart evenkeeld'");
}

static int connect_to(const char *path, int *ret_fd, struct error *err)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	struct ucred peer;
	socklen_t peer_size = sizeof(peer);
	if (strlen(path) >= sizeof(address.sun_path))
		return error_set(err, ERROR_FAILED,
				 "the socket's path is too long: '%s'; set XDG_RUNTIME_DIR to a shorter one", path);
	strcpy(address.sun_path, path);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return error_set(err, ERROR_FAILED, "cannot make a socket: %s", strerror(errno));
	int result = 0;
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0) {
		bool nobody = errno == ENOENT || errno == ECONNREFUSED || errno == ENOTDIR;
		result = nobody ? is_down(err)
			 : errno == EAGAIN
				 ? no_answer(err)
				 : error_set(err, ERROR_FAILED, "cannot reach the daemon: %s", strerror(errno));
	} else if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &peer_size) < 0 || peer.uid != geteuid()) {
		result = error_set(err, ERROR_FAILED, "'%s' is served by somebody else", path);
	}
	if (result != 0) {
		close(fd);
		return result;
	}
	*ret_fd = fd;
	return 0;
}

/* Wait until @fd is ready for @events, until @end_ms at the latest. */
static bool ready(int fd, short events, int64_t end_ms)
{
	struct pollfd waiting = {.fd = fd, .events = events};
	for (;;) {
		int64_t left_ms = end_ms - instant_now().boot_ms;
		int count = left_ms > 0 ? poll(&waiting, 1, (int)left_ms) : 0;
		if (count > 0 || (count < 0 && errno != EINTR))
			return count > 0;
		if (left_ms <= 0)
			return false;
	}
}

static int send_request(int fd, const struct proto_message *request, int64_t end_ms, struct error *err)
{
	_cleanup_(text_clear) struct text frame = {0};
	size_t sent = 0;
	proto_encode(request, &frame);
	while (sent < frame.length) {
		if (!ready(fd, POLLOUT, end_ms))
			return no_answer(err);
		ssize_t length = send(fd, frame.bytes + sent, frame.length - sent, MSG_NOSIGNAL);
		if (length < 0 && errno != EINTR && errno != EAGAIN)
			return no_answer(err);
		sent += length > 0 ? (size_t)length : 0;
	}
	return 0;
}

static int receive_reply(int fd, struct proto_message *ret, int64_t end_ms, struct error *err)
{
	uint8_t bytes[PROTO_HEADER_SIZE + PROTO_BODY_MAX];
	size_t have = 0, used;
	for (;;) {
		int outcome = proto_decode(bytes, have, ret, &used, err);
		if (outcome != PROTO_MORE)
			return outcome;
		if (have == sizeof(bytes) || !ready(fd, POLLIN, end_ms))
			return no_answer(err);
		ssize_t length = recv(fd, bytes + have, sizeof(bytes) - have, 0);
		if (length == 0 || (length < 0 && errno != EINTR && errno != EAGAIN))
			return no_answer(err);
		have += length > 0 ? (size_t)length : 0;
	}
}

int remote_call(struct client *client, const struct proto_message *request, struct proto_message *ret_reply,
		struct error *err)
{
	int fd = -1;
	int outcome = connect_to(client->paths.socket, &fd, err);
	if (outcome != 0)
		return outcome;
	int64_t end_ms = instant_now().boot_ms + PATIENCE_MS;
	outcome = send_request(fd, request, end_ms, err);
	if (outcome == 0)
		outcome = receive_reply(fd, ret_reply, end_ms, err);
	close(fd);
	if (outcome == 0 && ret_reply->type == PROTO_ERROR) {
		/* Written by the daemon for the person, already translated. */
		enum error_kind kind = ret_reply->kind == ERROR_NONE ? ERROR_FAILED : (enum error_kind)ret_reply->kind;
		return error_set(err, kind, "%s", ret_reply->text);
	}
	return outcome;
}

int remote_tell(struct client *client, const struct proto_message *request, const char *done)
{
	struct proto_message *reply = mem_new(1, sizeof(*reply));
	struct error err = {0};
	int code = 0;
	if (remote_call(client, request, reply, &err) != 0)
		code = client_fail(&err);
	else
		puts(reply->text[0] != '\0' ? reply->text : done);
	free(reply);
	return code;
}

bool remote_status(struct client *client, struct proto_status *ret)
{
	struct proto_message *reply = mem_new(1, sizeof(*reply));
	struct proto_message request = {.type = PROTO_STATUS};
	bool up = remote_call(client, &request, reply, NULL) == 0 && reply->type == PROTO_STATUS_IS;
	if (up)
		*ret = reply->status;
	free(reply);
	return up;
}
