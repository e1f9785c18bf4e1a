/* What goes to the process for the drop folder and comes back, between two runs of one program: as it lies in memory. */
#ifndef CLIENT_TEAM_DROP_ASK_H
#define CLIENT_TEAM_DROP_ASK_H

#include <limits.h>

#include "team_drop.h"

enum drop_what { DROP_LOOK, DROP_READ, DROP_SEND };

struct drop_request {
	enum drop_what what;
	enum config_language language;
	char drop[CONFIG_STRING_SIZE];
	char path[PATH_MAX];     /* of the file to read, or of the outbox */
	size_t most;             /* bytes of a file */
	struct outbox_item item; /* of one that is looked for, task and week */
};

/* Behind it stand @size bytes of the file. */
struct drop_answer {
	int result; /* of the reading (1: there is no file), or of the sending */
	enum team_drop state;
	struct error err;
	size_t size;
};

#endif
