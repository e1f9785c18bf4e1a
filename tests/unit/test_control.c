/* The control socket: good requests are served, in pieces or in a row; bad ones end with a word; nobody can hold it up. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>
#include <event2/event.h>
#include <evenkeel/mem.h>

#include "../../daemon/control.h"

struct fixture {
	struct event_base *base;
	struct control *control;
	int requests;
	char reply_text[PROTO_STRING_MAX - 15];
};

static void handle(void *context, const struct proto_message *request, struct proto_message *ret_reply)
{
	struct fixture *f = context;

	f->requests++;
	assert_int_equal(ret_reply->type, PROTO_OK);
	snprintf(ret_reply->text, sizeof ret_reply->text, "%s%d", f->reply_text, (int)request->minutes);
}

static int setup(void **state)
{
	struct fixture *f = mem_new(1, sizeof *f);

	f->base = event_base_new();
	f->control = control_new(f->base, -1, 60000, handle, f);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	control_free(f->control);
	event_base_free(f->base);
	free(f);
	return 0;
}

static int connect_pair(struct fixture *f)
{
	int pair[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair), 0);
	assert_int_equal(control_adopt(f->control, pair[0]), 0);
	return pair[1];
}

static void turn(struct fixture *f)
{
	for (int i = 0; i < 8; i++)
		event_base_loop(f->base, EVLOOP_NONBLOCK);
}

static void request(struct text *ret, enum proto_type type, int minutes)
{
	proto_encode(&(struct proto_message){.type = type, .minutes = minutes}, ret);
}

static void put(int fd, const struct text *frame)
{
	assert_int_equal(write(fd, frame->bytes, frame->length), (ssize_t)frame->length);
}

/* The next reply; 0 when the connection is at its end, -1 when nothing is there. */
static int get(int fd, struct proto_message *ret)
{
	uint8_t bytes[PROTO_HEADER_SIZE + PROTO_BODY_MAX];
	ssize_t got = recv(fd, bytes, sizeof bytes, MSG_PEEK);
	size_t used = 0;

	if (got <= 0)
		return (int)got;
	assert_int_equal(proto_decode(bytes, (size_t)got, ret, &used, NULL), 0);
	assert_int_equal(recv(fd, bytes, used, 0), (ssize_t)used);
	return 1;
}

static void test_request_and_reply(void **state)
{
	struct fixture *f = *state;
	_cleanup_(text_clear) struct text frame = {0};
	struct proto_message reply;
	int fd = connect_pair(f);

	request(&frame, PROTO_PAUSE, 7);
	put(fd, &frame);
	turn(f);
	assert_int_equal(get(fd, &reply), 1);
	assert_int_equal(reply.type, PROTO_OK);
	assert_string_equal(reply.text, "7");
	assert_int_equal(get(fd, &reply), -1); /* one reply, and the connection stays */
	put(fd, &frame);
	turn(f);
	assert_int_equal(get(fd, &reply), 1);
	close(fd);
	turn(f);
	assert_int_equal(control_connections(f->control), 0);
}

static void test_many_in_a_row(void **state)
{
	struct fixture *f = *state;
	_cleanup_(text_clear) struct text frames = {0};
	struct proto_message reply;
	char wanted[16];
	int fd = connect_pair(f);

	for (int i = 0; i < 20; i++)
		request(&frames, PROTO_SNOOZE, i);
	put(fd, &frames);
	turn(f);
	for (int i = 0; i < 20; i++) {
		snprintf(wanted, sizeof wanted, "%d", i);
		assert_int_equal(get(fd, &reply), 1);
		assert_string_equal(reply.text, wanted);
	}
	close(fd);
}

static void test_byte_by_byte(void **state)
{
	struct fixture *f = *state;
	_cleanup_(text_clear) struct text frame = {0};
	struct proto_message reply;
	int fd = connect_pair(f);

	request(&frame, PROTO_PAUSE, 3);
	for (size_t i = 0; i < frame.length; i++) {
		assert_int_equal(f->requests, 0);
		assert_int_equal(write(fd, frame.bytes + i, 1), 1);
		turn(f);
	}
	assert_int_equal(f->requests, 1);
	assert_int_equal(get(fd, &reply), 1);
	close(fd);
}

