/* What the process for the drop folder does (team_drop.h): the one thing that it is asked for. */
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <evenkeel/locale.h>
#include <evenkeel/os.h>

#include "team_drop_ask.h"
#include "team_files.h"

static enum team_drop state_of(const struct drop_request *request)
{
	char path[PATH_MAX];
	struct stat about;

	if (stat(request->drop, &about) || !S_ISDIR(about.st_mode))
		return TEAM_DROP_AWAY;
	snprintf(path, sizeof(path), "%s/%s/%" PRIu64, request->drop, request->item.task, request->item.week);
	if (access(path, W_OK | X_OK) == 0)
		return TEAM_DROP_READY;
	return errno == ENOENT || errno == ENOTDIR ? TEAM_DROP_NO_WEEK : TEAM_DROP_CLOSED;
}

static void look(const struct drop_request *request, struct drop_answer *answer, struct file_bytes *file)
{
	char path[PATH_MAX];

	answer->state = state_of(request);
	snprintf(path, sizeof(path), "%s/%s/" TEAM_COHORT, request->drop, request->item.task);
	answer->result = file_bytes_read_plain(path, request->most, file, &answer->err);
}

static void carry_out(const struct drop_request *request, struct drop_answer *answer, struct file_bytes *file)
{
	if (request->what == DROP_LOOK)
		look(request, answer, file);
	else if (request->what == DROP_READ)
		answer->result = file_bytes_read_most(request->path, request->most, file, &answer->err);
	else
		answer->result = outbox_send(request->path, &request->item, request->drop, &answer->err);
}

bool team_drop_wanted(int argc, char **argv)
{
	return argc == 2 && strcmp(argv[1], DROP_OPTION) == 0;
}

int team_drop_child(void)
{
	struct drop_request request;
	struct drop_answer answer = {0};
	struct file_bytes file = {0};

	/* Its death is no loss, and it is not to outlive who listens; one that must is found by its name. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_NAME, "evenkeel-drop");
	if (read(STDIN_FILENO, &request, sizeof(request)) != (ssize_t)sizeof(request))
		return ERROR_USAGE;
	(void)locale_choose(request.language);
	carry_out(&request, &answer, &file);
	answer.size = answer.result == 0 ? file.size : 0;
	bool said = fd_write_all(STDOUT_FILENO, &answer, sizeof(answer)) == 0 &&
		    fd_write_all(STDOUT_FILENO, file.bytes, answer.size) == 0;
	file_bytes_wipe(&file);
	return said ? 0 : ERROR_FAILED;
}
