#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <evenkeel/os.h>

static void become(const char *const *words, int in, int out)
{
	/* exec takes words that it does not change; its type is older than const */
	union {
		const char *const *in;
		char *const *out;
	} cast = {.in = words};
	int nowhere = open("/dev/null", O_WRONLY);

	dup2(in, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(nowhere, STDERR_FILENO);
	signal(SIGPIPE, SIG_DFL);
	execvp(words[0], cast.out);
	_exit(127);
}

static void close_pair(const int pair[2])
{
	close(pair[0]);
	close(pair[1]);
}

int child_start(struct child *ret, const char *const *words)
{
	int to[2], from[2];

	if (pipe2(to, O_CLOEXEC) < 0)
		return -1;
	if (pipe2(from, O_CLOEXEC) < 0) {
		close_pair(to);
		return -1;
	}
	/* One that ends early must not end us with it. */
	void (*on_pipe)(int) = signal(SIGPIPE, SIG_IGN);
	pid_t pid = fork();
	if (pid == 0)
		become(words, to[0], from[1]);
	close(to[0]);
	close(from[1]);
	*ret = (struct child){.pid = pid, .to = to[1], .from = from[0], .on_pipe = on_pipe};
	if (pid > 0)
		return 0;
	close(to[1]);
	close(from[0]);
	return -1;
}

int child_write(struct child *child, const char *bytes, size_t size)
{
	return fd_write_all(child->to, bytes, size);
}

ssize_t child_read(struct child *child, char *ret, size_t capacity)
{
	return fd_read_all(child->from, ret, capacity);
}

int child_end(struct child *child)
{
	int status;
	pid_t ended;

	if (child->to >= 0)
		close(child->to);
	close(child->from);
	while ((ended = waitpid(child->pid, &status, 0)) < 0 && errno == EINTR)
		;
	signal(SIGPIPE, child->on_pipe);
	return ended == child->pid && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