/* What is not ours is told so once, and never reaches the handler. */
static void test_bad_frames(void **state)
{
	static const struct {
		const char *name;
		size_t at;
		uint8_t byte;
	} cases[] = {
		{"magic", 0, 'X'},  {"version", 4, 99},   {"type", 5, 0x7f},
		{"reserved", 6, 1}, {"length", 10, 0xff}, {"length", 11, 0xff},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		_cleanup_(text_clear) struct text frame = {0};
		struct proto_message reply;
		int fd = connect_pair(f);
		request(&frame, PROTO_PAUSE, 1);
		frame.bytes[cases[i].at] = (char)cases[i].byte;
		put(fd, &frame);
		turn(f);
		if (get(fd, &reply) != 1 || reply.type != PROTO_ERROR || reply.text[0] == '\0' || get(fd, &reply) != 0)
			fail_msg("a bad %s is not answered with an error and the end", cases[i].name);
		close(fd);
		turn(f);
	}
	assert_int_equal(f->requests, 0);
	assert_int_equal(control_connections(f->control), 0);
}

/* A peer that never reads cannot make the daemon hold more than one socket buffer's worth of replies. */
static void test_peer_that_does_not_read(void **state)
{
	struct fixture *f = *state;
	_cleanup_(text_clear) struct text frame = {0};
	struct proto_message reply;
	int fd = connect_pair(f);
	int sent = 0, got = 0;

	memset(f->reply_text, 'x', 200);
	request(&frame, PROTO_PAUSE, 0);
	while (sent < 100000 && write(fd, frame.bytes, frame.length) == (ssize_t)frame.length) {
		sent++;
		turn(f);
	}
	assert_true(sent < 100000);
	assert_true(f->requests < sent); /* it stopped reading */
	for (int quiet = 0; got < f->requests && quiet < 1000;) {
		quiet = get(fd, &reply) == 1 ? (got++, 0) : quiet + 1;
		turn(f);
	}
	assert_true(got > 0);
	assert_int_equal(got, f->requests);
	close(fd);
	turn(f);
	assert_int_equal(control_connections(f->control), 0);
}

static void test_idle_connection_ends(void **state)
{
	struct fixture *f = *state;
	struct proto_message reply;
	int pair[2];

	f->control = control_free(f->control);
	f->control = control_new(f->base, -1, 20, handle, f);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair), 0);
	assert_int_equal(control_adopt(f->control, pair[0]), 0);
	assert_int_equal(write(pair[1], "EVKC", 4), 4);
	while (control_connections(f->control) > 0)
		event_base_loop(f->base, EVLOOP_ONCE);
	assert_int_equal(get(pair[1], &reply), 0);
	assert_int_equal(f->requests, 0);
	close(pair[1]);
}

/* A real socket. */

static void find_paths(struct paths *ret, const char *dir)
{
	snprintf(ret->socket_dir, sizeof ret->socket_dir, "%s", dir);
	snprintf(ret->socket, sizeof ret->socket, "%s/ctl.sock", dir);
}

static int connect_to(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	assert_true(strlen(path) < sizeof address.sun_path);
	strcpy(address.sun_path, path);
	if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0)
		return fd;
	close(fd);
	return -1;
}

static void test_ninth_waits_for_a_place(void **state)
{
	struct fixture *f = *state;
	_cleanup_(text_clear) struct text frame = {0};
	char dir[] = "/tmp/evenkeel-control.XXXXXX";
	int fds[CONTROL_CONNECTIONS_MAX + 1], listen_fd;
	struct proto_message reply;
	struct paths paths;

	assert_non_null(mkdtemp(dir));
	find_paths(&paths, dir);
	assert_int_equal(control_bind(&paths, &listen_fd, NULL), 0);
	f->control = control_free(f->control);
	f->control = control_new(f->base, listen_fd, 60000, handle, f);
	for (int i = 0; i <= CONTROL_CONNECTIONS_MAX; i++) {
		fds[i] = connect_to(paths.socket);
		assert_true(fds[i] >= 0);
		turn(f);
	}
	assert_int_equal(control_connections(f->control), CONTROL_CONNECTIONS_MAX);
	request(&frame, PROTO_PAUSE, 1);
	put(fds[CONTROL_CONNECTIONS_MAX], &frame);
	turn(f);
	assert_int_equal(f->requests, 0);
	close(fds[0]);
	turn(f);
	assert_int_equal(f->requests, 1);
	assert_int_equal(get(fds[CONTROL_CONNECTIONS_MAX], &reply), 1);
	for (int i = 1; i <= CONTROL_CONNECTIONS_MAX; i++)
		close(fds[i]);
	unlink(paths.socket);
	rmdir(dir);
}

