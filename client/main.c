/* evenkeel: the person's tool. Everything worth testing lives elsewhere. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include <evenkeel/locale.h>
#include <evenkeel/os.h>

#include "dispatch.h"
#include "team_drop.h"

/* A closed stdin, stdout or stderr must not become the number of a file we open: it is put on /dev/null the wrong way round, so that using
 * it fails as it should. */
static void hold_standard_files(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
			(void)!open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
}

/* A result that could not be written is no result. */
static int check_output(int code)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return code;
	struct error err = {0};
	error_set(&err, ERROR_FAILED, "cannot write the output: %s", strerror(errno));
	return code == 0 ? client_fail(&err) : code;
}

int main(int argc, char **argv)
{
	hold_standard_files();
	process_harden();
	locale_begin();
	if (team_drop_wanted(argc, argv))
		return team_drop_child();
	return check_output(dispatch(commands, argc, argv));
}
