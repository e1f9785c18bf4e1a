#include "control.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <evenkeel/mem.h>
#include <evenkeel/text.h>

static int address_of(const char *path, struct sockaddr_un *ret, struct error *err)
{
	size_t length = strlen(path);

	if (length >= sizeof ret->sun_path)
		return error_set(
			err, ERROR_FAILED,
			"the control socket's path is %zu bytes long, %zu are allowed: '%s'; set XDG_RUNTIME_DIR "
			"to a shorter directory",
			length, sizeof ret->sun_path - 1, path);
	*ret = (struct sockaddr_un){.sun_family = AF_UNIX};
	memcpy(ret->sun_path, path, length);
	return 0;
}

/* Is somebody there? Connecting to a socket never waits for the other side's accept. */
static bool answers(const struct sockaddr_un *address)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	bool connected;

	if (fd < 0)
		return false;
	connected = connect(fd, (const struct sockaddr *)address, sizeof *address) == 0 || errno == EAGAIN;
	close(fd);
	return connected;
}

static int remove_stale(const struct sockaddr_un *address, struct error *err)
{
	struct stat st;

	if (lstat(address->sun_path, &st) != 0)
		return 0;
	if (!S_ISSOCK(st.st_mode) || st.st_uid != geteuid())
		return error_set(err, ERROR_FAILED, "'%s' is in the way of the control socket; remove it",
				 address->sun_path);
	if (answers(address))
		return error_set(err, ERROR_INSTANCE, "evenkeeld is already running");
	if (unlink(address->sun_path) != 0 && errno != ENOENT)
		return error_set(err, ERROR_FAILED, "cannot remove '%s': %s", address->sun_path, strerror(errno));
	return 0;
}

static int bind_private(int fd, const struct sockaddr_un *address)
{
	mode_t before = umask(0177);
	int result = bind(fd, (const struct sockaddr *)address, sizeof *address);

	umask(before);
	return result;
}

int control_bind(const struct paths *paths, int *ret_fd, struct error *err)
{
	struct sockaddr_un address;
	int fd;

	if (address_of(paths->socket, &address, err) != 0 || paths_make_private(paths->socket_dir, err) != 0 ||
	    remove_stale(&address, err) != 0)
		return -1;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0 || bind_private(fd, &address) != 0 || listen(fd, CONTROL_CONNECTIONS_MAX) != 0) {
		error_set(err, ERROR_FAILED, "cannot listen at '%s': %s", paths->socket, strerror(errno));
		if (fd >= 0)
			close(fd);
		return -1;
	}
	*ret_fd = fd;
	return 0;
}

bool control_is_served(const struct paths *paths)
{
	struct sockaddr_un address;

	return address_of(paths->socket, &address, NULL) == 0 && answers(&address);
}

void control_refuse(int listen_fd, const struct error *why)
{
	struct proto_message reply = {.type = PROTO_ERROR, .kind = (uint8_t)why->kind};
	_cleanup_(text_clear) struct text frame = {0};
	int fd;

	snprintf(reply.text, sizeof reply.text, "%.*s", PROTO_STRING_MAX, why->message);
	proto_encode(&reply, &frame);
	while ((fd = accept4(listen_fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK)) >= 0) {
		(void)!send(fd, text_string(&frame), frame.length, MSG_NOSIGNAL);
		close(fd);
	}
}
