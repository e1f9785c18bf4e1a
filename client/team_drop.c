#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <evenkeel/os.h>

#include "team_drop_ask.h"
#include "team_files.h"

enum {
	LOOK_MS = 2000,
	SEND_MS = 5000,          /* a share far away makes things durable slowly, and the person asked for it */
	END_MS = 300,            /* for one that is ended to be gone */
	SILENT_AGAIN_MS = 10000, /* who heard nothing does not wait once more within one command, or on the next page */
};
#define SILENT 2

/* One that was given up, and did not end either; and until when the folder is taken to be as it was. */
static pid_t left_behind;
static int64_t silent_until_ms;

static bool still_silent(void)
{
	if (left_behind > 0 && waitpid(left_behind, NULL, WNOHANG) == 0)
		return true;
	left_behind = 0;
	return instant_now().boot_ms < silent_until_ms;
}

/* A file without a name: whoever reads it ends when it ends, and writing it never waits. */
static int request_file(const struct drop_request *request, struct error *err)
{
	int fd = memfd_create("request", MFD_CLOEXEC);

	if (fd >= 0 && write(fd, request, sizeof(*request)) == (ssize_t)sizeof(*request) && lseek(fd, 0, SEEK_SET) == 0)
		return fd;
	error_set(err, ERROR_FAILED, "cannot start another process: %s", strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

/* The very program that runs, also when a newer one lies in its place by now. */
static const char *program(void)
{
	static const char self[] = "/proc/self/exe";
	const char *called = access(self, X_OK) ? (const char *)getauxval(AT_EXECFN) : NULL;

	return called ? called : self;
}

static int start(int in, int out, pid_t *ret, struct error *err)
{
	/* The whole environment: it is the same program, with what it needs to run. */
	static const char *const arguments[] = {"evenkeel", DROP_OPTION, NULL}, *const passed[] = {"", NULL};
	struct process_start how = {
		.path = program(), .argv = arguments, .passed = passed, .in = in, .out = out, .quiet = true};
	int r = process_spawn(&how, ret);

	return r ? error_set(err, ERROR_FAILED, "cannot start another process: %s", strerror(r)) : 0;
}

static int begin(const struct drop_request *request, pid_t *ret, int *ret_fd, struct error *err)
{
	int ends[2], in = request_file(request, err);

	if (in < 0)
		return -1;
	int r = pipe2(ends, O_CLOEXEC);
	if (r) {
		close(in);
		return error_set(err, ERROR_FAILED, "cannot make a pipe: %s", strerror(errno));
	}
	r = start(in, ends[1], ret, err);
	close(in);
	close(ends[1]);
	if (r)
		close(ends[0]);
	else
		*ret_fd = ends[0];
	return r;
}

/* 1: there is something to read, or the end; SILENT: not until then. */
static int wait_for(int fd, int64_t until_ms)
{
	struct pollfd ready = {.fd = fd, .events = POLLIN};

	for (;;) {
		int64_t left_ms = until_ms - instant_now().boot_ms;
		int r = left_ms > 0 ? poll(&ready, 1, (int)left_ms) : 0;
		if (r == 0)
			return SILENT;
		if (r > 0 || errno != EINTR)
			return 1;
	}
}

/* 0; SILENT; -1: it ended before it had said so much. */
static int hear(int fd, void *ret, size_t size, int64_t until_ms)
{
	uint8_t *next = ret;

	while (size > 0) {
		if (wait_for(fd, until_ms) == SILENT)
			return SILENT;
		ssize_t got = read(fd, next, size);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return -1;
		next += got;
		size -= (size_t)got;
	}
	return 0;
}

static int hear_all(int fd, size_t most, int64_t until_ms, struct drop_answer *ret, struct file_bytes *ret_file)
{
	int r = hear(fd, ret, sizeof(*ret), until_ms);

	if (r || ret->size == 0)
		return r;
	if (ret->size > most)
		return -1;
	*ret_file = (struct file_bytes){.bytes = mem_new(ret->size, 1), .size = ret->size, .capacity = ret->size};
	r = hear(fd, ret_file->bytes, ret->size, until_ms);
	if (r)
		file_bytes_wipe(ret_file);
	return r;
}

/* One that has answered has nothing more to do with the folder, and ends. Another is left where the kernel holds it. */
static void end(pid_t pid, int fd, bool answered)
{
	char byte;

	if (answered) {
		while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
			;
		return;
	}
	kill(pid, SIGKILL);
	int64_t until_ms = instant_now().boot_ms + END_MS;
	while (hear(fd, &byte, 1, until_ms) == 0)
		;
	if (waitpid(pid, NULL, WNOHANG) == 0)
		left_behind = pid;
}

/* 0: @ret; SILENT; -1. */
static int ask(const struct drop_request *request, int limit_ms, struct drop_answer *ret, struct file_bytes *ret_file,
	       struct error *err)
{
	pid_t pid;
	int fd = -1;

	if (still_silent())
		return SILENT;
	if (begin(request, &pid, &fd, err))
		return -1;
	int r = hear_all(fd, request->most, instant_now().boot_ms + limit_ms, ret, ret_file);
	end(pid, fd, r == 0);
	close(fd);
	if (r == SILENT)
		silent_until_ms = instant_now().boot_ms + SILENT_AGAIN_MS;
	return r < 0 ? error_set(err, ERROR_FAILED, "the process that looks at the drop folder came to an early end")
		     : r;
}

static struct drop_request request_for(const struct client *client, enum drop_what what, size_t most)
{
	struct drop_request request = {
		.what = what, .language = (enum config_language)client->config.language, .most = most};

	snprintf(request.drop, sizeof(request.drop), "%s", client->config.team_drop);
	return request;
}

int team_drop_look(const struct client *client, const char *task, uint64_t week, struct team_drop_found *ret,
		   struct error *err)
{
	struct drop_request request = request_for(client, DROP_LOOK, TEAM_FILE_MOST);
	struct drop_answer answer;

	*ret = (struct team_drop_found){.state = TEAM_DROP_UNSET};
	if (request.drop[0] == '\0')
		return 0;
	snprintf(request.item.task, sizeof(request.item.task), "%s", task);
	request.item.week = week;
	int r = ask(&request, LOOK_MS, &answer, &ret->roster, err);
	ret->state = r == 0 ? answer.state : TEAM_DROP_SILENT;
	ret->listed = r == 0 && answer.result == 0;
	return r < 0 ? -1 : 0;
}

bool team_drop_holds(const struct client *client, const char *path)
{
	const char *drop = client->config.team_drop;
	size_t length = strlen(drop);

	return length > 0 && strncmp(path, drop, length) == 0 && path[length] == '/' && strlen(path) < PATH_MAX;
}

static int refuse_silent(struct error *err)
{
	return error_set(err, ERROR_FAILED,
			 "the drop folder does not answer; see that its network is connected, then try again");
}

int team_drop_read(const struct client *client, const char *path, size_t most, struct file_bytes *ret,
		   struct error *err)
{
	struct drop_request request = request_for(client, DROP_READ, most);
	struct drop_answer answer;

	snprintf(request.path, sizeof(request.path), "%s", path);
	int r = ask(&request, LOOK_MS, &answer, ret, err);
	if (r == 0 && answer.result && err)
		*err = answer.err;
	return r == SILENT ? refuse_silent(err) : r ? r : answer.result;
}

/* As it is called by now; false: it is not there any more. */
static bool find(const char *outbox, const struct outbox_item *item, enum outbox_state *ret)
{
	struct outbox_item items[OUTBOX_MOST];
	size_t count;

	*ret = item->state;
	if (outbox_list(outbox, items, &count, NULL))
		return true;
	for (size_t i = 0; i < count; i++)
		if (items[i].week == item->week && strcmp(items[i].random, item->random) == 0) {
			*ret = items[i].state;
			return true;
		}
	return false;
}

int team_drop_send(const struct client *client, const char *outbox, const struct outbox_item *item, struct error *err)
{
	struct drop_request request = request_for(client, DROP_SEND, 0);
	struct drop_answer answer;
	struct file_bytes none = {0};
	enum outbox_state state;

	snprintf(request.path, sizeof(request.path), "%s", outbox);
	request.item = *item;
	int r = ask(&request, item->state == OUTBOX_WITHDRAWN ? LOOK_MS : SEND_MS, &answer, &none, err);
	if (r == 0) {
		if (answer.result && err)
			*err = answer.err;
		return answer.result;
	}
	/* It takes that name when it is there, and another program may have noted it already. */
	if (find(outbox, item, &state) ? state == OUTBOX_LEFT : item->state != OUTBOX_WITHDRAWN)
		return 0;
	return r < 0 ? -1
		     : error_set(
			       err, ERROR_FAILED,
			       "the drop folder does not answer; what waits stays here, and goes once it does: by the "
			       "daemon, or by 'evenkeel team send'");
}