static void test_bind_is_private_and_replaces_only_the_dead(void **state)
{
	char dir[] = "/tmp/evenkeel-control.XXXXXX", other[128];
	struct error err = {0};
	struct paths paths;
	struct stat st;
	int first, second;

	(void)state;
	assert_non_null(mkdtemp(dir));
	find_paths(&paths, dir);
	assert_int_equal(control_bind(&paths, &first, &err), 0);
	assert_int_equal(lstat(paths.socket, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(control_bind(&paths, &second, &err), -1); /* somebody answers */
	assert_int_equal(err.kind, ERROR_INSTANCE);
	close(first);
	assert_int_equal(control_bind(&paths, &second, &err), 0); /* a dead daemon's is replaced */
	close(second);
	unlink(paths.socket);

	/* what is no socket is not removed */
	snprintf(other, sizeof other, "%s/keep", dir);
	close(open(other, O_CREAT | O_WRONLY, 0600));
	assert_int_equal(rename(other, paths.socket), 0);
	assert_int_equal(control_bind(&paths, &second, &err), -1);
	assert_int_equal(err.kind, ERROR_FAILED);
	assert_int_equal(access(paths.socket, F_OK), 0);
	unlink(paths.socket);
	rmdir(dir);
}

/* What a service manager holds while the daemon cannot start: whoever has asked already is told so, and more than one. */
static void test_waiting_peers_hear_why_there_is_no_daemon(void **state)
{
	char dir[] = "/tmp/evenkeel-control.XXXXXX";
	struct error why = {.kind = ERROR_NOTHING, .message = "no store"};
	struct proto_message reply = {0};
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	struct paths paths;
	uint8_t bytes[512];
	int listen_fd, peers[2];
	size_t used;

	(void)state;
	assert_non_null(mkdtemp(dir));
	find_paths(&paths, dir);
	assert_false(control_is_served(&paths));
	assert_int_equal(control_bind(&paths, &listen_fd, NULL), 0);
	assert_true(control_is_served(&paths));
	snprintf(address.sun_path, sizeof address.sun_path, "%.100s", paths.socket);
	for (int i = 0; i < 2; i++) {
		peers[i] = socket(AF_UNIX, SOCK_STREAM, 0);
		assert_int_equal(connect(peers[i], (struct sockaddr *)&address, sizeof address), 0);
		assert_int_equal(send(peers[i], "a request", 9, 0), 9);
	}
	control_refuse(listen_fd, &why);
	for (int i = 0; i < 2; i++) {
		ssize_t got = recv(peers[i], bytes, sizeof bytes, 0);
		assert_true(got > 0);
		assert_int_equal(proto_decode(bytes, (size_t)got, &reply, &used, NULL), 0);
		assert_int_equal(reply.type, PROTO_ERROR);
		assert_int_equal(reply.kind, ERROR_NOTHING);
		assert_string_equal(reply.text, "no store");
		close(peers[i]);
	}
	close(listen_fd);
	unlink(paths.socket);
	rmdir(dir);
}

static void test_long_path_is_refused_by_its_length(void **state)
{
	struct error err = {0};
	struct paths paths;
	char dir[160];
	int fd = -1;

	(void)state;
	memset(dir, 'd', sizeof dir);
	memcpy(dir, "/tmp/", 5);
	dir[108 - strlen("/ctl.sock")] = '\0';
	find_paths(&paths, dir); /* 108 bytes: one too many */
	assert_int_equal(control_bind(&paths, &fd, &err), -1);
	assert_non_null(strstr(err.message, "108"));
	assert_int_equal(access(dir, F_OK), -1); /* refused before anything was made */
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_request_and_reply),
		TEST(test_many_in_a_row),
		TEST(test_byte_by_byte),
		TEST(test_bad_frames),
		TEST(test_peer_that_does_not_read),
		TEST(test_idle_connection_ends),
		TEST(test_ninth_waits_for_a_place),
		TEST(test_bind_is_private_and_replaces_only_the_dead),
		TEST(test_waiting_peers_hear_why_there_is_no_daemon),
		TEST(test_long_path_is_refused_by_its_length),
	};

	return cmocka_run_group_tests_name("control", tests, NULL, NULL);
}
